// Insert, update, upsert, delete.
#include "writer.hpp"

#include <orm/sdk/driver.hpp>
#include <orm/sdk/value/assignment.hpp>
#include <orm/sdk/value/cells.hpp>

#include "reader.hpp"

#include <string>

namespace orm::memory {

void writer::require_pushed(bool pushed) const {
  if (pushed) return;
  throw sdk::driver_error(ORM_CANCELLED, "the caller wanted no further row: the statement is rolled back")
      .outcome(ORM_OUTCOME_ROLLED_BACK);
}

fresh_row writer::row_of_values(const orm_cell* values) {
  const orm_model& model = run_.model();
  cells_.assign(model.field_count, sdk::null_cell());
  for (std::size_t i = 0; i < run_.plan.columns.size(); ++i) cells_[run_.plan.columns[i]] = values[i];
  if (sdk::is_increment(sdk::field(model, model.id))) cells_[model.id] = sdk::integer_cell(table_.next_id());
  table_.check_limits(cells_.data());
  return make_row(cells_);
}

// Takes away the rows that expired and still hold a unique key of this one. own: the rows of the statement, which are
// in each other's way also where it lets them expire.
void writer::free_expired_keys(const orm_cell* row, const std::unordered_set<const orm_cell*>& own) {
  if (!sdk::has_expiry(run_.model()) || now_ == nullptr) return;
  for (std::uint32_t key = 0; key < table_.keys().size(); ++key) {
    if (!table_.keys()[key].unique) continue;
    const orm_cell* holder = table_.unique(key).find_like(row);
    if (holder != nullptr && !own.contains(holder) && sdk::is_expired(run_.model(), holder, now_))
      undo_.unlink(table_, holder);
  }
}

void writer::require_free(std::optional<std::uint32_t> taken_key) const {
  if (taken_key) sdk::throw_key_taken(run_.model(), table_.model_index(), table_.keys()[*taken_key].fields);
}

const orm_cell* writer::link(fresh_row row) {
  require_free(table_.taken_key(row.get()));
  const orm_cell* linked = undo_.link(table_, std::move(row));
  references_.added(table_, linked);
  return linked;
}

void writer::insert() {
  const memory_plan& plan = run_.plan;
  const std::size_t width = plan.columns.size();
  const std::size_t count = width == 0 ? 1 : (run_.count - plan.extra_parameters) / width;
  std::vector<fresh_row> fresh;
  fresh.reserve(count);
  // All keys are freed before any row is linked: rows of one statement are in each other's way, expired or not.
  for (std::size_t i = 0; i < count; ++i) {
    fresh.push_back(row_of_values(run_.parameters + i * width));
    free_expired_keys(fresh.back().get());
  }
  const bool skips = plan.has_flag(ORM_STATEMENT_SKIP_DUPLICATES);
  std::vector<const orm_cell*> rows(count, nullptr);
  for (std::size_t i = 0; i < count; ++i) {
    if (skips && table_.taken_key(fresh[i].get())) continue;
    rows[i] = link(std::move(fresh[i]));
    ++run_.sink.affected;
  }
  references_.judge();
  if (plan.output.empty() && !skips) return;
  for (std::size_t i = 0; i < count; ++i) {
    if (rows[i] != nullptr) require_pushed(run_.push(static_cast<std::int64_t>(i), rows[i]));
  }
}

fresh_row writer::changed_row(const orm_cell* row) {
  const orm_model& model = run_.model();
  cells_.assign(row, row + model.field_count);
  arena_.clear();
  for (const orm_assignment& assignment : run_.plan.assignments) {
    const orm_field& field = sdk::field(model, assignment.field);
    const orm_code code =
        sdk::apply_assignment(field.type, assignment.kind, row[assignment.field], run_.parameters[assignment.parameter],
                              arena_, cells_[assignment.field]);
    if (code == ORM_OK) continue;
    throw sdk::driver_error(code, "the result for " + sdk::key_name(model, {&assignment.field, 1}) +
                                      (code == ORM_INVALID_VALUE ? " is out of range" : " can't be computed"))
        .on(table_.model_index(), {assignment.field})
        .outcome(ORM_OUTCOME_ROLLED_BACK);
  }
  return make_row(cells_);
}

// Keys are judged on the state after the last row: first every row gives up its old keys, then takes its new ones.
void writer::change(std::span<const orm_cell* const> rows) {
  if (!run_.plan.assigns_keys) {
    for (const orm_cell* row : rows) undo_.change(table_, row, changed_row(row));
    return;
  }
  std::vector<const orm_cell*> before;
  before.reserve(rows.size());
  for (const orm_cell* row : rows) {
    fresh_row values = changed_row(row);
    table_.check_limits(values.get());
    before.push_back(undo_.change(table_, row, std::move(values)));
    references_.added(table_, row);
    references_.removed(table_, before.back());
  }
  if (sdk::has_expiry(run_.model())) {
    const std::unordered_set<const orm_cell*> own(rows.begin(), rows.end());
    for (const orm_cell* row : rows) free_expired_keys(row, own);
  }
  for (std::size_t i = 0; i < rows.size(); ++i) {
    require_free(table_.taken_key(rows[i], before[i]));
    undo_.relink(table_, rows[i], before[i]);
  }
  references_.judge();
}

void writer::update() {
  const std::vector<const orm_cell*> rows = reader(run_).targets();
  change(rows);
  run_.sink.affected = rows.size();
  if (run_.plan.output.empty()) return;
  for (const orm_cell* row : rows) require_pushed(run_.push(row));
}

void writer::upsert() {
  const memory_plan& plan = run_.plan;
  std::vector<orm_cell> key;
  for (const std::uint32_t column : plan.conflict_columns) key.push_back(run_.parameters[column]);
  const orm_cell* row = table_.unique(plan.conflict_key).find(key);
  if (row != nullptr && sdk::is_expired(run_.model(), row, now_)) row = nullptr;
  if (row == nullptr) {
    fresh_row fresh = row_of_values(run_.parameters);
    free_expired_keys(fresh.get());
    row = link(std::move(fresh));
    references_.judge();
  } else if (!plan.assignments.empty()) {
    change({&row, 1});
  }
  run_.sink.affected = 1;
  if (!plan.output.empty()) require_pushed(run_.push(row));
}

void writer::remove() {
  const std::vector<const orm_cell*> rows = reader(run_).targets();
  for (const orm_cell* row : rows) undo_.unlink(table_, row);
  for (const orm_cell* row : rows) references_.deleted(table_, row);
  references_.judge();
  run_.sink.affected = rows.size();
}

std::uint64_t purge(tables& all, undo_log& undo, const orm_cell& now) {
  std::uint64_t removed = 0;
  for (const auto& each : all.all()) {
    if (!sdk::has_expiry(each->model())) continue;
    std::vector<const orm_cell*> expired;
    each->visit_all([&](const orm_cell* row) {
      if (sdk::is_expired(each->model(), row, &now)) expired.push_back(row);
      return true;
    });
    for (const orm_cell* row : expired) undo.unlink(*each, row);
    removed += expired.size();
  }
  return removed;
}

}  // namespace orm::memory
