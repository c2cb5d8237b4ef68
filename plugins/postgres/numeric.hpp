// numeric in its binary format: digits to the base 10,000, in groups that align at the point.
// Format: numeric_send() and numeric_recv() in src/backend/utils/adt/numeric.c.
#ifndef ORM_POSTGRES_NUMERIC_HPP
#define ORM_POSTGRES_NUMERIC_HPP

#include <cstddef>
#include <string>
#include <string_view>

namespace orm::postgres {

// How many bytes write_numeric() may write for a decimal of that many characters.
constexpr std::size_t numeric_size_limit(std::size_t characters) { return 8 + (characters / 4 + 3) * 2; }

// Writes a normalised decimal; returns the position after it.
char* write_numeric(std::string_view decimal, char* to);

enum class numeric_status : unsigned char { ok, not_a_number, too_long };

// Reads a value into its normalised text. too_long: more digits than a decimal may have.
numeric_status read_numeric(std::string_view bytes, std::string& out);

}  // namespace orm::postgres

#endif
