// Canonical JSON (FORMATS, section 4, "JSON").
#include "json/canonical.hpp"

#include <algorithm>
#include <vector>

#include "json/writer.hpp"
#include "orm/error.hpp"
#include "orm/sdk/value/json.hpp"

namespace orm::detail {
namespace {

[[noreturn]] void refuse(const std::string& message) { throw error(error_code::invalid_value, message); }

void append_text(std::string& out, std::string_view text) {
  if (text.find('\0') != std::string_view::npos) refuse("text inside a JSON value must not contain NUL");
  json::append_string(out, text);
}

void append(std::string& out, const json::node& value) {
  switch (value.kind()) {
    case json::kind::null:
      out += "null";
      return;
    case json::kind::boolean:
      out += value.boolean() ? "true" : "false";
      return;
    case json::kind::number:
      if (!sdk::append_json_number(out, value.text())) refuse("a JSON number is beyond the range of a double");
      return;
    case json::kind::string:
      append_text(out, value.text());
      return;
    case json::kind::array: {
      char separator = '[';
      for (const json::node item : value) {
        out.push_back(separator);
        append(out, item);
        separator = ',';
      }
      if (separator == '[') out.push_back('[');
      out.push_back(']');
      return;
    }
    case json::kind::object: {
      std::vector<json::node> members;
      members.reserve(value.size());
      for (const json::node member : value) members.push_back(member);
      std::sort(members.begin(), members.end(),
                [](const json::node& left, const json::node& right) { return left.key() < right.key(); });
      for (std::size_t i = 1; i < members.size(); ++i)
        if (members[i].key() == members[i - 1].key())
          refuse("a JSON object holds the key \"" + std::string(members[i].key()) + "\" twice");
      char separator = '{';
      for (const json::node& member : members) {
        out.push_back(separator);
        append_text(out, member.key());
        out.push_back(':');
        append(out, member);
        separator = ',';
      }
      if (separator == '{') out.push_back('{');
      out.push_back('}');
      return;
    }
  }
}

}  // namespace

std::string canonical_json(const json::node& value) {
  if (value.depth() > max_json_depth)
    refuse("a JSON value is nested deeper than " + std::to_string(max_json_depth) + " levels");
  std::string out;
  append(out, value);
  return out;
}

std::string canonical_json(std::string_view text) {
  try {
    const json::document parsed(text, max_json_depth);
    return canonical_json(parsed.root());
  } catch (const json::syntax_error& problem) {
    refuse(problem.what());
  }
}

}  // namespace orm::detail
