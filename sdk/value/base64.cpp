// Padded base64, strictly: one text for each sequence of bytes.
#include <orm/sdk/value/base64.hpp>

#include <algorithm>
#include <array>
#include <cstdint>

namespace orm::sdk {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t no_value = 0xff;

constexpr std::array<std::uint8_t, 256> values = [] {
  std::array<std::uint8_t, 256> table{};
  table.fill(no_value);
  for (std::size_t i = 0; i < alphabet.size(); ++i) {
    table[static_cast<unsigned char>(alphabet[i])] = static_cast<std::uint8_t>(i);
  }
  return table;
}();

std::uint32_t byte_at(std::string_view bytes, std::size_t i) { return static_cast<unsigned char>(bytes[i]); }

}  // namespace

void encode_base64(std::string_view bytes, std::string& out) {
  out.reserve(out.size() + (bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t count = std::min<std::size_t>(3, bytes.size() - i);
    std::uint32_t group = byte_at(bytes, i) << 16;
    if (count > 1) group |= byte_at(bytes, i + 1) << 8;
    if (count > 2) group |= byte_at(bytes, i + 2);
    out += alphabet[group >> 18];
    out += alphabet[group >> 12 & 63];
    out += count > 1 ? alphabet[group >> 6 & 63] : '=';
    out += count > 2 ? alphabet[group & 63] : '=';
  }
}

bool decode_base64(std::string_view text, std::string& out) {
  out.clear();
  if (text.size() % 4 != 0) return false;
  out.reserve(text.size() / 4 * 3);
  const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
  const std::string_view digits = text.substr(0, text.size() - padding);
  for (std::size_t i = 0; i < digits.size(); i += 4) {
    const std::size_t count = std::min<std::size_t>(4, digits.size() - i);
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < count; ++k) {
      const std::uint8_t value = values[byte_at(digits, i + k)];
      if (value == no_value) return false;
      group |= std::uint32_t{value} << (18 - 6 * k);
    }
    const std::size_t bytes = count - 1;
    if ((group & (0xffffffu >> (8 * bytes))) != 0) return false;
    for (std::size_t k = 0; k < bytes; ++k) out += static_cast<char>(group >> (16 - 8 * k) & 0xff);
  }
  return true;
}

}  // namespace orm::sdk
