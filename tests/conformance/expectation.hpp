// Whether a response is what a case expects.
#pragma once

#include <map>
#include <string>

#include "support/json.hpp"

namespace orm_test {

using bindings = std::map<std::string, json>;

// Compares as JSON values, where in the expectation {"$any": "id"|"datetime"|"string"|"integer"|"array"|"object"|"any"}
// stands for any such value, {"$bag": [...]} for these elements in any order, {"$var": "x"} for the value bound to x
// (it binds at first sight). Of an error, `code` (or one of a list) and `index` must match; `model` and `fields` are
// compared on unique violations when both sides give them.
bool matches(const json& expected, const json& response, bindings& bound);

// The request with every {"$var": "x"} replaced; throws std::runtime_error for a variable that is not bound.
json substitute(const json& request, const bindings& bound);

// The value at a path such as "ok.0.id".
const json& value_at(const json& response, const std::string& path);

}  // namespace orm_test
