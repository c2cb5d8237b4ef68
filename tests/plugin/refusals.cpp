// A failed load says the one true cause.
#include <boost/test/unit_test.hpp>

#include "own_directory.hpp"
#include "plugin/driver_library.hpp"
#include "samples.hpp"

using orm::error_code;
using orm::detail::driver_library;
using orm_test::directory_with;
using orm_test::new_directory;
using orm_test::refusal;
using orm_test::sample;
using orm_test::write_file;

namespace {

std::string load_refusal(error_code code, const std::string& name, const std::vector<std::string>& directories) {
  return refusal(code, [&] { driver_library::load(name, directories); });
}

// The problem with which the one sample in a new directory is refused.
std::string problem_of(error_code code, const std::string& of) {
  const std::string directory = directory_with("refused_" + of, of, "x.so");
  const std::string message = load_refusal(code, "sample", {directory});
  const std::string prefix = "driver \"sample\" can't be loaded from " + directory + "/x.so: ";
  BOOST_TEST(message.starts_with(prefix));
  return message.substr(std::min(prefix.size(), message.size()));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(refusals)

BOOST_AUTO_TEST_CASE(not_found_lists_every_place) {
  const std::string one = directory_with("places/one", "good", "x.so"), two = new_directory("places/two");
  write_file(two + "/libsqlite.so", "text\n");
  BOOST_TEST(load_refusal(error_code::driver_not_found, "sampel", {one, "/nowhere", two}) ==
             "there is no driver \"sampel\", did you mean \"sample\"? Looked in:\n  " + one +
                 "\n    x.so: sample 1.2.3\n  /nowhere (No such file or directory)\n  " + two +
                 "\n    libsqlite.so: it is not an ELF file, so not a shared library");
  BOOST_TEST(load_refusal(error_code::driver_not_found, "redis", {one}) ==
             "there is no driver \"redis\". Looked in:\n  " + one + "\n    x.so: sample 1.2.3");
  BOOST_TEST(load_refusal(error_code::driver_not_found, "redis", {}) ==
             "there is no driver \"redis\". Looked in: no directory; name some in $ORM_PLUGIN_PATH or `plugins` of "
             "orm.toml");
}

BOOST_AUTO_TEST_CASE(a_file_that_is_meant_but_broken) {
  const std::string directory = new_directory("broken");
  write_file(directory + "/libsqlite.so", "text\n");
  BOOST_TEST(load_refusal(error_code::driver_failed, "sqlite", {directory}) ==
             "a driver can't be loaded from " + directory +
                 "/libsqlite.so: it is not an ELF file, so not a shared library");
  write_file(directory + "/libsqlite.so", orm_test::read_bytes(sample("good")).substr(0, 2000));
  BOOST_TEST(load_refusal(error_code::driver_failed, "sqlite", {directory}) ==
             "a driver can't be loaded from " + directory +
                 "/libsqlite.so: it is truncated or damaged: copy or build it again");
}

BOOST_AUTO_TEST_CASE(another_abi) {
  BOOST_TEST(problem_of(error_code::driver_incompatible, "abi_99") ==
             "it is built for driver ABI 99.0, too new for this kernel's 1.2: update the kernel");
  BOOST_TEST(problem_of(error_code::driver_incompatible, "abi_0") ==
             "it is built for driver ABI 0.0, too old for this kernel's 1.2: build the driver again");
}

BOOST_AUTO_TEST_CASE(another_machine) {
  const std::string directory = new_directory("refused_machine");
  std::string bytes = orm_test::read_bytes(sample("good"));
  bytes[18] = bytes[18] == 21 ? 22 : 21;
  write_file(directory + "/x.so", bytes);
  BOOST_TEST(load_refusal(error_code::driver_incompatible, "sample", {directory}) ==
             "driver \"sample\" can't be loaded from " + directory +
                 "/x.so: it is built for another machine, PowerPC 64");
}

BOOST_AUTO_TEST_CASE(writable_by_anyone) {
  const std::string file = directory_with("refused_writable", "good", "x.so") + "/x.so";
  std::filesystem::permissions(file, std::filesystem::perms::others_write, std::filesystem::perm_options::add);
  BOOST_TEST(load_refusal(error_code::driver_failed, "sample", {"refused_writable"})
                 .ends_with("anyone may write to it: chmod o-w " + file));
}

BOOST_AUTO_TEST_CASE(one_name_twice) {
  const std::string one = directory_with("double/one", "good", "a.so"),
                    two = directory_with("double/two", "good", "b.so");
  BOOST_TEST(load_refusal(error_code::driver_failed, "sample", {one, two}) ==
             "driver \"sample\" can't be loaded from " + one + "/a.so: " + two +
                 "/b.so declares the same name: remove one of them");
}

BOOST_AUTO_TEST_CASE(a_missing_dependency_by_name) {
  const std::string problem = problem_of(error_code::driver_failed, "haunted");
  BOOST_TEST(problem.starts_with("it needs the library libsample_ghost.so, which is not installed ("));
}

BOOST_AUTO_TEST_CASE(an_unresolved_symbol_by_name) {
  BOOST_TEST(problem_of(error_code::driver_failed, "unresolved") ==
             "it needs the symbol orm_sample_nowhere, which no library offers: one of its libraries is missing or of "
             "another version");
}

BOOST_AUTO_TEST_CASE(an_entry_that_is_not_there_or_refuses) {
  BOOST_TEST(problem_of(error_code::driver_failed, "no_entry") == "it does not export orm_driver_entry");
  BOOST_TEST(problem_of(error_code::driver_failed, "reluctant") == "it refuses to start: no licence");
  BOOST_TEST(problem_of(error_code::driver_incompatible, "incompatible") == "it refuses to start: wrong host");
}

BOOST_AUTO_TEST_CASE(a_table_that_contradicts_the_note) {
  BOOST_TEST(problem_of(error_code::driver_failed, "other_name") ==
             "its note says sample 1.2.3 for ABI 1.0, its function table another 1.2.3 for ABI 1.0: build it again");
  BOOST_TEST(problem_of(error_code::driver_failed, "other_version") ==
             "its note says sample 1.2.3 for ABI 1.0, its function table sample 9.9 for ABI 1.0: build it again");
  BOOST_TEST(problem_of(error_code::driver_failed, "no_table") == "its function table is too short to be one");
}

BOOST_AUTO_TEST_CASE(a_failure_is_not_remembered) {
  const std::string directory = directory_with("repaired", "unresolved", "x.so");
  BOOST_TEST(!load_refusal(error_code::driver_failed, "sample", {directory}).empty());
  std::filesystem::remove(directory + "/x.so");
  std::filesystem::copy_file(sample("good"), directory + "/x.so");
  BOOST_TEST(driver_library::load("sample", {directory})->driver().name == "sample");
}

BOOST_AUTO_TEST_SUITE_END()
