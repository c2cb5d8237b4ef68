// Rows to records and back.
#include <orm/sdk/kv/key_codec.hpp>
#include <orm/sdk/kv/keyed_mutation.hpp>
#include <orm/sdk/kv/record.hpp>
#include <orm/sdk/schema_view.hpp>
#include <orm/sdk/value/base64.hpp>
#include <orm/sdk/value/cells.hpp>
#include <orm/sdk/value/datetime.hpp>

#include "record_fields.hpp"

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

// What push() of a store with columns would fill in, too: the same default, and no reference to a row that may be
// missing.
bool has_fill_in(const orm_field& field) {
  if (is_nullable(field) || is_reference(field) || !covers(field, &orm_field::default_value)) return false;
  return field.default_value.type == cell_type_of(field.type);
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

bool take_head(std::string_view& record) {
  if (record.size() < record_head_size || record[record_head_size - 1] != ';' || !record.starts_with(version)) {
    return false;
  }
  record.remove_prefix(record_head_size);
  return true;
}

// Components hold no spaces, so that the first " ;" is the end.
bool take_components(std::string_view& record, std::string_view& mark, std::string_view& components) {
  if (!record.starts_with(components_begin)) return true;
  const std::size_t end = record.find(" ;");
  if (end == std::string_view::npos) return false;
  const std::string_view all = record.substr(components_begin.size(), end + 1 - components_begin.size());
  mark = all.substr(0, all.find(' '));
  components = all.substr(mark.size() + 1);
  record.remove_prefix(end + 2);
  return true;
}

std::string_view components_of(std::string_view record) {
  std::string_view mark, components;
  if (take_head(record)) take_components(record, mark, components);
  return components;
}

bool take_field(std::string_view& record, record_field& out) {
  const std::size_t label = record.find(':') + 1;
  if (label == 0 || label >= record.size()) return false;
  out.label = record.substr(0, label);
  out.kind = record[label];
  std::size_t begin = label + 1;
  std::size_t end = 0;
  if (out.kind == 's' || out.kind == 'j') {
    const std::size_t colon = record.find(':', begin);
    std::size_t size = 0;
    if (colon == std::string_view::npos || !read_number(record.substr(begin, colon - begin), size)) return false;
    begin = colon + 1;
    if (size >= record.size() - begin || record[begin + size] != ';') return false;
    end = begin + size;
  } else {
    end = record.find(';', begin);
    if (end == std::string_view::npos) return false;
  }
  out.text = record.substr(begin, end - begin);
  out.value = record.substr(label, end + 1 - label);
  record.remove_prefix(end + 1);
  return true;
}

record_codec::record_codec(const orm_model& model) : model_(model) {
  for (std::uint32_t i = 0; i < model.field_count; ++i) {
    std::string& label = labels_.emplace_back();
    append_name(text_view(field(model, i).column), label);
    label += ':';
    if (has_fill_in(field(model, i))) filled_in_.push_back(i);
  }
}

bool record_codec::fills_in(std::uint32_t field) const {
  return std::find(filled_in_.begin(), filled_in_.end(), field) != filled_in_.end();
}

void record_codec::append_head(std::uint64_t stamp, std::string& record) {
  constexpr char alphabet[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-";
  record += version;
  for (std::size_t i = 0; i < stamp_size; ++i, stamp >>= 6) record += alphabet[stamp & 63];
  record += ';';
}

void record_codec::append_text(const orm_cell& cell, std::string& out) {
  const std::size_t begin = out.size();
  append_value(cell, out);
  out.pop_back();
  if (cell.type != ORM_CELL_BOOLEAN)
    out.erase(begin, cell.type == ORM_CELL_TEXT ? out.find(':', begin) + 1 - begin : 1);
}

void record_codec::append_field(std::uint32_t field, const orm_cell& cell, std::string& record) const {
  if (is_null(cell)) return;
  record += labels_[field];
  append_value(cell, record);
}

void record_codec::append_fields(const orm_cell* row, std::string& record) const {
  for (std::uint32_t i = 0; i < model_.field_count; ++i) append_field(i, row[i], record);
}

std::string record_codec::encode(const orm_cell* row, std::uint64_t stamp, std::string_view others) const {
  std::string record;
  append_head(stamp, record);
  record += others;
  append_fields(row, record);
  return record;
}

bool record_codec::holds_a_label(std::string_view text) const {
  for (std::size_t at = text.find(';'); at != std::string_view::npos; at = text.find(';', at + 1)) {
    const std::string_view behind = text.substr(at + 1);
    if (std::any_of(labels_.begin(), labels_.end(), [&](const auto& each) { return behind.starts_with(each); })) {
      return true;
    }
  }
  return false;
}

bool record_codec::decode(std::string_view record, cell_arena& arena, orm_cell* row, std::string_view* others) const {
  std::string_view mark, components;
  if (!take_head(record) || !take_components(record, mark, components)) return false;
  std::fill_n(row, model_.field_count, null_cell());
  std::size_t next = 0;  // fields mostly come in the model's order
  std::string unknown;
  while (!record.empty()) {
    record_field each;
    orm_cell value;
    if (!take_field(record, each) || !read_value(each.kind, each.text, arena, value)) return false;
    std::size_t at = next;
    while (at < labels_.size() && each.label != labels_[at]) ++at;
    if (at == labels_.size()) {
      at = 0;
      while (at < next && each.label != labels_[at]) ++at;
      if (at == next) {
        unknown.append(each.label).append(each.value);
        continue;
      }
    }
    if (value.type != cell_type_of(field(model_, static_cast<std::uint32_t>(at)).type)) return false;
    row[at] = value;
    next = at + 1;
  }
  for (const std::uint32_t each : filled_in_) {
    if (is_null(row[each])) row[each] = field(model_, each).default_value;
  }
  if (others != nullptr && !unknown.empty()) *others = arena.copy(unknown);
  return true;
}

}  // namespace orm::sdk::kv
