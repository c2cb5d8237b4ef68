// The schema, its requests, and what a server counted.
#include "redis/place.hpp"

#include <chrono>
#include <cstdio>
#include <ctime>
#include <sstream>

namespace orm_test {

const char* const place_schema = R"(
[models.user]
index = [["role", "score"]]
[models.user.fields]
id    = { type = "id" }
email = { type = "string", unique = true }
role  = { type = "string", default = "member" }
score = { type = "integer", default = 0 }
note  = { type = "string", nullable = true }

[models.session]
expires = "expiresAt"
index = [["userId"]]
[models.session.fields]
id        = { type = "id" }
token     = { type = "string", unique = true }
userId    = { type = "string" }
expiresAt = { type = "datetime" }
)";

std::pair<std::string, std::string> refusal_of(const std::string& url, store_fixture::options given) {
  return refusal_to_open({"redis", url}, place_schema, std::move(given));
}

std::string create_user(const std::string& id, const std::string& role) {
  return R"({"schema":"app","model":"user","op":"create","args":{"data":{"id":")" + id + R"(","email":")" + id +
         R"(@acme.dev","role":")" + role + R"("},"select":{"id":true}}})";
}

std::string create_session(const std::string& id, const std::string& expires_at) {
  return R"({"schema":"app","model":"session","op":"create","args":{"data":{"id":")" + id + R"(","token":"t-)" + id +
         R"(","userId":"u1","expiresAt":")" + expires_at + R"("},"select":{"id":true}}})";
}

std::string find_user(const std::string& where) {
  return R"({"schema":"app","model":"user","op":"findUnique","args":{"where":)" + where + R"(,"select":{"id":true}}})";
}

std::map<std::string, int> calls_since(const redis_server& server) {
  std::map<std::string, int> calls;
  std::istringstream lines(server.run({"INFO", "commandstats"}));
  for (std::string line; std::getline(lines, line);) {
    constexpr std::string_view head = "cmdstat_";
    const std::size_t colon = line.find(":calls=");
    if (!line.starts_with(head) || colon == std::string::npos) continue;
    const std::string name = line.substr(head.size(), colon - head.size());
    if (name == "info" || name == "config|resetstat" || name == "ping") continue;
    calls[name] = std::stoi(line.substr(colon + 7));
  }
  server.run({"CONFIG", "RESETSTAT"});
  return calls;
}

std::pair<std::string, std::int64_t> instant_in(std::int64_t milliseconds) {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const std::int64_t at = std::chrono::duration_cast<std::chrono::milliseconds>(now).count() + milliseconds;
  const std::time_t seconds = static_cast<std::time_t>(at / 1000);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[40];
  const std::size_t size = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &parts);
  std::snprintf(text + size, sizeof text - size, ".%03dZ", static_cast<int>(at % 1000));
  return {text, at};
}

}  // namespace orm_test
