// Transactions, the cache of prepared statements, and what concerns whole tables.
#include "session.hpp"

#include <orm/sdk/sql/ddl.hpp>
#include <orm/sdk/value/cells.hpp>

#include <algorithm>
#include <utility>

#include "running_call.hpp"
#include "write_scope.hpp"

namespace orm::sqlite {

using sdk::driver_error;

namespace {
// Beyond this many plans a session forgets what it has prepared and starts again.
constexpr std::size_t prepared_limit = 512;

std::string savepoint_name(std::uint32_t depth) { return "\"orm savepoint " + std::to_string(depth) + "\""; }
}  // namespace

session::session(store& owner) : owner_(owner), connection_(owner.connect(state_)) {}

session::~session() {
  const client_call call = client_end();
  try {
    reset_session();
  } catch (...) {
    leave_gate();  // the connection goes, and its transaction with it
  }
  plans_.clear();
  owner_.disconnect(std::move(connection_));
}

// ---- prepared statements

prepared_plan& session::prepared(const plan& wanted) {
  if (wanted.slot >= plans_.size()) plans_.resize(wanted.slot + 1);
  if (plans_[wanted.slot].generation == wanted.generation) return plans_[wanted.slot];

  if (prepared_count_ >= prepared_limit) {
    for (prepared_plan& old : plans_) old = prepared_plan();
    prepared_count_ = 0;
  }
  if (plans_[wanted.slot].generation != 0) --prepared_count_;
  plans_[wanted.slot] = prepared_plan();

  const failed_call context = context_of(wanted);
  const strict_names strict(connection_->client());
  const auto prepare = [&](const sdk::sql::command& command) {
    return prepared_command{connection_->prepare(command.sql, context, SQLITE_PREPARE_PERSISTENT), &command};
  };
  prepared_plan made;
  made.main = prepare(wanted.sql.main);
  if (!wanted.sql.count.sql.empty()) made.count = prepare(wanted.sql.count);
  for (const auto& command : wanted.sql.before) made.before.push_back(prepare(command));
  for (const auto& command : wanted.sql.before_row) made.before_row.push_back(prepare(command));
  made.generation = wanted.generation;
  plans_[wanted.slot] = std::move(made);
  ++prepared_count_;
  if (cells_.size() < wanted.sql.output.size()) cells_.resize(wanted.sql.output.size());
  return plans_[wanted.slot];
}

// ---- transactions

void session::enter_gate() {
  if (in_gate_) return;
  switch (owner_.gate().enter(std::chrono::milliseconds(owner_.settings().busy_timeout), state_)) {
    case write_gate::entry::entered:
      in_gate_ = true;
      return;
    case write_gate::entry::timed_out:
      throw driver_error(ORM_TIMEOUT, "another writer of this process kept the database for the whole busy_timeout")
          .native("SQLITE_BUSY")
          .retryable()
          .outcome(ORM_OUTCOME_NOT_SENT);
    case write_gate::entry::cancelled:
      throw driver_error(ORM_CANCELLED, "the statement was cancelled before it ran").outcome(ORM_OUTCOME_NOT_SENT);
  }
}

void session::leave_gate() {
  if (!in_gate_) return;
  in_gate_ = false;
  owner_.gate().leave();
}

void session::begin(std::uint32_t flags, std::uint32_t) {
  const running_call running(state_);
  const client_call call = client_use();
  if (began_) throw driver_error(ORM_INVALID_QUERY, "a transaction has already begun: use a savepoint");
  adopted_client* const client = connection_->client();
  if (client != nullptr) client->require_no_unfinished_write();
  if (client != nullptr && connection_->in_transaction()) {
    std::string savepoint = client->next_savepoint();
    connection_->run("SAVEPOINT " + savepoint);
    joined_ = std::move(savepoint);
    client->began(this);
    began_ = true;
    return;
  }
  const failed_call context{&owner_.schema(), ORM_NONE, false, false};
  if ((flags & ORM_BEGIN_READ_ONLY) != 0 || connection_->is_read_only()) {
    connection_->run_kept("BEGIN", context);
  } else {
    enter_gate();
    try {
      connection_->run_kept("BEGIN IMMEDIATE", context);
    } catch (...) {
      leave_gate();
      throw;
    }
  }
  if (client != nullptr) client->began(this);
  began_ = true;
}

void session::end_transaction(const char* how, const failed_call& context) {
  const std::string joined = std::exchange(joined_, {});
  began_ = false;
  if (connection_->client() != nullptr) connection_->client()->ended(this);
  try {
    if (!connection_->in_transaction()) {
      // Some errors end a transaction by themselves, and an application ends the one that was joined as it likes.
    } else if (!joined.empty()) {
      if (how[0] == 'R') connection_->run("ROLLBACK TO " + joined, context);
      connection_->run("RELEASE " + joined, context);
    } else {
      connection_->run_kept(how, context);
    }
  } catch (...) {
    if (joined.empty() && connection_->in_transaction())
      sqlite3_exec(connection_->handle(), "ROLLBACK", nullptr, nullptr, nullptr);
    leave_gate();
    throw;
  }
  leave_gate();
}

void session::commit() {
  const running_call running(state_);
  const client_call call = client_use();
  if (!began_) throw driver_error(ORM_INVALID_QUERY, "there is no transaction to commit");
  if (!connection_->in_transaction()) {
    const bool joined = !joined_.empty();
    end_transaction("ROLLBACK", {});
    if (joined) fail_ended_by_application();
    throw driver_error(ORM_TRANSACTION_CONFLICT, "an earlier error ended the transaction: nothing of it was kept")
        .retryable()
        .outcome(ORM_OUTCOME_ROLLED_BACK);
  }
  end_transaction("COMMIT", {&owner_.schema(), ORM_NONE, true, true});
}

void session::fail_ended_by_application() {
  throw driver_error(ORM_TRANSACTION_CONFLICT,
                     "the application, or an error, ended the transaction that this one had joined: what was written "
                     "until then was kept or lost with it")
      .outcome(ORM_OUTCOME_UNKNOWN);
}

void session::rollback() {
  if (!began_) return;
  const client_call call = client_end();
  end_transaction("ROLLBACK", {});
}

void session::savepoint(orm_savepoint_action action, std::uint32_t depth) {
  const client_call call = action == ORM_SAVEPOINT_ROLLBACK ? client_end() : client_use();
  const std::string name = savepoint_name(depth);
  const failed_call context{&owner_.schema(), ORM_NONE, false, false};
  switch (action) {
    case ORM_SAVEPOINT_SET:
      connection_->run("SAVEPOINT " + name, context);
      return;
    case ORM_SAVEPOINT_RELEASE:
      connection_->run("RELEASE " + name, context);
      return;
    case ORM_SAVEPOINT_ROLLBACK:
      connection_->run("ROLLBACK TO " + name, context);
      connection_->run("RELEASE " + name, context);
      return;
  }
  sdk::throw_unsupported("this kind of savepoint");
}

void session::reset_session() {
  if (began_) {
    const client_call call = client_end();
    end_transaction("ROLLBACK", {});
  }
  leave_gate();
}

void session::cancel() noexcept {
  activity expected = activity::running;
  if (!state_.compare_exchange_strong(expected, activity::cancelled)) return;
  try {
    owner_.gate().wake_all();
  } catch (...) {  // the wait then ends with its timeout
  }
}

// ---- whole tables

std::uint64_t session::purge(std::int64_t now) {
  const running_call running(state_);
  const client_call call = client_use();
  std::uint64_t removed = 0;
  for (std::uint32_t m = 0; m < owner_.schema().model_count; ++m) {
    if (!sdk::has_expiry(sdk::model(owner_.schema(), m))) continue;
    const failed_call context{&owner_.schema(), m, true, false};
    write_scope scope(*this, false);
    const statement expired =
        connection_->prepare(sdk::sql::compile_purge(owner_.schema(), m, sdk::sql::sqlite_dialect()).sql, context);
    sqlite3_bind_int64(expired.get(), 1, now);
    const int code = sqlite3_step(expired.get());
    if (code != SQLITE_DONE) throw failure(connection_->handle(), code, context);
    removed += static_cast<std::uint64_t>(sqlite3_changes64(connection_->handle()));
    scope.keep();
  }
  return removed;
}

void session::reset() {
  const running_call running(state_);
  const client_call call = client_use();
  for (prepared_plan& old : plans_) old = prepared_plan();
  prepared_count_ = 0;
  // Rings of references have no order in which their tables could go one by one.
  const bool free = !connection_->in_transaction();
  if (free) connection_->run("PRAGMA foreign_keys = off");
  try {
    write_scope scope(*this, true);
    if (!free) connection_->run("PRAGMA defer_foreign_keys = on");
    std::vector<std::uint32_t> order = sdk::sql::creation_order(owner_.schema());
    std::reverse(order.begin(), order.end());
    for (const std::uint32_t m : order) {
      const std::string table = sdk::sql::sqlite_dialect().table(sdk::model(owner_.schema(), m));
      connection_->run("DROP TABLE IF EXISTS " + table, {&owner_.schema(), m, true, false});
    }
    if (!free) connection_->run("PRAGMA defer_foreign_keys = off");
    scope.keep();
  } catch (...) {
    if (free) sqlite3_exec(connection_->handle(), "PRAGMA foreign_keys = on", nullptr, nullptr, nullptr);
    throw;
  }
  if (free) connection_->run("PRAGMA foreign_keys = on");
}

void session::introspect(orm_sink& sink) {
  const client_call call = client_use();
  const statement columns = connection_->prepare(
      "SELECT t.name, c.name, c.type, c.\"notnull\" = 0 AND c.pk = 0, c.dflt_value FROM sqlite_schema AS t, "
      "pragma_table_xinfo(t.name) AS c WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' "
      "ORDER BY t.name, c.cid",
      {});
  const auto text = [&](int column) {
    const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(columns.get(), column));
    return data == nullptr
               ? sdk::null_cell()
               : sdk::text_cell({data, static_cast<std::size_t>(sqlite3_column_bytes(columns.get(), column))});
  };
  int code = SQLITE_DONE;
  while ((code = sqlite3_step(columns.get())) == SQLITE_ROW) {
    const orm_cell cells[] = {sdk::text_cell(""),
                              text(0),
                              text(1),
                              text(2),
                              sdk::text_cell(sqlite3_column_int(columns.get(), 3) != 0 ? "true" : "false"),
                              text(4)};
    if (!sdk::push_row(sink, cells, 6)) return;
  }
  if (code != SQLITE_DONE) throw failure(connection_->handle(), code, {});
}

}  // namespace orm::sqlite
