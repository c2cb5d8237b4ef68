// Exact sums, differences and products of decimals, in digits of base 10^9.
#include <orm/sdk/value/decimal.hpp>

#include <algorithm>
#include <span>

namespace orm::sdk {
namespace {

constexpr std::int64_t base = 1'000'000'000;
constexpr std::size_t base_digits = 9;

struct unsigned_parts {
  bool negative;
  std::string_view whole;
  std::string_view fraction;
};

unsigned_parts split(std::string_view decimal) {
  const bool negative = decimal.starts_with('-');
  if (negative) decimal.remove_prefix(1);
  const std::size_t point = decimal.find('.');
  if (point == std::string_view::npos) return {negative, decimal, {}};
  return {negative, decimal.substr(0, point), decimal.substr(point + 1)};
}

std::int64_t read_digits(std::string_view digits) {
  std::int64_t value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return value;
}

// Appends the value of a text of digits, lowest digit of base 10^9 first.
void append_number(std::string_view digits, std::vector<std::int64_t>& out) {
  while (!digits.empty()) {
    const std::size_t count = std::min(base_digits, digits.size());
    out.push_back(read_digits(digits.substr(digits.size() - count)));
    digits.remove_suffix(count);
  }
}

// Passes carries on until every digit lies in 0 .. base-1 (lowest first). Returns whether the number was negative; the
// digits are then those of its magnitude.
bool settle(std::vector<std::int64_t>& digits) {
  std::int64_t carry = 0;
  for (std::int64_t& digit : digits) {
    carry += digit;
    digit = carry % base;
    carry /= base;
  }
  for (; carry != 0; carry /= base) digits.push_back(carry % base);
  while (!digits.empty() && digits.back() == 0) digits.pop_back();
  const bool negative = !digits.empty() && digits.back() < 0;
  std::int64_t borrow = 0;
  for (std::int64_t& digit : digits) {
    digit = (negative ? -digit : digit) - borrow;
    borrow = digit < 0 ? 1 : 0;
    if (digit < 0) digit += base;
  }
  return negative;
}

// The normalised text of a number in base 10^9, lowest digit first, whose lowest fraction_digits digits of base 10
// stand after the point.
decimal_status write_decimal(std::span<const std::int64_t> number, bool negative, std::size_t fraction_digits,
                             std::string& out) {
  std::string digits(std::max(number.size() * base_digits, fraction_digits + 1), '0');
  std::size_t at = digits.size();
  for (std::int64_t digit : number) {
    for (std::size_t i = 0; i < base_digits; ++i, digit /= 10) digits[--at] = static_cast<char>('0' + digit % 10);
  }
  std::string text;
  text.reserve(digits.size() + 2);
  if (negative) text += '-';
  const std::string_view all = digits;
  text += all.substr(0, all.size() - fraction_digits);
  if (fraction_digits > 0) (text += '.') += all.substr(all.size() - fraction_digits);
  return normalise_decimal(text, out);
}

}  // namespace

void decimal_sum::add_digits(std::string_view decimal, std::int64_t sign) {
  auto [negative, whole, fraction] = split(decimal);
  if (negative) sign = -sign;
  for (std::size_t i = 0; !whole.empty(); ++i) {
    const std::size_t count = std::min(base_digits, whole.size());
    if (i == whole_.size()) whole_.push_back(0);
    whole_[i] += sign * read_digits(whole.substr(whole.size() - count));
    whole.remove_suffix(count);
  }
  for (std::size_t i = 0; !fraction.empty(); ++i) {
    const std::size_t count = std::min(base_digits, fraction.size());
    std::int64_t digit = read_digits(fraction.substr(0, count));
    for (std::size_t k = count; k < base_digits; ++k) digit *= 10;
    if (i == fraction_.size()) fraction_.push_back(0);
    fraction_[i] += sign * digit;
    fraction.remove_prefix(count);
  }
}

decimal_status decimal_sum::result(std::string& out) const {
  std::vector<std::int64_t> digits(fraction_.rbegin(), fraction_.rend());
  digits.insert(digits.end(), whole_.begin(), whole_.end());
  auto rest = integers_;
  for (std::size_t i = fraction_.size(); rest != 0; ++i, rest /= base) {
    if (i == digits.size()) digits.push_back(0);
    digits[i] += static_cast<std::int64_t>(rest % base);
  }
  const bool negative = settle(digits);
  return write_decimal(digits, negative, fraction_.size() * base_digits, out);
}

decimal_status add_decimal(std::string_view left, std::string_view right, std::string& out) {
  decimal_sum sum;
  sum.add(left);
  sum.add(right);
  return sum.result(out);
}

decimal_status subtract_decimal(std::string_view left, std::string_view right, std::string& out) {
  decimal_sum sum;
  sum.add(left);
  sum.subtract(right);
  return sum.result(out);
}

decimal_status multiply_decimal(std::string_view left, std::string_view right, std::string& out) {
  const unsigned_parts left_parts = split(left);
  const unsigned_parts right_parts = split(right);
  std::vector<std::int64_t> left_number;
  std::vector<std::int64_t> right_number;
  append_number(std::string(left_parts.whole).append(left_parts.fraction), left_number);
  append_number(std::string(right_parts.whole).append(right_parts.fraction), right_number);

  std::vector<std::int64_t> product(left_number.size() + right_number.size(), 0);
  for (std::size_t i = 0; i < left_number.size(); ++i) {
    std::int64_t carry = 0;
    for (std::size_t k = 0; k < right_number.size(); ++k) {
      const std::int64_t value = product[i + k] + left_number[i] * right_number[k] + carry;
      product[i + k] = value % base;
      carry = value / base;
    }
    product[i + right_number.size()] = carry;
  }
  return write_decimal(product, left_parts.negative != right_parts.negative,
                       left_parts.fraction.size() + right_parts.fraction.size(), out);
}

}  // namespace orm::sdk
