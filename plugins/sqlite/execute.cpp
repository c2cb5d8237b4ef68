// Running plans.
#include <orm/sdk/rows/keys.hpp>
#include <orm/sdk/value/cells.hpp>

#include <algorithm>
#include <optional>

#include "cells.hpp"
#include "running_call.hpp"
#include "session.hpp"
#include "write_scope.hpp"

namespace orm::sqlite {

using sdk::driver_error;

namespace {
[[noreturn]] void fail(sqlite3_stmt* statement, int code, const failed_call& context) {
  throw failure(sqlite3_db_handle(statement), code, context);
}
}  // namespace

void session::execute(const sdk::driver_plan& plan, const orm_cell* parameters, std::uint32_t count, orm_sink& sink) {
  const auto& wanted = static_cast<const sqlite::plan&>(plan);
  const running_call running(state_);
  const client_call call = client_use();
  if (began_ && !connection_->in_transaction()) {
    if (!joined_.empty()) fail_ended_by_application();
    // Nothing may slip out of a transaction that is no more.
    throw driver_error(ORM_TRANSACTION_CONFLICT, "an earlier error ended the transaction: roll it back")
        .outcome(ORM_OUTCOME_ROLLED_BACK);
  }
  if (wanted.reads) {
    read(wanted, parameters, sink);
  } else if (connection_->is_read_only()) {
    throw driver_error(ORM_NOT_AUTHORIZED, "the database can only be read: check the rights on file and directory")
        .native("SQLITE_READONLY")
        .outcome(ORM_OUTCOME_NOT_SENT);
  } else if (wanted.inserts) {
    insert(wanted, parameters, count, sink);
  } else {
    change(wanted, parameters, sink);
  }
}

// Reads share one look at the file's locks.
void session::batch(orm_batch_item* items, std::uint32_t count) {
  const client_call call = client_use();
  bool reads = count > 1 && !connection_->in_transaction();
  for (std::uint32_t i = 0; i < count && reads; ++i) {
    const orm_plan* plan = sdk::detail::strided(items, i).plan;
    reads = static_cast<const sqlite::plan&>(sdk::detail::plan_of(plan)).reads;
  }
  if (!reads) return driver_session::batch(items, count);
  connection_->run_kept("BEGIN");
  driver_session::batch(items, count);
  if (connection_->in_transaction()) connection_->run_kept("COMMIT");
}

void session::read(const plan& wanted, const orm_cell* parameters, orm_sink& sink) {
  sqlite3_stmt* statement = prepared(wanted).main.prepared.get();
  const reset_at_end reset(statement);
  bind_all(statement, wanted.sql.main, {parameters, nullptr, nullptr});
  const std::size_t width = wanted.sql.output.size();
  const sdk::sql::output_column* columns = wanted.sql.output.data();
  orm_cell* cells = cells_.data();
  int code = sqlite3_step(statement);
  while (code == SQLITE_ROW) {
    for (std::size_t i = 0; i < width; ++i) cells[i] = read_column(statement, columns[i]);
    if (!sdk::push_row(sink, cells, static_cast<std::uint32_t>(width)) || wanted.unique) return;
    code = sqlite3_step(statement);
  }
  if (code != SQLITE_DONE) fail(statement, code, context_of(wanted));
}

void session::run_to_end(const prepared_command& command, const failed_call& context) {
  const int code = sqlite3_step(command.prepared.get());
  if (code != SQLITE_DONE) fail(command.prepared.get(), code, context);
}

// ---- inserts

// Rows of one statement may reference each other in any order; what they reference must be there after the last.
class session::deferred_references {
 public:
  deferred_references(connection& connection, const failed_call& context) : connection_(connection) {
    connection_.run("PRAGMA defer_foreign_keys = on", context);
  }
  void check(const failed_call& context) const {
    int dangling = 0;
    int highest = 0;
    sqlite3_db_status(connection_.handle(), SQLITE_DBSTATUS_DEFERRED_FKS, &dangling, &highest, 0);
    if (dangling != 0) throw failure(SQLITE_CONSTRAINT_FOREIGNKEY, "FOREIGN KEY constraint failed", context);
  }
  // The transaction may go on, after an error too.
  ~deferred_references() {
    sqlite3_exec(connection_.handle(), "PRAGMA defer_foreign_keys = off", nullptr, nullptr, nullptr);
  }
  deferred_references(const deferred_references&) = delete;
  deferred_references& operator=(const deferred_references&) = delete;

