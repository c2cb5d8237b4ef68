// The double that a JSON number means.
#pragma once

#include <optional>
#include <string_view>

namespace orm::json {

// The nearest double of a valid JSON number; too small a number is 0, -0 is 0, too large a one is none.
std::optional<double> parse_real(std::string_view text);

}  // namespace orm::json
