// Reading in advance.
#include "prefetch.hpp"

#include <orm/sdk/value/cells.hpp>

namespace orm::sdk::kv {

bool prefetch::want(const kv_plan& plan, const orm_cell* parameters) {
  if (plan.kind != ORM_FIND || plan.has_flag(ORM_STATEMENT_KEYED) || plan.cursor_key != ORM_NONE) return false;
  if (plan.path.kind != access_kind::unique || plan.path.list != ORM_NONE) return false;
  std::vector<orm_cell> values;
  for (const std::uint32_t parameter : plan.path.equal) {
    values.push_back(parameter == ORM_NONE ? null_cell() : parameters[parameter]);
  }
  const std::string key = plan.where->unique_key(plan.path.key, values);
  if (key.empty()) return true;  // finds nothing
  if (kept_[key].wanted++ > 0) return true;
  if (plan.where->is_stored_key(plan.path.key)) {
    keys_.push_back(key);
  } else {
    addresses_.push_back({key, plan.where->record_prefix()});
  }
  return true;
}

void prefetch::read() {
  values found;
  if (!keys_.empty()) {
    real_.get(keys_, found);
    for (std::size_t i = 0; i < keys_.size(); ++i) kept_[keys_[i]].value = std::move(found[i]);
  }
  if (!addresses_.empty()) {
    real_.follow(addresses_, found);
    for (std::size_t i = 0; i < addresses_.size(); ++i) kept_[addresses_[i].key].value = std::move(found[i]);
  }
}

// Null: it was not wanted, or not so often. A statement that asks again wants to know what has become of it.
std::optional<std::string>* prefetch::take(const std::string& key) {
  const auto found = kept_.find(key);
  if (found == kept_.end() || found->second.wanted == 0) return nullptr;
  --found->second.wanted;
  return &found->second.value;
}

void prefetch::get(std::span<const std::string> keys, values& found) {
  if (keys.size() == 1) {
    if (const auto* value = take(keys[0])) return found.assign(1, *value);
  }
  real_.get(keys, found);
}

void prefetch::follow(std::span<const unique_address> addresses, values& found) {
  if (addresses.size() == 1) {
    if (const auto* value = take(addresses[0].key)) return found.assign(1, *value);
  }
  real_.follow(addresses, found);
}

}  // namespace orm::sdk::kv
