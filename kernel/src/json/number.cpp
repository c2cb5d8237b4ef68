// Doubles from JSON numbers, apart from any locale.
#include "json/number.hpp"

#include <charconv>

namespace orm::json {
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

}  // namespace

std::optional<double> parse_real(std::string_view text) {
  double real = 0;
  if (std::from_chars(text.data(), text.data() + text.size(), real).ec == std::errc::result_out_of_range) {
    if (is_large(text)) return std::nullopt;
    real = 0;
  }
  return real + 0.0;
}

}  // namespace orm::json
