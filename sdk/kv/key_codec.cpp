// Key texts that keep the order of values.
#include <orm/sdk/kv/key_codec.hpp>
#include <orm/sdk/value/cells.hpp>
#include <orm/sdk/value/datetime.hpp>
#include <orm/sdk/value/decimal.hpp>

#include <bit>
#include <charconv>

namespace orm::sdk::kv {
namespace {

constexpr char digits[] = "0123456789abcdef";
constexpr unsigned char escape_byte = '!';

void append_hex(unsigned char byte, std::string& out) {
  out += digits[byte >> 4];
  out += digits[byte & 15];
}

// Escaped bytes are those up to '!', so that they stay before all others.
void append_text(std::string_view text, std::string& out) {
  std::size_t plain = 0;  // where what needs no escape begins
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte > escape_byte) continue;
    out.append(text, plain, i - plain);
    out += escape_byte;
    append_hex(byte, out);
    plain = i + 1;
  }
  out.append(text, plain);
}

// The letter orders by sign and by how many digits follow; those of negative numbers are complements of nine.
void append_integer(std::int64_t value, std::string& out) {
  char text[20];
  const bool negative = value < 0;
  const std::uint64_t magnitude = negative ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
  const auto length = static_cast<char>(std::to_chars(text, text + sizeof text, magnitude).ptr - text);
  out += static_cast<char>(negative ? 'Z' - (length - 1) : 'a' + (length - 1));
  for (char i = 0; i < length; ++i) {
    out += negative ? static_cast<char>('0' + ('9' - text[static_cast<int>(i)])) : text[static_cast<int>(i)];
  }
}

// IEEE 754: the bits of positive numbers are in order, those of negative ones in the opposite order.
void append_double(double value, std::string& out) {
  constexpr std::uint64_t sign = std::uint64_t{1} << 63;
  const auto bits = std::bit_cast<std::uint64_t>(value);
  const std::uint64_t ordered = (bits & sign) != 0 ? ~bits : bits | sign;
  for (int shift = 56; shift >= 0; shift -= 8) append_hex(static_cast<unsigned char>(ordered >> shift), out);
}

}  // namespace

void append_key_text(const orm_cell& cell, std::string& out) {
  switch (cell.type) {
    case ORM_CELL_BOOLEAN:
      out += cell.as.integer != 0 ? 't' : 'f';
      break;
    case ORM_CELL_INTEGER:
      append_integer(cell.as.integer, out);
      break;
    case ORM_CELL_DOUBLE:
      append_double(cell.as.real, out);
      break;
    case ORM_CELL_DECIMAL:
      out += sortable_decimal_key(text_of(cell));
      break;
    case ORM_CELL_DATETIME: {
      char text[datetime_length];
      out.append(text, static_cast<std::size_t>(format_datetime(cell.as.integer, text) - text));
      break;
    }
    case ORM_CELL_BYTES:
      for (const char c : text_of(cell)) append_hex(static_cast<unsigned char>(c), out);
      break;
    case ORM_CELL_TEXT:
    case ORM_CELL_JSON:
      append_text(text_of(cell), out);
      break;
    default:
      break;  // null has no key text
  }
}

void append_component_prefix(const orm_cell& cell, std::string& out) {
  out += is_null(cell) ? '-' : '=';
  append_key_text(cell, out);
}

void append_component(const orm_cell& cell, std::string& out) {
  append_component_prefix(cell, out);
  out += ' ';
}

void append_name(std::string_view name, std::string& out) {
  constexpr std::string_view hidden = ":.{}*?[]\\,;";
  for (const char c : name) {
    if (static_cast<unsigned char>(c) > escape_byte && hidden.find(c) == std::string_view::npos) {
      out += c;
    } else {
      out += escape_byte;
      append_hex(static_cast<unsigned char>(c), out);
    }
  }
}

std::string after_prefix(std::string prefix) {
  while (!prefix.empty() && static_cast<unsigned char>(prefix.back()) == 0xff) prefix.pop_back();
  if (!prefix.empty()) prefix.back() = static_cast<char>(static_cast<unsigned char>(prefix.back()) + 1);
  return prefix;
}

}  // namespace orm::sdk::kv
