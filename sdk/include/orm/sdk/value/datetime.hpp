/* Instants: microseconds since 1970-01-01T00:00:00Z, in UTC, and their text (RFC 3339). Pure: any thread may call it.
 */
#ifndef ORM_SDK_VALUE_DATETIME_HPP
#define ORM_SDK_VALUE_DATETIME_HPP

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace orm::sdk {

inline constexpr std::int64_t first_datetime = -62135596800000000; /* 0001-01-01T00:00:00.000000Z */
inline constexpr std::int64_t last_datetime = 253402300799999999;  /* 9999-12-31T23:59:59.999999Z */
inline constexpr std::size_t datetime_length = 27;

/* Reads RFC 3339 date-time, with any offset; digits past microseconds are dropped. None for anything else, a day that
 * the month does not have, a leap second, and an instant outside first_datetime to last_datetime. */
std::optional<std::int64_t> parse_datetime(std::string_view text);

/* Writes "YYYY-MM-DDTHH:MM:SS.ffffffZ": datetime_length characters, not terminated. instant: first_datetime to
 * last_datetime. Returns the position after them. */
char* format_datetime(std::int64_t instant, char* out);

}  // namespace orm::sdk

#endif
