// Rows to records and back.
#include <orm/sdk/kv/key_codec.hpp>
#include <orm/sdk/kv/record.hpp>
#include <orm/sdk/schema_view.hpp>
#include <orm/sdk/value/base64.hpp>
#include <orm/sdk/value/cells.hpp>
#include <orm/sdk/value/datetime.hpp>

#include <algorithm>
#include <charconv>

namespace orm::sdk::kv {
namespace {

constexpr std::string_view version = "orm1:";
constexpr std::size_t stamp_size = record_head_size - version.size() - 1;

template <class Number>
void append_number(Number value, std::string& out) {
  char text[40];
  out.append(text, static_cast<std::size_t>(std::to_chars(text, text + sizeof text, value).ptr - text));
}

void append_sized(char kind, std::string_view text, std::string& out) {
  out += kind;
  append_number(text.size(), out);
  out += ':';
  out += text;
}

void append_value(const orm_cell& cell, std::string& out) {
  switch (cell.type) {
    case ORM_CELL_BOOLEAN:
      out += cell.as.integer != 0 ? 't' : 'f';
      break;
    case ORM_CELL_INTEGER:
      out += 'i';
      append_number(cell.as.integer, out);
      break;
    case ORM_CELL_DOUBLE:
      out += 'd';
      append_number(cell.as.real, out);  // the shortest text that reads back as the same double
      break;
    case ORM_CELL_DECIMAL:
      out += 'n';
      out += text_of(cell);
      break;
    case ORM_CELL_DATETIME: {
      char text[datetime_length];
      out += '@';
      out.append(text, static_cast<std::size_t>(format_datetime(cell.as.integer, text) - text));
      break;
    }
    case ORM_CELL_BYTES:
      out += 'b';
      encode_base64(text_of(cell), out);
      break;
    case ORM_CELL_JSON:
      append_sized('j', text_of(cell), out);
      break;
    default:
      append_sized('s', text_of(cell), out);
      break;
  }
  out += ';';
}

template <class Number>
bool read_number(std::string_view text, Number& out) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc() && end == text.data() + text.size();
}

// Takes the text of one value, behind its kind, and the ';' that ends it.
bool take_text(std::string_view& record, char kind, std::string_view& text) {
  if (kind == 's' || kind == 'j') {
    const std::size_t colon = record.find(':');
    std::size_t size = 0;
    if (colon == std::string_view::npos || !read_number(record.substr(0, colon), size)) return false;
    record.remove_prefix(colon + 1);
    if (size >= record.size() || record[size] != ';') return false;
    text = record.substr(0, size);
    record.remove_prefix(size + 1);
    return true;
  }
  const std::size_t end = record.find(';');
  if (end == std::string_view::npos) return false;
  text = record.substr(0, end);
  record.remove_prefix(end + 1);
  return true;
}

bool read_value(char kind, std::string_view text, cell_arena& arena, orm_cell& out) {
  switch (kind) {
    case 't':
    case 'f':
      out = boolean_cell(kind == 't');
      return text.empty();
    case 'i': {
      std::int64_t value = 0;
      if (!read_number(text, value)) return false;
      out = integer_cell(value);
      return true;
    }
    case 'd': {
      double value = 0;
      if (!read_number(text, value)) return false;
      out = double_cell(value);
      return true;
    }
    case 'n':
      out = decimal_cell(text);
      return true;
    case '@': {
      const auto instant = parse_datetime(text);
      if (!instant) return false;
      out = datetime_cell(*instant);
      return true;
    }
    case 'b': {
      std::string bytes;
      if (!decode_base64(text, bytes)) return false;
      out = bytes_cell(arena.copy(bytes));
      return true;
    }
    case 's':
      out = text_cell(text);
      return true;
    case 'j':
      out = json_cell(text);
      return true;
    default:
      return false;
  }
}

}  // namespace

record_codec::record_codec(const orm_model& model) : model_(model) {
  for (std::uint32_t i = 0; i < model.field_count; ++i) {
    std::string& label = labels_.emplace_back();
    append_name(text_view(field(model, i).column), label);
    label += ':';
  }
}

std::string record_codec::encode(const orm_cell* row, std::uint64_t stamp) const {
  constexpr char alphabet[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-";
  std::string record(version);
  for (std::size_t i = 0; i < stamp_size; ++i, stamp >>= 6) record += alphabet[stamp & 63];
  record += ';';
  for (std::uint32_t i = 0; i < model_.field_count; ++i) {
    if (is_null(row[i])) continue;
    record += labels_[i];
    append_value(row[i], record);
  }
  return record;
}

bool record_codec::decode(std::string_view record, cell_arena& arena, orm_cell* row) const {
  if (record.size() < record_head_size || record[record_head_size - 1] != ';' || !record.starts_with(version)) {
    return false;
  }
  record.remove_prefix(record_head_size);
  std::fill_n(row, model_.field_count, null_cell());
  std::size_t next = 0;  // fields mostly come in the model's order
  while (!record.empty()) {
    std::size_t at = next;
    while (at < labels_.size() && !record.starts_with(labels_[at])) ++at;
    if (at == labels_.size()) {
      at = 0;
      while (at < next && !record.starts_with(labels_[at])) ++at;
      if (at == next) at = labels_.size();  // a column that is no longer there
    }
    const std::size_t label = at < labels_.size() ? labels_[at].size() : record.find(':') + 1;
    if (label == 0 || label >= record.size()) return false;
    const char kind = record[label];
    record.remove_prefix(label + 1);
    std::string_view text;
    orm_cell value;
    if (!take_text(record, kind, text) || !read_value(kind, text, arena, value)) return false;
    if (at == labels_.size()) continue;
    if (value.type != cell_type_of(field(model_, static_cast<std::uint32_t>(at)).type)) return false;
    row[at] = value;
    next = at + 1;
  }
  return true;
}

}  // namespace orm::sdk::kv
