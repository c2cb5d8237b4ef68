// The exact sum of doubles: a fixed-point number wide enough for every double, rounded once at the end.
#include <orm/sdk/value/double_sum.hpp>

#include <bit>
#include <cmath>

namespace orm::sdk {
namespace {

constexpr unsigned digit_bits = 32;
// 2,098 bits from the smallest double to beyond the largest, 64 more for the carries of as many additions.
constexpr std::size_t digit_count = (2098 + 64) / digit_bits + 2;
// Each addition changes a digit by less than 2^33.
constexpr std::uint32_t additions_before_carry = 1u << 29;

void pass_carries(std::vector<std::int64_t>& digits) {
  std::int64_t carry = 0;
  for (std::size_t i = 0; i + 1 < digits.size(); ++i) {
    carry += digits[i];
    digits[i] = carry & 0xffffffff;
    carry >>= digit_bits;
  }
  digits.back() += carry;
}

}  // namespace

void double_sum::add(double value) {
  const auto bits = std::bit_cast<std::uint64_t>(value);
  const auto exponent = static_cast<unsigned>((bits >> 52) & 0x7ff);
  std::uint64_t mantissa = bits & ((std::uint64_t{1} << 52) - 1);
  if (exponent != 0) mantissa |= std::uint64_t{1} << 52;
  if (mantissa == 0) return;
  if (digits_.empty()) digits_.resize(digit_count);

  const unsigned shift = exponent == 0 ? 0 : exponent - 1;  // in units of 2^-1074
  const unsigned offset = shift % digit_bits;
  std::int64_t* digit = digits_.data() + shift / digit_bits;
  const std::uint64_t low = (mantissa & 0xffffffff) << offset;
  const std::uint64_t high = (mantissa >> digit_bits) << offset;
  const std::int64_t sign = (bits >> 63) != 0 ? -1 : 1;
  digit[0] += sign * static_cast<std::int64_t>(low & 0xffffffff);
  digit[1] += sign * static_cast<std::int64_t>((low >> digit_bits) + (high & 0xffffffff));
  digit[2] += sign * static_cast<std::int64_t>(high >> digit_bits);
  if (++pending_ == additions_before_carry) {
    pass_carries(digits_);
    pending_ = 0;
  }
}

std::optional<double> double_sum::result() const {
  std::vector<std::int64_t> digits = digits_;
  if (digits.empty()) return 0.0;
  pass_carries(digits);
  const bool negative = digits.back() < 0;
  if (negative) {
    for (std::int64_t& digit : digits) digit = -digit;
    pass_carries(digits);
  }
  std::size_t top = digits.size();
  while (top > 0 && digits[top - 1] == 0) --top;
  if (top == 0) return 0.0;

  const auto bit_set = [&](std::size_t i) { return ((digits[i / digit_bits] >> (i % digit_bits)) & 1) != 0; };
  const std::size_t highest = (top - 1) * digit_bits +
                              static_cast<std::size_t>(std::bit_width(static_cast<std::uint64_t>(digits[top - 1]))) - 1;
  const std::size_t lowest = highest < 53 ? 0 : highest - 52;
  std::uint64_t mantissa = 0;
  for (std::size_t i = highest + 1; i-- > lowest;) mantissa = mantissa << 1 | (bit_set(i) ? 1 : 0);
  if (lowest > 0 && bit_set(lowest - 1)) {
    bool above_half = (mantissa & 1) != 0;  // a tie goes to the even neighbour
    for (std::size_t i = 0; i + 1 < lowest && !above_half; ++i) above_half = bit_set(i);
    if (above_half) ++mantissa;
  }
  const double magnitude = std::ldexp(static_cast<double>(mantissa), static_cast<int>(lowest) - 1074);
  if (!std::isfinite(magnitude)) return std::nullopt;
  return negative ? -magnitude : magnitude;
}

}  // namespace orm::sdk
