/* The canonical form of JSON: equal values are equal texts (FORMATS.md, section 4). Keys are sorted by bytes, there is
 * no white space; a number without fraction or exponent that fits 64 bits, signed or unsigned, is that integer, any
 * other the nearest double, and a double with an integral value in that range is that integer. Pure: any thread may
 * call it.
 */
#ifndef ORM_SDK_VALUE_JSON_HPP
#define ORM_SDK_VALUE_JSON_HPP

#include <optional>
#include <string>
#include <string_view>

namespace orm::sdk {

inline constexpr unsigned json_depth_limit = 100; /* of arrays and objects */

/* The nearest double of a valid JSON number; too small a number is 0, -0 is 0, too large a one is none. */
std::optional<double> parse_json_real(std::string_view number);

/* Appends the canonical spelling of a valid JSON number. False, and nothing is appended, where no double is so large.
 */
bool append_json_number(std::string& out, std::string_view number);

/* Appends the canonical form of a value that a store wrote in a form of its own: valid JSON, no key twice in an object,
 * only those characters escaped that must be, and those in the shortest way. False, with out unspecified, where it is
 * no such text, is nested too deep, or holds a number beyond a double. */
bool append_canonical_json(std::string& out, std::string_view text);

}  // namespace orm::sdk

#endif
