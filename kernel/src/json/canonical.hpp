// The one form in which JSON values are stored and compared: equal values are equal texts.
#pragma once

#include <string>
#include <string_view>

#include "json/document.hpp"
#include "orm/sdk/value/json.hpp"

namespace orm::detail {

inline constexpr unsigned max_json_depth = sdk::json_depth_limit;

// Keys sorted by bytes, no white space; a number without fraction or exponent that fits 64 bits, signed or unsigned, is
// that integer, any other the nearest double, and a double with an integral value in that range is that integer.
// Throws error(invalid_value): not JSON, duplicate keys, more than 100 levels, a number beyond a double, a NUL.
std::string canonical_json(std::string_view text);
std::string canonical_json(const json::node& value);

}  // namespace orm::detail
