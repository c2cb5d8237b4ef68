// From a client's type to a driver.
#include <stdlib.h>

#include <boost/test/unit_test.hpp>
#include <filesystem>

#include "application.hpp"
#include "support/temporary_directory.hpp"

using namespace notebook;
using orm_test::application;
using orm_test::refusal;

// A client library that somebody else knows.
struct desk {
  int drawers = 3;
};

template <>
struct orm::client_traits<desk> {
  static raw_client view(desk& given) { return {"paper", &given, "1", nullptr}; }
};

namespace {

class in_directory {
 public:
  explicit in_directory(const std::filesystem::path& path) : back_(std::filesystem::current_path()) {
    std::filesystem::current_path(path);
  }
  ~in_directory() { std::filesystem::current_path(back_); }
  in_directory(const in_directory&) = delete;
  in_directory& operator=(const in_directory&) = delete;

 private:
  std::filesystem::path back_;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(finding)

BOOST_AUTO_TEST_CASE(by_the_clients_kind) {
  const application app;
  const auto db = orm_test::prepared(app);
  BOOST_TEST(orm::capabilities(db).driver == "sqlite");
  sqlite3* const handle = app.handle();
  const auto copy = orm::adopt<Journal>(handle, orm_test::built_drivers());  // a variable as well as a value
  BOOST_TEST(orm::capabilities(copy).driver == "sqlite");
}

// Without an orm.toml, where $ORM_PLUGIN_PATH says; with one, where that says.
BOOST_AUTO_TEST_CASE(by_orm_toml_if_there_is_one) {
  const orm_test::temporary_directory directory;
  const in_directory there(directory.path());
  const char* const set = ::getenv("ORM_PLUGIN_PATH");
  const std::string before = set == nullptr ? "" : set;
  const application app;

  ::setenv("ORM_PLUGIN_PATH", orm_test::driver_directory().c_str(), 1);
  BOOST_TEST(orm::capabilities(orm::adopt<Notebook>(app.handle())).driver == "sqlite");

  ::setenv("ORM_PLUGIN_PATH", "/nowhere", 1);
  BOOST_TEST(
      refusal([&] {
        orm::adopt<Notebook>(app.handle());
      }).starts_with("DRIVER_NOT_FOUND: there is no driver that adopts clients of kind \"sqlite3\". Looked in:"));
  orm_test::write_text("orm.toml", "plugins = [\"" + orm_test::driver_directory() + "\"]\n");
  BOOST_TEST(orm::capabilities(orm::adopt<Notebook>(app.handle())).driver == "sqlite");

  orm_test::write_text("orm.toml", "plugin = 1\n");
  BOOST_TEST(refusal([&] { orm::adopt<Notebook>(app.handle()); }).starts_with("INVALID_CONFIG: "));
  set == nullptr ? ::unsetenv("ORM_PLUGIN_PATH") : ::setenv("ORM_PLUGIN_PATH", before.c_str(), 1);
}

BOOST_AUTO_TEST_CASE(of_a_kind_that_nobody_adopts) {
  desk mine;
  const std::string said = refusal([&] { orm::adopt<Notebook>(mine, orm_test::built_drivers()); });
  BOOST_TEST(
      said.starts_with("DRIVER_NOT_FOUND: there is no driver that adopts clients of kind \"paper\". Looked in:"));
  BOOST_TEST(said.find("libsqlite.so: sqlite 0.1.0, adopts clients of kind \"sqlite3\"") != std::string::npos);
  BOOST_TEST(said.find(orm_test::driver_directory()) != std::string::npos);
}

BOOST_AUTO_TEST_CASE(by_a_drivers_name) {
  const application app;
  orm::store_configuration selected;
  selected.driver = "sqlite";
  BOOST_TEST(orm::capabilities(orm::adopt<Notebook>(app.handle(), selected, orm_test::built_drivers())).driver ==
             "sqlite");
  selected.driver = "memory";
  const std::string said = refusal([&] { orm::adopt<Notebook>(app.handle(), selected, orm_test::built_drivers()); });
  BOOST_TEST(said.starts_with("UNSUPPORTED: the driver \"memory\" adopts no clients of kind \"sqlite3\""));
}

BOOST_AUTO_TEST_SUITE_END()
