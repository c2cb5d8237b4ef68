// Drivers that load: the table that the kernel works with, and one library a process.
#include <boost/test/unit_test.hpp>
#include <cstring>
#include <thread>
#include <vector>

#include "plugin/driver_library.hpp"
#include "plugin/driver_table.hpp"
#include "samples.hpp"

using orm::detail::driver_library;
using orm_test::directory_with;

namespace {

// An error as callers have it: only its size is set.
orm_error unset_error() {
  orm_error error;
  std::memset(&error, 0x5a, sizeof error);
  error.size = sizeof error;
  return error;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(load)

BOOST_AUTO_TEST_CASE(a_driver_by_its_name) {
  const std::string directory = directory_with("load_good", "good", "whatever.so");
  const auto library = driver_library::load("sample", {"/nowhere", directory});
  BOOST_TEST(library->file().path == directory + "/whatever.so");
  BOOST_TEST(library->driver().name == "sample");
  BOOST_TEST(library->driver().version == "1.2.3");
  orm_capabilities declared{};
  declared.size = sizeof declared;
  orm_error error = unset_error();
  BOOST_TEST(library->driver().capabilities(&declared, &error) == ORM_OK);
  BOOST_TEST(declared.max_atomic_rows == 10000);
}

BOOST_AUTO_TEST_CASE(what_a_driver_lacks_is_unsupported) {
  const auto library = driver_library::load("sample", {directory_with("load_partial", "good", "x.so")});
  const orm_driver& driver = library->driver();
  BOOST_TEST(driver.size == sizeof(orm_driver));
  orm_error error = unset_error();
  orm_store* store = nullptr;
  BOOST_TEST(driver.open(nullptr, &store, &error) == ORM_UNSUPPORTED);
  BOOST_TEST(error.code == ORM_UNSUPPORTED);
  BOOST_TEST(error.message == "this driver has no open()");
  BOOST_TEST(error.model == ORM_NONE);
  BOOST_TEST(error.field_count == 0);
  BOOST_TEST(error.native == "");
  BOOST_TEST(driver.purge(nullptr, 0, nullptr, &error) == ORM_UNSUPPORTED);
  BOOST_TEST(error.message == "this driver has no purge()");
  driver.session_close(nullptr);
  driver.release(nullptr, nullptr);
  driver.cancel(nullptr);
}

BOOST_AUTO_TEST_CASE(a_driver_of_an_older_minor_with_a_shorter_table) {
  const auto library = driver_library::load("sample", {directory_with("load_short", "short_table", "x.so")});
  const orm_driver& driver = library->driver();
  orm_capabilities declared{};
  declared.size = sizeof declared;
  orm_error error = unset_error();
  BOOST_TEST(driver.capabilities(&declared, &error) == ORM_OK);
  orm_session* session = nullptr;
  BOOST_TEST(driver.session_open(nullptr, &session, &error) == ORM_UNSUPPORTED);
  BOOST_TEST(error.message == "this driver has no session_open()");
  BOOST_TEST(driver.explain(nullptr, nullptr, nullptr, 0, nullptr, &error) == ORM_UNSUPPORTED);
}

BOOST_AUTO_TEST_CASE(a_driver_of_a_later_minor) {
  const auto library = driver_library::load("sample", {directory_with("load_later", "later_minor", "x.so")});
  BOOST_TEST(library->driver().abi_minor == 7);
}

BOOST_AUTO_TEST_CASE(once_a_process_whoever_asks) {
  const std::string directory = directory_with("load_once", "good", "x.so");
  std::filesystem::create_directory_symlink(directory, "load_once_link");
  std::vector<std::shared_ptr<const driver_library>> loaded(8);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < loaded.size(); ++i) {
    threads.emplace_back([&, i] {
      loaded[i] = driver_library::load("sample", {i % 2 == 0 ? directory : directory + "/../load_once_link"});
    });
  }
  for (std::thread& each : threads) each.join();
  for (const auto& each : loaded) BOOST_TEST(each == loaded[0]);
}

BOOST_AUTO_TEST_CASE(two_versions_in_one_process) {
  const auto one = driver_library::load("sample", {directory_with("load_v1", "good", "x.so")});
  const auto other = driver_library::load("sample", {directory_with("load_v2", "later_minor", "x.so")});
  BOOST_TEST(one != other);
  BOOST_TEST(one->driver().abi_minor == 0);
  BOOST_TEST(other->driver().abi_minor == 7);
}

BOOST_AUTO_TEST_CASE(a_complete_table_is_left_as_it_is) {
  orm_driver given{};
  given.size = sizeof given;
  given.close = [](orm_store*) {};
  const orm_driver table = orm::detail::complete_table(given);
  BOOST_TEST(table.close == given.close);
  BOOST_TEST(table.open != nullptr);
}

BOOST_AUTO_TEST_SUITE_END()
