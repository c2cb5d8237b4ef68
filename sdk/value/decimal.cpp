// Decimals as text: the normalised spelling, comparison, sort keys, doubles.
#include <orm/sdk/value/decimal.hpp>

#include <algorithm>
#include <charconv>

namespace orm::sdk {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::size_t count_digits(std::string_view text, std::size_t from) {
  std::size_t end = from;
  while (end < text.size() && is_digit(text[end])) ++end;
  return end - from;
}

// An exponent that no text of a possible size could bring back into range.
constexpr std::int64_t exponent_limit = std::int64_t{1} << 48;

// Reads [+-]digits to the end of text; saturates. False: something else stands there.
bool read_exponent(std::string_view text, std::int64_t& exponent) {
  const bool negative = !text.empty() && text.front() == '-';
  if (negative || (!text.empty() && text.front() == '+')) text.remove_prefix(1);
  if (text.empty() || count_digits(text, 0) != text.size()) return false;
  std::int64_t value = 0;
  for (const char c : text) value = std::min(value * 10 + (c - '0'), exponent_limit);
  exponent = negative ? -value : value;
  return true;
}

std::size_t integer_length(std::string_view unsigned_decimal) {
  const std::size_t point = unsigned_decimal.find('.');
  return point == std::string_view::npos ? unsigned_decimal.size() : point;
}

// Order of two decimals without sign. Where the integer parts are equally long, bytes decide: the points align, and
// there are no trailing zeros.
int compare_magnitudes(std::string_view left, std::string_view right) {
  const std::size_t left_length = integer_length(left);
  const std::size_t right_length = integer_length(right);
  if (left_length != right_length) return left_length < right_length ? -1 : 1;
  return left.compare(right);
}

}  // namespace

decimal_status normalise_decimal(std::string_view text, std::string& out) {
  std::size_t at = 0;
  const bool negative = !text.empty() && text.front() == '-';
  if (negative) ++at;

  const std::size_t whole = count_digits(text, at);
  if (whole == 0) return decimal_status::malformed;
  const std::string_view whole_digits = text.substr(at, whole);
  at += whole;
  std::string_view fraction_digits;
  if (at < text.size() && text[at] == '.') {
    const std::size_t fraction = count_digits(text, ++at);
    if (fraction == 0) return decimal_status::malformed;
    fraction_digits = text.substr(at, fraction);
    at += fraction;
  }
  std::int64_t exponent = 0;
  if (at < text.size()) {
    if (text[at] != 'e' && text[at] != 'E') return decimal_status::malformed;
    if (!read_exponent(text.substr(at + 1), exponent)) return decimal_status::malformed;
  }

  // The digits from the first to the last that is not 0, in the joined sequence of both parts.
  const auto digit = [&](std::size_t i) { return i < whole ? whole_digits[i] : fraction_digits[i - whole]; };
  std::size_t first = 0;
  std::size_t last = whole + fraction_digits.size();
  while (first < last && digit(first) == '0') ++first;
  while (last > first && digit(last - 1) == '0') --last;
  if (first == last) {
    out.assign(1, '0');
    return decimal_status::ok;
  }
  const auto count = static_cast<std::int64_t>(last - first);
  const std::int64_t before_point = static_cast<std::int64_t>(whole) - static_cast<std::int64_t>(first) + exponent;
  const std::int64_t length = before_point <= 0 ? 1 - before_point + count : std::max(before_point, count);
  if (length > static_cast<std::int64_t>(decimal_digit_limit)) return decimal_status::too_long;

  std::string result;
  result.reserve(static_cast<std::size_t>(length) + 2);
  if (negative) result += '-';
  if (before_point <= 0) {
    result += "0.";
    result.append(static_cast<std::size_t>(-before_point), '0');
  }
  for (std::int64_t i = 0; i < count; ++i) {
    if (i == before_point && i > 0) result += '.';
    result += digit(first + static_cast<std::size_t>(i));
  }
  if (before_point > count) result.append(static_cast<std::size_t>(before_point - count), '0');
  out = std::move(result);
  return decimal_status::ok;
}

std::size_t decimal_digits(std::string_view decimal) {
  return decimal.size() - (decimal.starts_with('-') ? 1 : 0) - (decimal.find('.') != std::string_view::npos ? 1 : 0);
}

int compare_decimal(std::string_view left, std::string_view right) {
  const bool left_negative = left.starts_with('-');
  const bool right_negative = right.starts_with('-');
  if (left_negative != right_negative) return left_negative ? -1 : 1;
  if (!left_negative) return compare_magnitudes(left, right);
  return compare_magnitudes(right.substr(1), left.substr(1));
}

std::optional<double> decimal_to_double(std::string_view decimal) {
  double value = 0;
  const auto [end, error] = std::from_chars(decimal.data(), decimal.data() + decimal.size(), value);
  if (error == std::errc()) return value + 0.0;
  // Out of range says not on which side.
  const std::string_view magnitude = decimal.starts_with('-') ? decimal.substr(1) : decimal;
  if (integer_length(magnitude) > 1) return std::nullopt;
  return 0.0;
}

std::string sortable_decimal_key(std::string_view decimal) {
  const bool negative = decimal.starts_with('-');
  if (negative) decimal.remove_prefix(1);
  std::size_t length = integer_length(decimal);
  if (negative) length = 9999 - length;

  std::string key(5, '0');
  key[0] = negative ? '0' : '1';
  for (std::size_t i = 4; i > 0; --i, length /= 10) key[i] = static_cast<char>('0' + length % 10);
  key.reserve(key.size() + decimal.size() + 1);
  if (!negative) return key.append(decimal);
  for (const char c : decimal) key += c == '.' ? c : static_cast<char>('a' + ('9' - c));
  key += '~';
  return key;
}

}  // namespace orm::sdk
