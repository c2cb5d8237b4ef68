// A schema on a Redis of the test's own.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "support/servers/redis_server.hpp"
#include "support/store_fixture.hpp"

namespace orm_test {

// Users with a unique email and an index on their role, and sessions that expire.
extern const char* const place_schema;

// The schema "app" at a URL.
class place : public store_fixture {
 public:
  explicit place(const std::string& url, options given = {}) : store_fixture({"redis", url}) {
    add_text("app", place_schema, std::move(given));
  }
};
// The error of opening it: its code and message.
std::pair<std::string, std::string> refusal_of(const std::string& url, store_fixture::options given = {});

std::string create_user(const std::string& id, const std::string& role = "member");
std::string create_session(const std::string& id, const std::string& expires_at);
std::string find_user(const std::string& where);

// The calls of each command since the last time it was asked, but for those that ask: "get", "evalsha", "script|load".
std::map<std::string, int> calls_since(const redis_server& server);

// A datetime so many milliseconds from now, and that instant.
std::pair<std::string, std::int64_t> instant_in(std::int64_t milliseconds);

}  // namespace orm_test
