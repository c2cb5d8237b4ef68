// The writing statements.
#include "writer.hpp"

#include <orm/sdk/rows/keys.hpp>
#include <orm/sdk/rows/refusals.hpp>
#include <orm/sdk/value/assignment.hpp>
#include <orm/sdk/value/integer.hpp>

#include "keyed_write.hpp"
#include "reader.hpp"

#include <algorithm>
#include <chrono>
#include <random>
#include <thread>

namespace orm::sdk::kv {
namespace {

// Longer and longer, and by chance, so that those who met each other don't meet again.
void pause_before(std::uint32_t attempt) {
  thread_local std::minstd_rand generator{std::random_device{}()};
  const std::uint32_t longest = 50u << std::min(attempt, 7u);
  std::this_thread::sleep_for(
      std::chrono::microseconds(std::uniform_int_distribution<std::uint32_t>(0, longest)(generator)));
}

}  // namespace

void writer::require_pushed(bool pushed) const {
  if (pushed) return;
  throw driver_error(ORM_CANCELLED, "the caller refused a row of a statement that this store had committed already")
      .outcome(ORM_OUTCOME_UNKNOWN);
}

// ---- committing -------------------------------------------------------------------------------------------------

void writer::commit(const std::function<void(mutation&)>& attempt) {
  for (std::uint32_t i = 0; i < options_.commit_attempts; ++i) {
    run_.check_cancelled();
    if (i > 1) pause_before(i);
    mutation change(where_, options_.can);
    for (const auto& [key, each] : occupants_) {
      if (is_expired(run_.model(), each.row.cells, now_)) change.remove(each.row);
    }
    attempt(change);
    if (change.empty()) return;
    const commit_request request = change.finish();
    const std::vector<std::uint32_t> failed = run_.at.commit(request);
    if (failed.empty()) return;
    learn(request, failed);
  }
  throw driver_error(ORM_TRANSACTION_CONFLICT, "others changed the same rows of \"" +
                                                   std::string(text_view(run_.model().name)) + "\" each of " +
                                                   std::to_string(options_.commit_attempts) + " times")
      .on(where_.model_index())
      .retryable()
      .outcome(ORM_OUTCOME_ROLLED_BACK);
}

// False: a key of the row is taken, and that is to be passed over.
bool writer::take(mutation& change, const new_rows& all, std::size_t position, bool skips) {
  const orm_cell* const row = all.rows[position];
  if (const auto taken = taken_key(change, row)) {
    if (skips) return false;
    throw_key_taken(run_.model(), where_.model_index(), where_.keys()[*taken].fields);
  }
  const bool added = !change.add(row, all.before.empty() ? std::string_view() : all.before[position].others);
  if (!added && !skips) refuse_first_taken(change, all);
  return added;
}

// ---- in one step ------------------------------------------------------------------------------------------------

// False: nothing was done. What is wrong with the parameters is found out by the long way, which knows whether there is
// a row at all.
bool writer::done_in_one_step() {
  using state = mutation_answer::state;
  if (!run_.plan.keyed || !run_.alone) return false;
  keyed_mutation& change = run_.memory.change;
  const orm_cell* row = nullptr;
  try {
    if (!say_keyed_mutation(run_, change)) return false;
    if (run_.plan.kind == ORM_UPSERT) say_created_row(run_, row = row_of_values(run_.parameters, 0), change);
  } catch (const driver_error&) {
    return false;
  }
  run_.check_cancelled();
  mutation_answer answer = run_.at.mutate(change);
  if (answer.is == state::refused) return false;
  if (answer.is == state::absent) return true;
  run_.sink.affected = 1;
  if (run_.plan.output.empty() || answer.is == state::erased) return true;
  if (answer.is == state::changed) row = written_row(std::move(answer.record));
  require_pushed(run_.push(row));
  return true;
}

// Of a record that the store has changed and answered: whatever is wrong with it, that is done.
const orm_cell* writer::written_row(std::string record) {
  try {
    return met_.add(where_, std::move(record)).cells;
  } catch (driver_error& error) {
    error.outcome(ORM_OUTCOME_UNKNOWN);
    throw;
  }
}

// False: something is in its way, or was when it was looked.
bool writer::inserted_in_one_step(std::span<const orm_cell* const> rows) {
  if (!run_.plan.keyed || !run_.alone || rows.size() != 1) return false;
  say_inserted_row(run_, rows[0], run_.memory.change);
  run_.check_cancelled();
  return run_.at.mutate(run_.memory.change).is == mutation_answer::state::created;
}

// ---- insert -----------------------------------------------------------------------------------------------------

std::int64_t writer::reserve_ids(std::size_t count) {
  const orm_model& model = run_.model();
  if (count == 0 || !is_increment(field(model, model.id))) return 0;
  const std::int64_t first = run_.at.reserve(where_.counter(), count);
  if (add_integer(ORM_FIELD_INTEGER, first, static_cast<std::int64_t>(count) - 1)) return first;
  throw ids_used_up(model, where_.model_index()).outcome(ORM_OUTCOME_ROLLED_BACK);
}

const orm_cell* writer::row_of_values(const orm_cell* values, std::int64_t id) {
  const orm_model& model = run_.model();
  orm_cell* row = arena_.allocate_cells(model.field_count);
  std::fill_n(row, model.field_count, null_cell());
  for (std::size_t i = 0; i < run_.plan.columns.size(); ++i) row[run_.plan.columns[i]] = values[i];
  if (is_increment(field(model, model.id))) row[model.id] = integer_cell(id);
  where_.check_limits(row);
  return row;
}

std::vector<const orm_cell*> writer::rows_of_values() {
  const std::size_t width = run_.plan.columns.size();
  const std::size_t count = width == 0 ? 1 : (run_.count - run_.plan.extra_parameters) / width;
  if (count > options_.max_atomic_rows) {
    throw driver_error(ORM_UNSUPPORTED, "at most " + std::to_string(options_.max_atomic_rows) +
                                            " rows can be inserted at once, not " + std::to_string(count))
        .on(where_.model_index())
        .outcome(ORM_OUTCOME_NOT_SENT);
  }
  const std::int64_t first_id = reserve_ids(count);
  std::vector<const orm_cell*> rows;
  rows.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    rows.push_back(row_of_values(run_.parameters + i * width, first_id + static_cast<std::int64_t>(i)));
  }
  return rows;
}

