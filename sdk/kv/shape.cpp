// By what a record is found, as texts that a script can put together.
#include <orm/sdk/kv/key_codec.hpp>
#include <orm/sdk/kv/layout.hpp>
#include <orm/sdk/schema_view.hpp>

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
  all.add(shape.expires);
  all.add(shape.named ? 1u : 0u);
  for (const mutation_shape::key& key : shape.keys) {
    all.add(key.index);
    all.add(key.unique_prefix);
    all.add(key.width);
    for (const std::uint32_t each : key.components) all.add(each);
  }
  const std::string head = record_codec::head(all.value());
  return head.substr(head.find(':') + 1, record_head_size - head.find(':') - 2);
}

}  // namespace

void model_layout::make_shape() {
  const auto numbered = [&](std::uint32_t field) {
    const auto at = std::find(component_fields_.begin(), component_fields_.end(), field);
    const auto position = static_cast<std::uint32_t>(at - component_fields_.begin());
    if (at == component_fields_.end()) component_fields_.push_back(field);
    return position;
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
  shape_.named = stored_key_ != id_key;
  if (model_.expires != ORM_NONE) shape_.expires = codec_.label(model_.expires);
  shape_.mark = mark_of(shape_);
}

std::uint32_t model_layout::component_of(std::uint32_t field) const {
  const auto at = std::find(component_fields_.begin(), component_fields_.end(), field);
  return at == component_fields_.end() ? ORM_NONE : static_cast<std::uint32_t>(at - component_fields_.begin());
}

std::string model_layout::component(const orm_cell& cell) {
  std::string text;
  append_component_prefix(cell, text);
  return text;
}

std::string model_layout::components(const orm_cell* row) const {
  std::vector<std::string> all;
  for (const std::uint32_t field : component_fields_) all.push_back(component(row[field]));
  return components_field(shape_.mark, all);
}

}  // namespace orm::sdk::kv
