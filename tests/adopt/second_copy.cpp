// Two copies of SQLite in one process. A program of its own: the sanitizers refuse a library that binds to itself.
#define BOOST_TEST_MODULE second_copy
#include <dlfcn.h>

#include <boost/test/unit_test.hpp>
#include <filesystem>

#include "application.hpp"
#include "support/temporary_directory.hpp"

using namespace notebook;
using orm_test::refusal;

// A second copy of the same library, loaded from a file of its own: its handles look alike.
BOOST_AUTO_TEST_CASE(another_copy_of_the_library) {
  Dl_info library{};
  BOOST_REQUIRE(dladdr(sqlite3_sourceid(), &library) != 0);
  const orm_test::temporary_directory directory;
  const std::string copy = directory.file("copy.so");
  std::filesystem::copy_file(std::filesystem::canonical(library.dli_fname), copy);
  void* const loaded = dlopen(copy.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_DEEPBIND);
  BOOST_REQUIRE_MESSAGE(loaded != nullptr, dlerror());
  const auto open = reinterpret_cast<decltype(&sqlite3_open)>(dlsym(loaded, "sqlite3_open"));
  const auto close = reinterpret_cast<decltype(&sqlite3_close)>(dlsym(loaded, "sqlite3_close"));
  const auto source = reinterpret_cast<decltype(&sqlite3_sourceid)>(dlsym(loaded, "sqlite3_sourceid"));
  sqlite3* client = nullptr;
  BOOST_REQUIRE(open(":memory:", &client) == SQLITE_OK);

  const auto adopt = [&](const orm::raw_client& said) {
    return refusal([&] { orm::store::adopt(orm::schema_of<Notebook>(), said, orm_test::built_drivers(), {}); });
  };
  BOOST_TEST(adopt({"sqlite3", client, source(), source()})
                 .starts_with("DRIVER_INCOMPATIBLE: the client comes from another copy of SQLite"));
  BOOST_TEST(adopt({"sqlite3", client, {}, nullptr})  // where the header could not tell
                 .starts_with("DRIVER_INCOMPATIBLE: the client comes from another copy of SQLite"));
  BOOST_TEST(close(client) == SQLITE_OK);
}
