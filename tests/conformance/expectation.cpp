// Matching of responses.
#include "conformance/expectation.hpp"

#include <algorithm>
#include <sstream>
#include <stdexcept>

namespace orm_test {
namespace {

const json* mark(const json& value, std::string_view name) {
  return value.is(json::kind::object) && value.size() == 1 ? value.find(name) : nullptr;
}

// "2026-01-01T00:00:00.000000Z"
bool is_datetime(const json& value) {
  static constexpr std::string_view form = "dddd-dd-ddTdd:dd:dd.ddddddZ";
  if (!value.is(json::kind::string) || value.text().size() != form.size()) return false;
  for (std::size_t i = 0; i < form.size(); ++i) {
    const char found = value.text()[i];
    if (form[i] == 'd' ? found < '0' || found > '9' : found != form[i]) return false;
  }
  return true;
}

bool is_any(const std::string& what, const json& value) {
  if (what == "any") return true;
  if (what == "array") return value.is(json::kind::array);
  if (what == "object") return value.is(json::kind::object);
  if (what == "string") return value.is(json::kind::string);
  if (what == "datetime") return is_datetime(value);
  const bool integer = value.is(json::kind::number) && value.text().find_first_of(".eE") == std::string::npos;
  if (what == "integer") return integer;
  if (what == "id") return integer || (value.is(json::kind::string) && !value.text().empty());
  throw std::runtime_error("unknown kind of $any: " + what);
}

bool matches_value(const json& expected, const json& actual, bindings& bound);

// Tries the elements from the front; a variable that a wrong pairing bound is forgotten again.
bool matches_bag(const std::vector<json>& expected, std::size_t at, std::vector<const json*>& left, bindings& bound) {
  if (at == expected.size()) return true;
  for (const json*& candidate : left) {
    if (candidate == nullptr) continue;
    bindings tried = bound;
    if (!matches_value(expected[at], *candidate, tried)) continue;
    const json* const taken = std::exchange(candidate, nullptr);
    if (matches_bag(expected, at + 1, left, tried)) return bound = std::move(tried), true;
    candidate = taken;
  }
  return false;
}

bool matches_value(const json& expected, const json& actual, bindings& bound) {
  if (const json* any = mark(expected, "$any")) return is_any(any->text(), actual);
  if (const json* name = mark(expected, "$var")) return bound.try_emplace(name->text(), actual).first->second == actual;
  if (const json* bag = mark(expected, "$bag")) {
    if (!actual.is(json::kind::array) || actual.size() != bag->size()) return false;
    std::vector<const json*> left;
    for (const json& item : actual.items()) left.push_back(&item);
    return matches_bag(bag->items(), 0, left, bound);
  }
  if (expected.kind() != actual.kind() || expected.size() != actual.size()) return false;
  if (expected.is(json::kind::array)) {
    for (std::size_t i = 0; i < expected.size(); ++i)
      if (!matches_value(expected.at(i), actual.at(i), bound)) return false;
    return true;
  }
  if (expected.is(json::kind::object)) {
    return std::all_of(expected.members().begin(), expected.members().end(), [&](const json::member& each) {
      const json* found = actual.find(each.first);
      return found != nullptr && matches_value(each.second, *found, bound);
    });
  }
  return expected == actual;
}

bool same_set(const json& left, const json& right) {
  return left.size() == right.size() &&
         std::is_permutation(left.items().begin(), left.items().end(), right.items().begin());
}

bool is_whole_error(const json& actual) {
  const json *code = actual.find("code"), *message = actual.find("message"), *retryable = actual.find("retryable");
  return code && code->is(json::kind::string) && message && message->is(json::kind::string) &&
         !message->text().empty() && retryable && retryable->is(json::kind::boolean);
}

bool matches_error(const json& expected, const json& actual) {
  if (!is_whole_error(actual)) return false;
  const json &wanted = expected.at("code"), &code = actual.at("code");
  const bool one_of = wanted.is(json::kind::array) ? std::count(wanted.items().begin(), wanted.items().end(), code) > 0
                                                   : wanted == code;
  if (!one_of) return false;
  if (const json* index = expected.find("index")) {
    const json* found = actual.find("index");
    if (!found || !(*found == *index)) return false;
  }
  if (code.text() != "UNIQUE_CONSTRAINT_VIOLATION") return true;
  const json *model = expected.find("model"), *found_model = actual.find("model");
  if (model && found_model && !(*model == *found_model)) return false;
  const json *fields = expected.find("fields"), *found_fields = actual.find("fields");
  return !fields || !found_fields || same_set(*fields, *found_fields);
}

}  // namespace

bool matches(const json& expected, const json& response, bindings& bound) {
  if (!response.is(json::kind::object) || response.size() != 1) return false;
  const json* failure = response.find("error");
  if (const json* wanted = expected.find("error")) return failure && matches_error(*wanted, *failure);
  const json* answer = response.find("ok");
  return answer && matches_value(expected.at("ok"), *answer, bound);
}

json substitute(const json& request, const bindings& bound) {
  if (const json* name = mark(request, "$var")) {
    const auto found = bound.find(name->text());
    if (found == bound.end()) throw std::runtime_error("$var " + name->text() + " is not bound");
    return found->second;
  }
  json made = request;
  if (made.is(json::kind::array))
    for (json& item : made.items()) item = substitute(item, bound);
  if (made.is(json::kind::object))
    for (auto& [key, value] : made.members()) value = substitute(value, bound);
  return made;
}

const json& value_at(const json& response, const std::string& path) {
  const json* value = &response;
  std::istringstream parts(path);
  for (std::string part; std::getline(parts, part, '.');)
    value = value->is(json::kind::array) ? &value->at(std::stoul(part)) : &value->at(part);
  return *value;
}

}  // namespace orm_test
