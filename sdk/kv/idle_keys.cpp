// Looking where a key leads, and taking it away on condition that all of that is still so.
#include "idle_keys.hpp"

#include <vector>

namespace orm::sdk::kv {

std::uint32_t position_of(const model_layout& where, std::string_view unique_key) {
  if (unique_key.starts_with(where.record_prefix())) return where.stored_key();
  for (std::uint32_t i = 0; i < where.keys().size(); ++i) {
    const std::string& prefix = where.key(i).unique_prefix;
    if (!prefix.empty() && unique_key.starts_with(prefix)) return i;
  }
  return ORM_NONE;
}

void free_idle_key(backend& at, const model_layout& where, std::uint32_t position, const std::string& unique_key) {
  backend::values reference;
  at.get({&unique_key, 1}, reference);
  if (!reference[0]) return;
  const std::string record_key = where.record_prefix() + *reference[0];
  backend::values record;
  at.get({&record_key, 1}, record);
  std::string head;
  if (record[0]) {
    cell_arena arena;
    std::vector<orm_cell> row(where.model().field_count);
    if (!where.codec().decode(*record[0], arena, row.data())) return;
    if (where.unique_key(position, row.data()) == unique_key) return;
    head = record[0]->substr(0, record_head_size);
  }
  commit_request request;
  request.conditions.push_back({unique_key, *reference[0], true});
  request.conditions.push_back({record_key, std::move(head)});
  request.erases.push_back(unique_key);
  at.commit(request);
}

}  // namespace orm::sdk::kv
