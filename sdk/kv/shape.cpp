// By what a record is found, as texts that a script can put together.
#include <orm/sdk/kv/key_codec.hpp>
#include <orm/sdk/kv/layout.hpp>
#include <orm/sdk/schema_view.hpp>
#include <orm/sdk/value/cells.hpp>

#include <algorithm>

namespace orm::sdk::kv {
namespace {

// FNV-1a, 64 bits (http://www.isthe.com/chongo/tech/comp/fnv/): layouts that differ have different marks.
class fingerprint {
 public:
  void add(std::string_view text) {
    for (const char c : text) add(static_cast<unsigned char>(c));
    add(0u);  // ends the text
  }
  void add(std::uint32_t number) { value_ = (value_ ^ number) * 0x100000001b3u; }
  std::uint64_t value() const { return value_; }

 private:
  std::uint64_t value_ = 0xcbf29ce484222325u;
};

std::string mark_of(const mutation_shape& shape) {
  fingerprint all;
  all.add(shape.named ? 1u : 0u);
  all.add(shape.expires);
  for (const mutation_shape::field& field : shape.fields) {
    all.add(field.label);
    all.add(static_cast<std::uint32_t>(field.kind) + (field.nullable ? 256u : 0u));
    all.add(field.component);
  }
  for (const mutation_shape::key& key : shape.keys) {
    all.add(key.index);
    all.add(key.unique_prefix);
    all.add(key.width);
    for (const std::uint32_t each : key.components) all.add(each);
  }
  std::string head;
  record_codec::append_head(all.value(), head);
  return head.substr(head.find(':') + 1, record_head_size - head.find(':') - 2);
}

char kind_in_records(std::uint16_t type) {
  switch (cell_type_of(type)) {
    case ORM_CELL_BOOLEAN:
      return 't';
    case ORM_CELL_INTEGER:
      return 'i';
    case ORM_CELL_DOUBLE:
      return 'd';
    case ORM_CELL_DECIMAL:
      return 'n';
    case ORM_CELL_DATETIME:
      return '@';
    case ORM_CELL_BYTES:
      return 'b';
    case ORM_CELL_JSON:
      return 'j';
    default:
      return 's';
  }
}

bool has_text(const orm_cell& cell) { return cell.type == ORM_CELL_TEXT || cell.type == ORM_CELL_JSON; }

}  // namespace

void model_layout::make_shape() {
  for (std::uint32_t i = 0; i < model_.field_count; ++i) {
    const orm_field& each = field(model_, i);
    shape_.fields.push_back({codec_.label(i), kind_in_records(each.type), is_nullable(each), no_component});
  }
  const auto numbered = [&](std::uint32_t field) {
    std::uint32_t& component = shape_.fields[field].component;
    if (component == no_component) {
      component = static_cast<std::uint32_t>(component_fields_.size());
      component_fields_.push_back(field);
      shape_.nullable_components.push_back(shape_.fields[field].nullable);
    }
    return component;
  };
  for (std::uint32_t i = 0; i < keys_.size(); ++i) {
    if (names_[i].index.empty() && names_[i].unique_prefix.empty()) continue;
    mutation_shape::key& key = shape_.keys.emplace_back();
    key.index = names_[i].index;
    key.unique_prefix = names_[i].unique_prefix;
    key.width = static_cast<std::uint32_t>(keys_[i].fields.size());
    for (const std::uint32_t field : keys_[i].fields) key.components.push_back(numbered(field));
    if (i != id_key) key.components.push_back(numbered(model_.id));
  }
  for (const std::uint32_t field : keys_[stored_key_].fields) shape_.reference.push_back(numbered(field));
  shape_.record_prefix = record_prefix_;
  shape_.named = stored_key_ != id_key;
  if (model_.expires != ORM_NONE) shape_.expires = model_.expires;
  shape_.mark = mark_of(shape_);
}

// A record in which a script could take a text for a field is marked so that none tries.
void model_layout::append_record(const orm_cell* row, std::uint64_t stamp, std::string& record,
                                 std::string_view others) const {
  const std::size_t begin = record.size();
  record_codec::append_head(stamp, record);
  record += components_begin;
  const std::size_t mark = record.size();
  record += shape_.mark;
  record += ' ';
  const std::size_t components = record.size();
  for (const std::uint32_t field : component_fields_) append_component(row[field], record);
  const std::size_t end = record.size();
  record += ';';
  record += others;
  codec_.append_fields(row, record);
  const auto is_there = [](const orm_cell& cell) { return !is_null(cell); };
  const auto ends = 2 + std::count_if(row, row + model_.field_count, is_there);
  if (std::count(record.begin() + static_cast<std::ptrdiff_t>(begin), record.end(), ';') == ends) return;
  const auto misleads = [&](const orm_cell& cell) { return has_text(cell) && codec_.holds_a_label(text_of(cell)); };
  if (codec_.holds_a_label(std::string_view(record).substr(components, end - components)) ||
      codec_.holds_a_label(others) || std::any_of(row, row + model_.field_count, misleads)) {
    record[mark] = '!';
  }
}

}  // namespace orm::sdk::kv
