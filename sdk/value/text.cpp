// UTF-8 and comparison of texts.
#include <orm/sdk/value/text.hpp>

#include <algorithm>
#include <cstring>
#include <string>

namespace orm::sdk {
namespace {

// The bytes of the well-formed character at the front of text, 0 where there is none (Unicode 15, table 3-7).
std::size_t character_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
  const auto between = [&](std::size_t i, unsigned low, unsigned high) { return byte(i) >= low && byte(i) <= high; };
  const unsigned lead = byte(0);
  if (lead < 0x80) return 1;
  if (lead >= 0xc2 && lead <= 0xdf) return between(1, 0x80, 0xbf) ? 2 : 0;
  if (lead >= 0xe0 && lead <= 0xef) {
    const unsigned low = lead == 0xe0 ? 0xa0 : 0x80;   // not overlong
    const unsigned high = lead == 0xed ? 0x9f : 0xbf;  // no surrogate
    return between(1, low, high) && between(2, 0x80, 0xbf) ? 3 : 0;
  }
  if (lead >= 0xf0 && lead <= 0xf4) {
    const unsigned low = lead == 0xf0 ? 0x90 : 0x80;
    const unsigned high = lead == 0xf4 ? 0x8f : 0xbf;
    return between(1, low, high) && between(2, 0x80, 0xbf) && between(3, 0x80, 0xbf) ? 4 : 0;
  }
  return 0;
}

bool equal_folded(const char* left, const char* right, std::size_t size) {
  for (std::size_t i = 0; i < size; ++i) {
    if (fold_case(left[i]) != fold_case(right[i])) return false;
  }
  return true;
}

std::string folded(std::string_view text) {
  std::string copy(text);
  for (char& c : copy) c = fold_case(c);
  return copy;
}

bool contains_bytes(std::string_view text, std::string_view part) {
  return memmem(text.data(), text.size(), part.data(), part.size()) != nullptr;  // linear, unlike string_view::find
}

bool contains_folded(std::string_view text, std::string_view part) {
  // Trying each position costs the product of the lengths: fine for a short part, not for one that a stranger chose.
  constexpr std::size_t short_part = 16;
  if (part.size() > text.size()) return false;
  if (part.size() > short_part) return contains_bytes(folded(text), folded(part));
  for (std::size_t i = 0; i + part.size() <= text.size(); ++i) {
    if (equal_folded(text.data() + i, part.data(), part.size())) return true;
  }
  return false;
}

bool equal_in(text_case mode, std::string_view left, std::string_view right) {
  if (mode == text_case::sensitive) return left == right;
  return left.size() == right.size() && equal_folded(left.data(), right.data(), left.size());
}

// Eight bytes of 1 to 127: a 0 borrows into a high bit, anything else has one already.
bool are_ascii(const char* eight) {
  constexpr std::uint64_t ones = 0x0101010101010101;
  constexpr std::uint64_t highs = 0x8080808080808080;
  std::uint64_t word = 0;
  std::memcpy(&word, eight, sizeof word);
  return (((word - ones) | word) & highs) == 0;
}

}  // namespace

text_status check_text(std::string_view text) {
  const char* const begin = text.data();
  while (!text.empty()) {
    if (text.size() >= 8) {
      if (are_ascii(text.data())) {
        text.remove_prefix(8);
        continue;
      }
    } else if (text.data() + text.size() - begin >= 8 && are_ascii(text.data() + text.size() - 8)) {
      return text_status::ok;  // the last eight, some of them for the second time
    }
    if (text.front() == 0) return text_status::has_nul;
    const std::size_t length = character_length(text);
    if (length == 0) return text_status::malformed;
    text.remove_prefix(length);
  }
  return text_status::ok;
}

std::string_view cut_text(std::string_view text, std::size_t limit) {
  if (text.size() <= limit) return text;
  const auto continues = [&](std::size_t i) { return (static_cast<unsigned char>(text[i]) & 0xc0) == 0x80; };
  while (limit > 0 && continues(limit)) --limit;
  return text.substr(0, limit);
}

bool text_equals(std::string_view left, std::string_view right, text_case mode) { return equal_in(mode, left, right); }

bool text_contains(std::string_view text, std::string_view part, text_case mode) {
  return mode == text_case::sensitive ? contains_bytes(text, part) : contains_folded(text, part);
}

bool text_starts_with(std::string_view text, std::string_view part, text_case mode) {
  return text.size() >= part.size() && equal_in(mode, text.substr(0, part.size()), part);
}

bool text_ends_with(std::string_view text, std::string_view part, text_case mode) {
  return text.size() >= part.size() && equal_in(mode, text.substr(text.size() - part.size()), part);
}

}  // namespace orm::sdk
