// Refusals and the schema they are provoked with.
#include "faults/refusal.hpp"

#include <boost/test/unit_test.hpp>

#include "orm/error.hpp"

namespace orm_test {

const char* const note_schema = R"(
[models.note.fields]
id = { type = "id" }
text = { type = "string", default = "" }
seen = { type = "integer", default = 0 }
)";

std::string create_note(const std::string& id, const std::string& text) {
  const json data = json::object({{"id", id}, {"text", text}});
  return R"({"schema":"app","model":"note","op":"create","args":{"data":)" + data.dump() + R"(,"select":{"id":true}}})";
}

json refusal_of(const store_fixture& store, const std::string& request) {
  const json response = store.request(request);
  if (const json* failure = response.find("error")) return *failure;
  throw std::runtime_error("worked: " + response.dump());
}

std::string thrown_code(const std::function<void()>& action) {
  try {
    action();
  } catch (const orm::error& problem) {
    const std::string message = problem.what();
    BOOST_TEST(message.size() > 10u);
    BOOST_TEST(message.find("secret") == std::string::npos, message);
    return std::string(orm::to_string(problem.code()));
  }
  return {};
}

}  // namespace orm_test
