// Values of the types that applications use.
#include <limits>

#include "orm/error.hpp"
#include "orm/typed/types.hpp"

namespace orm::detail {

value of_text(std::string_view text) { return value::of_text(std::string(text)); }

value of_unsigned(std::uint64_t number) {
  if (number > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
    throw error(error_code::invalid_value, std::to_string(number) + " does not fit 64 signed bits");
  }
  return value::of_integer(static_cast<std::int64_t>(number));
}

}  // namespace orm::detail