 private:
  connection& connection_;
};

void session::insert(const plan& wanted, const orm_cell* parameters, std::uint32_t count, orm_sink& sink) {
  prepared_plan& statements = prepared(wanted);
  const auto width = static_cast<std::uint32_t>(wanted.columns.size());
  const std::uint32_t rows = width == 0 ? 1 : (count - wanted.extra_parameters) / width;
  const orm_cell* extra = parameters + (count - wanted.extra_parameters);
  failed_call context = context_of(wanted);
  const bool defers = wanted.references_itself && rows > 1;
  const bool alone = rows == 1 && statements.before_row.empty() && !wanted.skips_duplicates && wanted.answers_early;

  write_scope scope(*this, !alone);
  std::optional<deferred_references> deferred;
  if (defers) deferred.emplace(*connection_, context);
  const auto row_at = [&](std::uint32_t i) { return parameters + static_cast<std::size_t>(i) * width; };
  // All keys are freed before any row is written: the rows of one statement are in each other's way, expired or not.
  for (const prepared_command& freeing : statements.before_row) {
    for (std::uint32_t i = 0; i < rows; ++i) {
      const reset_at_end reset(freeing.prepared.get());
      bind_all(freeing.prepared.get(), *freeing.command, {parameters, row_at(i), extra});
      run_to_end(freeing, context);
    }
  }
  for (std::uint32_t i = 0; i < rows; ++i) {
    try {
      if (insert_row(wanted, statements, row_at(i), extra, i, sink)) continue;
    } catch (const driver_error& error) {
      if (error.code() == ORM_FOREIGN_KEY_VIOLATION) check_rows_after(wanted, statements, row_at(i), extra);
      throw;
    }
    sink.affected = 0;
    return;
  }
  if (deferred) {
    context.violated = violated_reference(wanted, nullptr);
    deferred->check(context);
  }
  deferred.reset();
  scope.keep();
}

// References are judged after the last row. This one fails, unless something else is wrong with a row that follows.
void session::check_rows_after(const plan& wanted, prepared_plan& statements, const orm_cell* rows,
                               const orm_cell* end) {
  const std::size_t width = wanted.columns.size();
  if (width == 0 || rows + width == end) return;
  const deferred_references deferred(*connection_, context_of(wanted));
  sqlite3_stmt* const statement = statements.main.prepared.get();
  for (; rows != end; rows += width) {
    const reset_at_end reset(statement);
    bind_all(statement, wanted.sql.main, {nullptr, rows, end});
    int code = sqlite3_step(statement);
    while (code == SQLITE_ROW) code = sqlite3_step(statement);
    if (code != SQLITE_DONE) fail_insert(wanted, statement, rows, code);
  }
}

// False: the sink wants no more.
bool session::insert_row(const plan& wanted, prepared_plan& statements, const orm_cell* row, const orm_cell* extra,
                         std::uint32_t ordinal, orm_sink& sink) {
  using sdk::sql::output_source;
  sqlite3_stmt* statement = statements.main.prepared.get();
  const reset_at_end reset(statement);
  bind_all(statement, wanted.sql.main, {nullptr, row, extra});

  const auto push = [&] {
    const std::size_t width = wanted.sql.output.size();
    if (width == 0) return true;
    for (std::size_t i = 0; i < width; ++i) {
      const sdk::sql::output_column& column = wanted.sql.output[i];
      switch (column.source) {
        case output_source::ordinal:
          cells_[i] = sdk::integer_cell(ordinal);
          break;
        case output_source::given:
          cells_[i] = row[column.index];
          break;
        case output_source::last_id:
          cells_[i] = sdk::integer_cell(sqlite3_last_insert_rowid(connection_->handle()));
          break;
        case output_source::result:
          cells_[i] = read_column(statement, column);
          break;
      }
    }
    return sdk::push_row(sink, cells_.data(), static_cast<std::uint32_t>(width));
  };

  // A statement that stands alone is kept as soon as it ends: its row is shown before, so that a refusal still counts.
  const bool early = wanted.answers_early && !wanted.skips_duplicates;
  if (early && !push()) return false;
  int code = sqlite3_step(statement);
  bool wanted_more = true;
  bool pushed = early;
  if (code == SQLITE_ROW) {
    wanted_more = push();
    pushed = true;
    code = sqlite3_step(statement);
  }
  if (code != SQLITE_DONE) fail_insert(wanted, statement, row, code);
  if (sqlite3_changes64(connection_->handle()) == 0) return true;  // its key was taken
  ++sink.affected;
  return pushed ? wanted_more : push();
}

// SQLite names whichever of the violated keys it looked at first; every driver names the first in the schema's order.
void session::fail_insert(const plan& wanted, sqlite3_stmt* statement, const orm_cell* row, int code) {
  failed_call context = context_of(wanted);
  const int extended = sqlite3_extended_errcode(connection_->handle());
  const std::string message = sqlite3_errmsg(connection_->handle());
  if ((code & 0xff) != SQLITE_CONSTRAINT) fail(statement, code, context);
  sqlite3_reset(statement);
  const bool unique = extended == SQLITE_CONSTRAINT_UNIQUE || extended == SQLITE_CONSTRAINT_PRIMARYKEY ||
                      extended == SQLITE_CONSTRAINT_ROWID;
  const std::vector<std::uint32_t> key = unique ? taken_key(wanted, row) : std::vector<std::uint32_t>();
  if (!key.empty()) context.taken_key = &key;
  context.violated = violated_reference(wanted, nullptr);
  throw failure(extended, message, context);
}

std::vector<std::uint32_t> session::taken_key(const plan& wanted, const orm_cell* row) {
  const orm_model& model = sdk::model(owner_.schema(), wanted.model);
  const sdk::sql::dialect& dialect = sdk::sql::sqlite_dialect();
  for (const sdk::model_key& key : sdk::keys_of(model)) {
    if (!key.unique) continue;
    std::string sql = "SELECT 1 FROM " + dialect.table(model) + " WHERE 1";
    std::vector<orm_cell> values;
    for (const std::uint32_t field : key.fields) {
      const auto column = std::find(wanted.columns.begin(), wanted.columns.end(), field);
      sql += " AND " + dialect.quote(sdk::text_view(sdk::field(model, field).column)) + " = ?";
      values.push_back(column == wanted.columns.end() ? sdk::null_cell() : row[column - wanted.columns.begin()]);
    }
    const statement query = connection_->prepare(sql, {});
    for (std::size_t i = 0; i < values.size(); ++i) bind_value(query.get(), static_cast<int>(i) + 1, values[i]);
    if (sqlite3_step(query.get()) == SQLITE_ROW) return key.fields;
  }
  return {};
}

// ---- updates, upserts, deletes

// SQLite counts violations and does not tell one from another.
sdk::sql::referring_field session::violated_reference(const plan& wanted, const orm_cell* parameters) {
  const auto& suspects = wanted.sql.suspects;
  const auto last = [](const sdk::sql::suspected_reference& each) { return each.find.sql.empty(); };
  for (const sdk::sql::suspected_reference& each : suspects) {
    if (last(each)) continue;
    const statement query = connection_->prepare(each.find.sql, {});
    bind_all(query.get(), each.find, {parameters, nullptr, nullptr});
    if (sqlite3_step(query.get()) == SQLITE_ROW) return each.by;
  }
  // None of these: the only other one.
  if (std::count_if(suspects.begin(), suspects.end(), last) != 1) return {};
  return std::find_if(suspects.begin(), suspects.end(), last)->by;
}

void session::fail_change(const plan& wanted, sqlite3_stmt* statement, const orm_cell* parameters, int code) {
  const int extended = sqlite3_extended_errcode(connection_->handle());
  if (extended != SQLITE_CONSTRAINT_FOREIGNKEY) fail(statement, code, context_of(wanted));
  const std::string message = sqlite3_errmsg(connection_->handle());
  sqlite3_reset(statement);
  failed_call context = context_of(wanted);
  context.violated = violated_reference(wanted, parameters);
  throw failure(extended, message, context);
}

void session::change(const plan& wanted, const orm_cell* parameters, orm_sink& sink) {
  prepared_plan& statements = prepared(wanted);
  const failed_call context = context_of(wanted);
  const bool answers = wanted.sql.result_columns != 0;
  const bool counts = statements.count.command != nullptr;
  const bool several = !statements.before.empty() || counts || (answers && connection_->in_transaction());
  write_scope scope(*this, several);
  for (const prepared_command& cleaning : statements.before) {
    const reset_at_end reset(cleaning.prepared.get());
    bind_all(cleaning.prepared.get(), *cleaning.command, {parameters, nullptr, nullptr});
    run_to_end(cleaning, context);
  }
  std::uint64_t counted = 0;
  if (counts) {
    sqlite3_stmt* const query = statements.count.prepared.get();
    const reset_at_end reset(query);
    bind_all(query, *statements.count.command, {parameters, nullptr, nullptr});
    if (const int code = sqlite3_step(query); code != SQLITE_ROW) fail(query, code, context);
    counted = static_cast<std::uint64_t>(sqlite3_column_int64(query, 0));
  }
  sqlite3_stmt* statement = statements.main.prepared.get();
  bool stopped = false;
  {
    const reset_at_end reset(statement);
    bind_all(statement, wanted.sql.main, {parameters, nullptr, nullptr});
    int code = sqlite3_step(statement);
    while (code == SQLITE_ROW && !stopped) {
      const std::size_t width = wanted.sql.output.size();
      for (std::size_t i = 0; i < width; ++i) cells_[i] = read_column(statement, wanted.sql.output[i]);
      stopped = !sdk::push_row(sink, cells_.data(), static_cast<std::uint32_t>(width));
      // The statement, which has changed its rows by now, must not be kept when it ends: a transaction around it.
      if (stopped && !connection_->in_transaction()) connection_->run("BEGIN", context);
      if (!stopped) code = sqlite3_step(statement);
    }
    if (!stopped && code != SQLITE_DONE) fail_change(wanted, statement, parameters, code);
  }
  if (stopped) {
    if (!several) connection_->run("ROLLBACK", context);
    return;
  }
  sink.affected = counts ? counted : static_cast<std::uint64_t>(sqlite3_changes64(connection_->handle()));
  scope.keep();
}

}  // namespace orm::sqlite