void writer::insert() {
  const std::vector<const orm_cell*> rows = rows_of_values();
  const bool skips = run_.plan.has_flag(ORM_STATEMENT_SKIP_DUPLICATES);
  std::vector<bool> inserted(rows.size(), true);
  if (!inserted_in_one_step(rows)) {
    commit([&](mutation& change) {
      for (std::size_t i = 0; i < rows.size(); ++i) inserted[i] = take(change, {rows}, i, skips);
    });
  }
  run_.sink.affected = static_cast<std::uint64_t>(std::count(inserted.begin(), inserted.end(), true));
  if (run_.plan.output.empty() && !skips) return;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (inserted[i]) require_pushed(run_.push(static_cast<std::int64_t>(i), rows[i]));
  }
}

// ---- update -----------------------------------------------------------------------------------------------------

const orm_cell* writer::changed_row(const orm_cell* row) {
  const orm_model& model = run_.model();
  orm_cell* changed = arena_.allocate_cells(model.field_count);
  for (std::uint32_t i = 0; i < model.field_count; ++i) changed[i] = arena_.copy(row[i]);
  for (const orm_assignment& assignment : run_.plan.assignments) {
    const orm_code code = apply_assignment(field(model, assignment.field).type, assignment.kind, row[assignment.field],
                                           run_.parameters[assignment.parameter], arena_, changed[assignment.field]);
    if (code == ORM_OK) continue;
    throw driver_error(code, "the result for " + key_name(model, {&assignment.field, 1}) +
                                 (code == ORM_INVALID_VALUE ? " is out of range" : " can't be computed"))
        .on(where_.model_index(), {assignment.field})
        .outcome(ORM_OUTCOME_ROLLED_BACK);
  }
  where_.check_limits(changed);
  return changed;
}

void writer::update() {
  if (done_in_one_step()) return;
  std::vector<const orm_cell*> changed;
  commit([&](mutation& change) {
    reader read(run_);
    const std::vector<stored_row> rows = read.targets();
    changed.clear();
    for (const stored_row& row : rows) changed.push_back(changed_row(row.cells));
    for (const stored_row& row : rows) change.remove(row);
    for (std::size_t i = 0; i < rows.size(); ++i) take(change, {changed, rows}, i, false);
  });
  run_.sink.affected = changed.size();
  if (run_.plan.output.empty()) return;
  for (const orm_cell* row : changed) require_pushed(run_.push(row));
}

void writer::remove() {
  if (done_in_one_step()) return;
  commit([&](mutation& change) {
    reader read(run_);
    const std::vector<stored_row> rows = read.targets();
    for (const stored_row& row : rows) change.remove(row);
    run_.sink.affected = rows.size();
  });
}

// ---- upsert -----------------------------------------------------------------------------------------------------

void writer::upsert() {
  if (done_in_one_step()) return;
  const kv_plan& plan = run_.plan;
  std::vector<orm_cell> values;
  for (const std::uint32_t column : plan.conflict_columns) values.push_back(run_.parameters[column]);
  const std::string key = where_.unique_key(plan.conflict_key, values);
  row_set read;
  const orm_cell* fresh = nullptr;
  const orm_cell* result = nullptr;
  commit([&](mutation& change) {
    // Who holds the key is looked up anew each time: what was met when a commit failed may have gone since.
    occupants_.erase(key);
    const auto found = key.empty() ? std::nullopt : look_up(run_, read, plan.conflict_key, key);
    if (found && !is_expired(run_.model(), found->cells, now_)) {
      result = found->cells;
      if (plan.assignments.empty()) return;
      result = changed_row(found->cells);
    } else if (fresh == nullptr) {
      result = fresh = row_of_values(run_.parameters, reserve_ids(1));
    } else {
      result = fresh;
    }
    if (found) change.remove(*found);
    const bool updates = found && result != fresh;
    take(change, {{&result, 1}, updates ? std::span(&*found, 1) : std::span<const stored_row>()}, 0, false);
  });
  run_.sink.affected = 1;
  if (!plan.output.empty()) require_pushed(run_.push(result));
}

}  // namespace orm::sdk::kv
