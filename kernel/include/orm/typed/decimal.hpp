// An exact decimal number of any precision.
#pragma once

#include <compare>
#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

namespace orm {

class decimal;

namespace detail {
std::string& text_of(decimal& number) noexcept;
}

// Holds its normalised text: no exponent, no trailing fraction zeros, no leading zeros, no -0, at most 1,000 digits.
// A plain value: copies are independent, not thread-safe.
class decimal {
 public:
  decimal() : text_("0") {}
  decimal(std::signed_integral auto number) : text_(std::to_string(number)) {}
  decimal(std::unsigned_integral auto number) : text_(std::to_string(number)) {}
  decimal(bool) = delete;
  decimal(double) = delete;  // a double is not exact: say which decimal is meant, as text

  // Takes "12.50", "-3", "1e3" exactly. Throws error(invalid_value) for what is no number or has too many digits.
  decimal(std::string_view text);
  decimal(const char* text) : decimal(std::string_view(text)) {}
  decimal(const std::string& text) : decimal(std::string_view(text)) {}

  const std::string& text() const noexcept { return text_; }

  // By value: 9 < 10, and 1.0 equals 1.
  friend bool operator==(const decimal& left, const decimal& right) noexcept { return left.text_ == right.text_; }
  friend std::strong_ordering operator<=>(const decimal& left, const decimal& right) noexcept;

  // Exact. Throw error(invalid_value) when the result has more than 1,000 digits.
  friend decimal operator+(const decimal& left, const decimal& right);
  friend decimal operator-(const decimal& left, const decimal& right);
  friend decimal operator*(const decimal& left, const decimal& right);

 private:
  friend std::string& detail::text_of(decimal& number) noexcept;

  std::string text_;
};

}  // namespace orm
