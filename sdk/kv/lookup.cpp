// Keys, records, rows: one of each.
#include "lookup.hpp"

#include <orm/sdk/rows/filter.hpp>

#include "walk.hpp"

namespace orm::sdk::kv {

void lookup::find() const {
  const kv_plan& plan = run_.plan;
  const unique_address address{key(), plan.where->record_prefix()};
  if (address.key.empty()) return;
  backend::values& found = run_.memory.found;
  for (int attempt = 0; attempt < replaced_record_attempts; ++attempt) {
    run_.check_cancelled();
    if (plan.where->is_stored_key(plan.path.key)) {
      run_.at.get({&address.key, 1}, found);
    } else {
      run_.at.follow({&address, 1}, found);
    }
    if (push(address.key, found[0])) return;
  }
}

std::string lookup::key() const {
  const kv_plan& plan = run_.plan;
  const auto number = [&](std::uint32_t parameter) { return run_.parameters[parameter].as.integer; };
  const bool wants_none = (plan.take != ORM_NONE && number(plan.take) == 0) ||  //
                          (plan.skip != ORM_NONE && number(plan.skip) > 0);
  if (wants_none) return {};
  std::vector<orm_cell>& values = run_.memory.cells;
  values.clear();
  for (const std::uint32_t parameter : plan.path.equal) {
    values.push_back(parameter == ORM_NONE ? null_cell() : run_.parameters[parameter]);
  }
  return plan.where->unique_key(plan.path.key, values);
}

bool lookup::push(const std::string& key, std::optional<std::string>& record) const {
  if (!record) return true;
  const kv_plan& plan = run_.plan;
  row_set& rows = run_.memory.looked_up;
  rows.clear();
  const orm_cell* const row = rows.add(*plan.where, std::move(*record)).cells;
  // What stands under its own key has it.
  if (!plan.where->is_stored_key(plan.path.key) && plan.where->unique_key(plan.path.key, row) != key) return false;
  if (!is_expired(run_.model(), row, run_.now()) && filter_run(plan.filter, run_.parameters, nullptr).matches(row)) {
    run_.push(row);
  }
  rows.clear();
  return true;
}

}  // namespace orm::sdk::kv
