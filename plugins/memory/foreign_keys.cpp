// Cascades and violations.
#include "foreign_keys.hpp"

#include <orm/sdk/driver.hpp>
#include <orm/sdk/rows/row.hpp>
#include <orm/sdk/value/cells.hpp>

#include <string>

namespace orm::memory {
namespace {

[[noreturn]] void throw_violation(const reference& by, const char* what) {
  const std::uint32_t model = by.from->model_index();
  throw sdk::driver_error(ORM_FOREIGN_KEY_VIOLATION, what + sdk::key_name(by.from->model(), {&by.from_field, 1}) +
                                                         " -> " + sdk::key_name(by.to->model(), {&by.to_field, 1}))
      .on(model, {by.from_field})
      .outcome(ORM_OUTCOME_ROLLED_BACK);
}

ordered_index::range rows_referring(const reference& by, const orm_cell& value) {
  return by.from->ordered(by.from_key).between({{&value, 1}, false}, {{&value, 1}, true}, nullptr, false);
}

}  // namespace

std::vector<const orm_cell*> foreign_keys::referring(const reference& by, const orm_cell& value) const {
  std::vector<const orm_cell*> rows;
  rows_referring(by, value).visit([&](const orm_cell* row) {
    rows.push_back(row);
    return true;
  });
  return rows;
}

bool foreign_keys::is_referred(const reference& by, const orm_cell& value) const {
  return !rows_referring(by, value).visit(
      [&](const orm_cell* row) { return sdk::is_expired(by.from->model(), row, now_); });
}

void foreign_keys::deleted(const table& from, const orm_cell* row) {
  std::vector<member> gone{{&from, row}};
  while (!gone.empty()) {
    const member last = gone.back();
    gone.pop_back();
    removed(*last.where, last.row);
    for (const reference& by : all_.to(*last.where)) {
      const orm_cell& value = last.row[by.to_field];
      if (sdk::is_null(value)) continue;
      for (const orm_cell* child : referring(by, value)) {
        if (sdk::is_expired(by.from->model(), child, now_)) {
          undo_.unlink(*by.from, child);  // it must not point at a later row, nor does it cascade
        } else if (by.on_delete == ORM_ON_DELETE_CASCADE) {
          undo_.unlink(*by.from, child);
          gone.push_back({by.from, child});
        } else if (by.on_delete == ORM_ON_DELETE_SET_NULL) {
          clear(by, child);
        }
      }
    }
  }
}

// Null is in no unique key's way.
void foreign_keys::clear(const reference& by, const orm_cell* row) {
  std::vector<orm_cell> cells(row, row + by.from->model().field_count);
  cells[by.from_field] = sdk::null_cell();
  const orm_cell* before = undo_.change(*by.from, row, make_row(cells));
  undo_.relink(*by.from, row, before);
  removed(*by.from, before);
}

void foreign_keys::judge() const {
  for (const member& each : added_) {
    for (const reference& by : all_.from(*each.where)) {
      const orm_cell& value = each.row[by.from_field];
      if (sdk::is_null(value) || by.to->unique(by.to_key).find({&value, 1}) != nullptr) continue;
      throw_violation(by, "there is no row to refer to: ");
    }
  }
  for (const member& each : removed_) {
    for (const reference& by : all_.to(*each.where)) {
      const orm_cell& value = each.row[by.to_field];
      if (sdk::is_null(value) || by.to->unique(by.to_key).find({&value, 1}) != nullptr) continue;
      if (is_referred(by, value)) throw_violation(by, "rows still refer to what would go: ");
    }
  }
}

}  // namespace orm::memory
