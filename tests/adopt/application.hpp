// What an application does with SQLite by itself, beside orm.
#pragma once

#include <sqlite3.h>
#include <orm/clients/sqlite.hpp>

#include <boost/test/unit_test.hpp>
#include <string>

#include "notebook.hpp"
#include "support/drivers.hpp"

namespace orm_test {

// A connection of the application.
class application {
 public:
  explicit application(const std::string& file = ":memory:",
                       int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_FULLMUTEX) {
    BOOST_REQUIRE(sqlite3_open_v2(file.c_str(), &handle_, flags, nullptr) == SQLITE_OK);
  }
  ~application() { BOOST_TEST(sqlite3_close(handle_) == SQLITE_OK); }  // BUSY while a statement is left
  application(const application&) = delete;
  application& operator=(const application&) = delete;

  sqlite3* handle() const { return handle_; }

  void run(const std::string& sql) const {
    const int code = sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr);
    BOOST_REQUIRE_MESSAGE(code == SQLITE_OK, sql << ": " << sqlite3_errmsg(handle_));
  }

  std::string ask(const std::string& sql) const {
    std::string answer;
    const auto keep = [](void* to, int, char** columns, char**) {
      *static_cast<std::string*>(to) = columns[0] == nullptr ? "" : columns[0];
      return 0;
    };
    const int code = sqlite3_exec(handle_, sql.c_str(), keep, &answer, nullptr);
    BOOST_REQUIRE_MESSAGE(code == SQLITE_OK, sql << ": " << sqlite3_errmsg(handle_));
    return answer;
  }

  std::string refusal(const std::string& sql) const {
    BOOST_TEST(sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK);
    return sqlite3_errmsg(handle_);
  }

 private:
  sqlite3* handle_ = nullptr;
};

inline orm::configuration built_drivers() {
  orm::configuration configuration;
  configuration.plugins = {driver_directory()};
  return configuration;
}

template <template <class> class App = notebook::Notebook>
orm::client<App> adopted(const application& from) {
  return orm::adopt<App>(from.handle(), built_drivers());
}

// Adopted, with tables.
template <template <class> class App = notebook::Notebook>
orm::client<App> prepared(const application& from) {
  auto db = adopted<App>(from);
  orm::bootstrap(db);
  return db;
}

// "CODE: message" of the error that an action throws.
template <class Action>
std::string refusal(const Action& action) {
  try {
    action();
  } catch (const orm::error& refused) {
    return std::string(to_string(refused.code())) + ": " + refused.what();
  }
  return "no error";
}

}  // namespace orm_test
