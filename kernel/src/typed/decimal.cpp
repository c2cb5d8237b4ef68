// decimal: exact numbers of the application, by the same arithmetic that drivers use.
#include "orm/typed/decimal.hpp"

#include "orm/error.hpp"
#include "orm/sdk/value/decimal.hpp"

namespace orm {
namespace {

void check(sdk::decimal_status status, std::string_view what) {
  if (status == sdk::decimal_status::ok) return;
  throw error(error_code::invalid_value,
              status == sdk::decimal_status::malformed
                  ? "\"" + std::string(what.substr(0, 60)) + "\" is not a decimal number, such as -12.50 or 3e2"
                  : "a decimal has at most " + std::to_string(sdk::decimal_digit_limit) + " digits");
}

}  // namespace

namespace detail {
std::string& text_of(decimal& number) noexcept { return number.text_; }
}  // namespace detail

decimal::decimal(std::string_view text) { check(sdk::normalise_decimal(text, text_), text); }

std::strong_ordering operator<=>(const decimal& left, const decimal& right) noexcept {
  return sdk::compare_decimal(left.text_, right.text_) <=> 0;
}

decimal operator+(const decimal& left, const decimal& right) {
  decimal out;
  check(sdk::add_decimal(left.text_, right.text_, out.text_), {});
  return out;
}

decimal operator-(const decimal& left, const decimal& right) {
  decimal out;
  check(sdk::subtract_decimal(left.text_, right.text_, out.text_), {});
  return out;
}

decimal operator*(const decimal& left, const decimal& right) {
  decimal out;
  check(sdk::multiply_decimal(left.text_, right.text_, out.text_), {});
  return out;
}

}  // namespace orm
