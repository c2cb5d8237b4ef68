// One model's rows and their indexes.
#include "table.hpp"

#include <orm/sdk/driver.hpp>
#include <orm/sdk/rows/refusals.hpp>
#include <orm/sdk/rows/row.hpp>
#include <orm/sdk/value/integer.hpp>

#include "row_memory.hpp"

#include <algorithm>

namespace orm::memory {

table::table(const orm_schema& schema, std::uint32_t model)
    : model_(sdk::model(schema, model)),
      model_index_(model),
      declared_(sdk::keys_of(model_)),
      in_keys_(model_.field_count, false) {
  for (const sdk::model_key& key : declared_) add_key(key.fields, key.unique);
  for (std::uint32_t i = 0; i < model_.field_count; ++i) {
    if (sdk::is_reference(sdk::field(model_, i))) add_key({i}, false);
  }
  for (std::uint32_t i = 0; i < schema.relation_count; ++i) {
    const orm_relation& relation = sdk::relation(schema, i);
    if (relation.to_model == model) add_key({relation.remote_field}, false);
    if (relation.through_model == model) add_key({relation.through_local}, false);
  }
}

table::~table() { clear(); }

void table::add_key(std::vector<std::uint32_t> fields, bool unique) {
  if (std::any_of(keys_.begin(), keys_.end(), [&](const sdk::access_key& key) { return key.fields == fields; })) return;
  for (const std::uint32_t field : fields) in_keys_[field] = true;
  hashes_.push_back(unique ? std::optional<hash_index>(fields) : std::nullopt);
  trees_.emplace_back(std::in_place, fields, model_.id);
  keys_.push_back({std::move(fields), unique, true});
}

std::uint32_t table::ordered_key_of(std::uint32_t field) const {
  std::uint32_t position = 0;
  while (keys_[position].fields != std::vector<std::uint32_t>{field}) ++position;
  return position;
}

// Every key, where there is no other row to compare with.
bool table::differs(std::size_t key, const orm_cell* row, const orm_cell* other) const {
  return other == nullptr || !sdk::equal_fields(keys_[key].fields, row, other);
}

std::optional<std::uint32_t> table::taken_key(const orm_cell* row, const orm_cell* before) const {
  for (std::uint32_t i = 0; i < keys_.size(); ++i) {
    if (hashes_[i] && differs(i, row, before) && hashes_[i]->find_like(row) != nullptr) return i;
  }
  return std::nullopt;
}

void table::insert(const orm_cell* row, const orm_cell* other) {
  std::size_t done = 0;
  try {
    for (; done < keys_.size(); ++done) {
      if (!differs(done, row, other)) continue;
      trees_[done]->insert(row);
      if (!hashes_[done]) continue;
      try {
        hashes_[done]->insert(row);
      } catch (...) {
        trees_[done]->erase(row);
        throw;
      }
    }
  } catch (...) {  // out of memory: nothing happened
    while (done-- > 0) {
      if (differs(done, row, other)) erase(done, row);
    }
    throw;
  }
}

void table::erase(std::size_t key, const orm_cell* row) {
  trees_[key]->erase(row);
  if (hashes_[key]) hashes_[key]->erase(row);
}

void table::link(const orm_cell* row) {
  insert(row, nullptr);
  ++size_;
}

void table::unlink(const orm_cell* row) {
  for (std::size_t i = 0; i < keys_.size(); ++i) erase(i, row);
  --size_;
}

void table::unlink_changed(const orm_cell* row, const orm_cell* other) {
  for (std::size_t i = 0; i < keys_.size(); ++i) {
    if (differs(i, row, other)) erase(i, row);
  }
}

void table::link_changed(const orm_cell* row, const orm_cell* other) { insert(row, other); }

std::int64_t table::next_id() {
  const auto next = sdk::add_integer(ORM_FIELD_INTEGER, last_id_, 1);
  if (!next) {
    throw sdk::ids_used_up(model_, model_index_).outcome(ORM_OUTCOME_ROLLED_BACK);
  }
  return last_id_ = *next;
}

void table::clear() {
  std::vector<const orm_cell*> rows;
  rows.reserve(size_);
  visit_all([&](const orm_cell* row) {
    rows.push_back(row);
    return true;
  });
  for (std::size_t i = 0; i < keys_.size(); ++i) {
    if (hashes_[i]) hashes_[i].emplace(keys_[i].fields);
    trees_[i].emplace(keys_[i].fields, model_.id);
  }
  for (const orm_cell* row : rows) free_row(row);
  size_ = 0;
  last_id_ = 0;
}

}  // namespace orm::memory
