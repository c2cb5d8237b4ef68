// Kinds of clients: declared in notes of their own, read without running anything, and what finds a driver.
#include <boost/test/unit_test.hpp>
#include <vector>

#include "orm/store.hpp"
#include "plugin/driver_library.hpp"
#include "plugin/elf_note.hpp"
#include "samples.hpp"

using orm::error_code;
using orm::detail::driver_library;
using orm_test::directory_with;
using orm_test::sample;
namespace fs = std::filesystem;

namespace {

std::string refusal_of_kind(error_code code, const std::string& kind, const std::vector<std::string>& directories) {
  return orm_test::refusal(code, [&] { driver_library::load_for_kind(kind, directories); });
}

std::shared_ptr<const orm::schema> one_model() {
  orm::schema_declaration declared;
  declared.name = "sample";
  orm::model_declaration model;
  model.name = "row";
  orm::field_declaration id;
  id.name = "id";
  id.type = "id";
  model.fields.push_back(id);
  declared.models.push_back(model);
  return orm::schema::build(declared);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(kinds)

BOOST_AUTO_TEST_CASE(are_listed) {
  const auto files = orm::list_drivers({directory_with("kinds_listed", "adopting", "x.so")});
  BOOST_REQUIRE(files.size() == 1);
  BOOST_TEST(files[0].name == "sample");
  BOOST_TEST(files[0].abi == "1.1");
  BOOST_TEST(files[0].problem == "");
  std::vector<std::string> kinds = files[0].kinds;
  std::sort(kinds.begin(), kinds.end());  // the compiler orders the notes
  BOOST_TEST(kinds == (std::vector<std::string>{"first kind", "second kind"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(find_the_driver) {
  const std::string directory = directory_with("kinds_found", "adopting", "x.so");
  fs::copy_file(sample("no_note"), directory + "/y.so");
  const auto library = driver_library::load_for_kind("second kind", {"/nowhere", directory});
  BOOST_TEST(library->file().path == directory + "/x.so");
  BOOST_TEST(library == driver_library::load("sample", {directory}));
}

BOOST_AUTO_TEST_CASE(that_two_drivers_declare_are_refused) {
  const std::string one = directory_with("kinds_twice/one", "adopting", "a.so"),
                    two = directory_with("kinds_twice/two", "adopting_too", "b.so");
  BOOST_TEST(refusal_of_kind(error_code::driver_failed, "second kind", {one, two}) ==
             "two drivers adopt clients of kind \"second kind\": sample (" + one + "/a.so) and other (" + two +
                 "/b.so): name the one that is meant, or remove the other");
  BOOST_TEST(driver_library::load_for_kind("first kind", {one, two})->driver().name == "sample");
  BOOST_TEST(driver_library::load_for_kind("another kind", {one, two})->driver().name == "other");
}

BOOST_AUTO_TEST_CASE(that_nobody_declares_are_not_found) {
  const std::string directory = directory_with("kinds_missing", "adopting_too", "a.so");
  fs::copy_file(sample("good"), directory + "/b.so");
  const std::string said = refusal_of_kind(error_code::driver_not_found, "sqlite3", {"/nowhere", directory});
  BOOST_TEST(said.starts_with("there is no driver that adopts clients of kind \"sqlite3\". Looked in:\n  /nowhere ("));
  BOOST_TEST(said.find("\n    a.so: other 1.2.3, adopts clients of kind \"") != std::string::npos);
  BOOST_TEST(said.find("\"another kind\"") != std::string::npos);
  BOOST_TEST(said.find("\n    b.so: sample 1.2.3") != std::string::npos);
  BOOST_TEST(said.ends_with("sample 1.2.3"));  // which has no note of kinds, as it was built for ABI 1.0
}

BOOST_AUTO_TEST_CASE(of_a_driver_that_may_not_be_loaded) {
  const std::string file = directory_with("kinds_open", "adopting", "x.so") + "/x.so";
  fs::permissions(file, fs::perms::others_write, fs::perm_options::add);
  BOOST_TEST(refusal_of_kind(error_code::driver_failed, "first kind", {fs::path(file).parent_path().string()}) ==
             "driver \"sample\" can't be loaded from " + file + ": anyone may write to it: chmod o-w " + file);
}

BOOST_AUTO_TEST_CASE(that_make_no_sense) {
  for (const char* wrong : {"nameless_kind", "unended_kind"}) {
    const auto files = orm::list_drivers({directory_with("kinds_wrong", wrong, "x.so")});
    BOOST_REQUIRE(files.size() == 1);
    BOOST_TEST(files[0].problem == "its driver note makes no sense: build it again", wrong);
  }
}

// A driver of ABI 1.0, asked for by name: it has neither the note nor the function.
BOOST_AUTO_TEST_CASE(of_a_driver_that_adopts_nothing) {
  orm::configuration configuration;
  configuration.plugins = {directory_with("kinds_none", "good", "x.so")};
  orm::store_configuration selected;
  selected.driver = "sample";
  int client = 0;
  try {
    orm::store::adopt(one_model(), {"some kind", &client, "1.0", &client}, configuration, selected);
    BOOST_ERROR("it was adopted");
  } catch (const orm::error& refused) {
    BOOST_TEST(to_string(refused.code()) == "UNSUPPORTED");
    BOOST_TEST(
        refused.what() ==
        std::string("the driver \"sample\" adopts no clients of kind \"some kind\": this driver has no adopt()"));
    BOOST_TEST(refused.driver() == "sample");
  }
}

BOOST_AUTO_TEST_SUITE_END()
