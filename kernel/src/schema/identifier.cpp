// Letters and digits are Unicode's, as Poco's tables have them; combining marks count as letters, because many scripts
// can't be written without them.
#include "schema/identifier.hpp"

#include <Poco/Unicode.h>

#include <cstdint>

#include "orm/sdk/value/text.hpp"
#include "text/nearest.hpp"

namespace orm::detail {
namespace {

// Takes one character off valid UTF-8.
std::int32_t next_character(std::string_view& text) {
  const auto first = static_cast<unsigned char>(text.front());
  const std::size_t size = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  std::int32_t character = size == 1 ? first : first & (0x7f >> size);
  for (std::size_t i = 1; i < size; ++i) character = (character << 6) | (static_cast<unsigned char>(text[i]) & 0x3f);
  text.remove_prefix(size);
  return character;
}

enum class character_kind : std::uint8_t { letter, mark, digit, other };

character_kind classify(std::int32_t character) {
  if (character == '_') return character_kind::letter;
  Poco::Unicode::CharacterProperties properties;
  Poco::Unicode::properties(character, properties);
  if (properties.category == Poco::Unicode::UCP_LETTER) return character_kind::letter;
  if (properties.category == Poco::Unicode::UCP_MARK) return character_kind::mark;
  return properties.type == Poco::Unicode::UCP_DECIMAL_NUMBER ? character_kind::digit : character_kind::other;
}

std::string text_problem(std::string_view name) {
  if (name.empty()) return "a name can't be empty";
  switch (sdk::check_text(name)) {
    case sdk::text_status::malformed:
      return "the name is not valid UTF-8";
    case sdk::text_status::has_nul:
      return "a name can't hold a NUL";
    case sdk::text_status::ok:
      break;
  }
  return {};
}

}  // namespace

std::string identifier_problem(std::string_view name) {
  if (std::string problem = text_problem(name); !problem.empty()) return problem;
  std::string_view rest = name;
  while (!rest.empty()) {
    const bool first = rest.size() == name.size();
    const std::string_view before = rest;
    const character_kind kind = classify(next_character(rest));
    if (kind == character_kind::letter || (!first && kind != character_kind::other)) continue;
    const std::string character = in_quotes(before.substr(0, before.size() - rest.size()));
    if (kind == character_kind::other) return character + " is not allowed in a name: use letters, digits and _";
    return "a name can't begin with " + character;
  }
  return {};
}

std::string member_name_problem(std::string_view name) {
  for (const std::string_view word : {"AND", "OR", "NOT", "_all"})
    if (name == word) return in_quotes(name) + " has a meaning of its own in queries; choose another name";
  return identifier_problem(name);
}

std::string physical_name_problem(std::string_view name) { return text_problem(name); }

}  // namespace orm::detail
