// A schema on a PostgreSQL of the test's own.
#pragma once

#include <string>
#include <utility>

#include "support/servers/postgres_server.hpp"
#include "support/store_fixture.hpp"

namespace orm_test {

// Users with a unique email, their posts, and comments on these.
extern const char* const place_schema;

// The schema "app" at a URL.
class place : public store_fixture {
 public:
  explicit place(const std::string& url, options given = {}) : store_fixture({"postgres", url}) {
    add_text("app", place_schema, std::move(given));
  }
};

// The error of opening it: its code and message.
std::pair<std::string, std::string> refusal_of(const std::string& url, store_fixture::options given = {});

std::string create_user(const std::string& id, const std::string& name = "n");
std::string create_post(const std::string& id, const std::string& user);
std::string find_user(const std::string& id);
// Three levels below one row.
std::string nested(const std::string& user);
inline constexpr const char* count_users = R"({"schema":"app","model":"user","op":"count"})";

}  // namespace orm_test
