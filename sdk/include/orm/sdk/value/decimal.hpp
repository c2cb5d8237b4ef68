/* Decimals as text: the one spelling that crosses the driver boundary, and what is computed with it.
 *
 * A normalised decimal has no exponent, no leading zeros (one zero stands before a point), no trailing zeros after the
 * point and no "-0". It has at most decimal_digit_limit digits, a zero before the point counted. Equal values have
 * equal texts. All functions are pure: any thread may call them.
 */
#ifndef ORM_SDK_VALUE_DECIMAL_HPP
#define ORM_SDK_VALUE_DECIMAL_HPP

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace orm::sdk {

inline constexpr std::size_t decimal_digit_limit = 1000;

enum class decimal_status : std::uint8_t {
  ok,
  malformed, /* not a number */
  too_long   /* more than decimal_digit_limit digits */
};

/* Brings -?digits[.digits][(e|E)[+-]digits] into the normalised spelling. out is written on ok only. Costs as much as
 * the text is long, whatever its exponent. */
decimal_status normalise_decimal(std::string_view text, std::string& out);

/* How many digits a decimal's text has: without sign and point. */
std::size_t decimal_digits(std::string_view decimal);

/* The functions below take normalised decimals. */

/* Negative, zero or positive, by value. */
int compare_decimal(std::string_view left, std::string_view right);

/* Exact. Answer ok or too_long, and then leave out alone. */
decimal_status add_decimal(std::string_view left, std::string_view right, std::string& out);
decimal_status subtract_decimal(std::string_view left, std::string_view right, std::string& out);
decimal_status multiply_decimal(std::string_view left, std::string_view right, std::string& out);

/* The nearest double; too small a value is 0, too large a one is none. */
std::optional<double> decimal_to_double(std::string_view decimal);

/* A text whose byte order is the order of the values. For a value >= 0: '1', the length of the integer part in four
 * digits, the decimal. For a negative one: '0', 9999 - length in four digits, the decimal without its sign and with
 * each digit d replaced by the letter 'a' + 9 - d, '~'. SQL stores compute the same from built-in functions. */
std::string sortable_decimal_key(std::string_view decimal);

/* A running exact sum of integers and decimals. Not for several threads at once. */
class decimal_sum {
 public:
  void add(std::int64_t value) { integers_ += value; }
  void add(std::string_view decimal) { add_digits(decimal, 1); }
  void subtract(std::string_view decimal) { add_digits(decimal, -1); }

  /* The sum so far, normalised. ok, or too_long, and then out is left alone. */
  decimal_status result(std::string& out) const;

 private:
  void add_digits(std::string_view decimal, std::int64_t sign);

  __extension__ __int128 integers_ = 0; /* 2^64 additions fit */
  /* Base 10^9, each digit signed, carries left where they arise until result(): 2^33 additions fit. */
  std::vector<std::int64_t> whole_;    /* lowest first */
  std::vector<std::int64_t> fraction_; /* highest first */
};

}  // namespace orm::sdk

#endif
