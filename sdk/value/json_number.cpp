// Doubles from JSON numbers, apart from any locale, and their one spelling.
#include <orm/sdk/value/json.hpp>

#include <charconv>
#include <cmath>
#include <cstdint>

namespace orm::sdk {
namespace {

// Whether a number outside the range of doubles is too large rather than too small: the decimal exponent of its first
// digit that is not 0 tells.
bool is_large(std::string_view text) {
  const std::size_t mark = text.find_first_of("eE");
  const std::string_view mantissa = text.substr(0, mark);
  long exponent = 0;
  if (mark != std::string_view::npos) {
    const char* from = text.data() + mark + 1;
    const char* to = text.data() + text.size();
    if (from != to && *from == '+') ++from;
    if (std::from_chars(from, to, exponent).ec == std::errc::result_out_of_range) return *from != '-';
  }
  const std::size_t first = mantissa.find_first_of("123456789");
  if (first == std::string_view::npos) return false;
  const std::size_t point = mantissa.find('.');
  const std::size_t whole_end = point == std::string_view::npos ? mantissa.size() : point;
  const long place = first < whole_end ? static_cast<long>(whole_end - first) : -static_cast<long>(first - whole_end);
  return place + exponent > 0;
}

template <class Number>
void append(std::string& out, Number number) {
  char digits[40];
  out.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
}

}  // namespace

std::optional<double> parse_json_real(std::string_view text) {
  double real = 0;
  if (std::from_chars(text.data(), text.data() + text.size(), real).ec == std::errc::result_out_of_range) {
    if (is_large(text)) return std::nullopt;
    real = 0;
  }
  return real + 0.0;
}

bool append_json_number(std::string& out, std::string_view text) {
  const char* const end = text.data() + text.size();
  if (text.find_first_of(".eE") == std::string_view::npos) {
    std::int64_t integer = 0;
    if (std::from_chars(text.data(), end, integer).ec == std::errc{}) return append(out, integer), true;
    std::uint64_t natural = 0;
    if (std::from_chars(text.data(), end, natural).ec == std::errc{}) return append(out, natural), true;
  }
  const std::optional<double> parsed = parse_json_real(text);
  if (!parsed) return false;
  const double real = *parsed;
  constexpr double limit = 9223372036854775808.0;  // 2^63
  if (real != std::trunc(real) || real < -limit || real >= 2 * limit) {
    append(out, real);
  } else if (real < limit) {
    append(out, static_cast<std::int64_t>(real));
  } else {
    append(out, static_cast<std::uint64_t>(real));
  }
  return true;
}

}  // namespace orm::sdk
