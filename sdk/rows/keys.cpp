// A model's keys: which there are, how long they may be, what is said when one is taken.
#include <orm/sdk/driver.hpp>
#include <orm/sdk/rows/keys.hpp>
#include <orm/sdk/value/cells.hpp>

#include <algorithm>

namespace orm::sdk {
namespace {

void add_key(std::vector<model_key>& keys, std::span<const std::uint32_t> fields, bool unique) {
  const bool known = std::any_of(keys.begin(), keys.end(), [&](const model_key& key) {
    return std::equal(key.fields.begin(), key.fields.end(), fields.begin(), fields.end());
  });
  if (!known) keys.push_back({{fields.begin(), fields.end()}, unique});
}

}  // namespace

std::vector<model_key> keys_of(const orm_model& model) {
  std::vector<model_key> keys;
  add_key(keys, {&model.id, 1}, true);
  for (std::uint32_t i = 0; i < model.field_count; ++i) {
    if (is_unique(field(model, i))) add_key(keys, {&i, 1}, true);
  }
  for (const orm_field_list& list : uniques(model)) add_key(keys, fields_of(list), true);
  for (const orm_field_list& list : indexes(model)) add_key(keys, fields_of(list), false);
  return keys;
}

void check_key_limits(const orm_model& model, std::uint32_t model_index, std::span<const model_key> keys,
                      const orm_cell* row) {
  for (const model_key& key : keys) {
    std::size_t size = 0;
    for (const std::uint32_t field : key.fields) size += key_bytes(row[field]);
    const bool is_id = key.fields.size() == 1 && key.fields[0] == model.id;
    const std::size_t limit = is_id ? id_byte_limit : key_byte_limit;
    if (size <= limit) continue;
    throw driver_error(ORM_INVALID_VALUE, "the key " + key_name(model, key.fields) + " has " + std::to_string(size) +
                                              " bytes; " + std::to_string(limit) + " are allowed")
        .on(model_index, key.fields)
        .outcome(ORM_OUTCOME_ROLLED_BACK);
  }
}

std::string key_name(const orm_model& model, std::span<const std::uint32_t> fields) {
  std::string name(text_view(model.name));
  const char* separator = "(";
  for (const std::uint32_t index : fields) {
    name += separator;
    name += text_view(field(model, index).name);
    separator = ", ";
  }
  return name + ")";
}

void throw_key_taken(const orm_model& model, std::uint32_t model_index, std::span<const std::uint32_t> fields) {
  throw driver_error(ORM_UNIQUE_CONSTRAINT_VIOLATION, "another row has the same " + key_name(model, fields))
      .on(model_index, {fields.begin(), fields.end()})
      .outcome(ORM_OUTCOME_ROLLED_BACK);
}

}  // namespace orm::sdk
