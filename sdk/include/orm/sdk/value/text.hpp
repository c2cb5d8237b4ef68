/* Text: valid UTF-8 without NUL, compared by bytes or with ASCII letters folded. Pure: any thread may call it. */
#ifndef ORM_SDK_VALUE_TEXT_HPP
#define ORM_SDK_VALUE_TEXT_HPP

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace orm::sdk {

enum class text_status : std::uint8_t { ok, malformed /* not UTF-8 */, has_nul };

/* Judges text by RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF. */
text_status check_text(std::string_view text);

/* The longest prefix of at most limit bytes that does not cut a character of valid UTF-8. */
std::string_view cut_text(std::string_view text, std::size_t limit);

enum class text_case : std::uint8_t { sensitive, insensitive /* A to Z equal a to z, nothing else */ };

constexpr char fold_case(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

bool text_equals(std::string_view left, std::string_view right, text_case mode);
bool text_contains(std::string_view text, std::string_view part, text_case mode);
bool text_starts_with(std::string_view text, std::string_view part, text_case mode);
bool text_ends_with(std::string_view text, std::string_view part, text_case mode);

}  // namespace orm::sdk

#endif
