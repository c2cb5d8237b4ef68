// Running plans: one exchange for each, and again where nothing has happened.
#include <orm/sdk/value/cells.hpp>

#include <charconv>

#include "call.hpp"

namespace orm::postgres {

using sdk::driver_error;

namespace {

constexpr int attempt_limit = 5;

std::uint64_t rows_changed(const PGresult* result) {
  const std::string_view text = PQcmdTuples(const_cast<PGresult*>(result));
  std::uint64_t rows = 0;
  std::from_chars(text.data(), text.data() + text.size(), rows);
  return rows;
}

}  // namespace

session::statement session::make_statement(const sdk::driver_plan& plan, const orm_cell* parameters,
                                           std::uint32_t count, orm_sink& sink) const {
  const auto& wanted = static_cast<const postgres::plan&>(plan);
  statement out;
  out.of = &wanted;
  out.sink = &sink;
  out.values.parameters = parameters;
  if (wanted.inserts) {
    out.values.rows = parameters;
    out.values.width = wanted.width;
    out.values.row_count = wanted.rows_in(count);
    out.values.extra = parameters + (count - wanted.extra_parameters);
  }
  return out;
}

// Rows that are known before they are written are shown before, so that a refusal still counts. False: it was refused.
bool session::show_early(const statement& wanted) {
  if (!wanted.of->answers_early || wanted.of->output.empty()) return true;
  cells_.open(nullptr, *wanted.of);
  for (std::uint32_t i = 0; i < wanted.values.row_count; ++i) {
    const orm_cell* const row = wanted.values.rows + std::size_t{i} * wanted.values.width;
    const orm_cell* const cells = cells_.read(0, i, row);
    if (!sdk::push_row(*wanted.sink, cells, static_cast<std::uint32_t>(wanted.of->output.size()))) return false;
  }
  return true;
}

// Outside a transaction SET CONSTRAINTS holds up to the sync, but the server warns of it: not through a client whose
// notices are the application's.
bool session::begins_alone(bool joins) const { return owner_.client() != nullptr && !in_own_transaction() && !joins; }

void session::send(statement& wanted) {
  const plan& of = *wanted.of;
  const bool many = wanted.values.row_count > 1;
  const bool alone = of.defers && begins_alone(joins_client_);
  wanted.first = exchange_.size();
  if (alone) exchange_.kept_control("orm begin 3", "BEGIN ISOLATION LEVEL READ COMMITTED");
  const deferral& judged = joined_ || (joins_client_ && !in_own_transaction()) ? of.named_deferral : defer_all;
  if (of.defers) exchange_.control(judged.begin);
  for (const prepared_command& each : many ? of.before_rows : of.before) exchange_.command(of, each, wanted.values);
  wanted.main = exchange_.command(of, many ? of.main_rows : of.main, wanted.values);
  if (of.defers) exchange_.control(judged.end);
  if (alone) exchange_.kept_control("orm commit", "COMMIT");
  wanted.end = exchange_.size();
}

// ---- what comes back

// What is prepared keeps its columns as long as it is: they are looked at once.
void session::open_result(const statement& wanted, const PGresult* rows) {
  const plan& of = *wanted.of;
  const prepared_command& command = wanted.values.row_count > 1 ? of.main_rows : of.main;
  connection::prepared& known = connection_->prepared_at(of.slot);
  const bool numbered = known.generation == of.generation && command.number < connection::prepared_numbers;
  const std::uint64_t bit = numbered ? known.commands & std::uint64_t{1} << command.number : 0;
  if ((known.fitting & bit) == 0) {
    result_cells::check_columns(rows, of);
    known.fitting |= bit;
  }
  cells_.open(rows, of);
}

void session::deliver(const statement& wanted) {
  const plan& of = *wanted.of;
  const PGresult* const rows = exchange_.result_of(wanted.main);
  if (!of.reads) wanted.sink->affected = rows_changed(rows);
  if (of.answers_early || (of.output.empty() && !of.reads)) return;
  open_result(wanted, rows);
  if (of.inserts) return deliver_inserted(wanted, rows);
  const auto width = static_cast<std::uint32_t>(of.output.size());
  const int count = PQntuples(rows);
  for (int i = 0; i < count; ++i) {
    if (!sdk::push_row(*wanted.sink, cells_.read(i, 0, nullptr), width)) return;
  }
}

// Whether a row of the result can be that row of the rows given.
bool session::is_repeated(const statement& wanted, const PGresult* rows, int result, std::uint32_t ordinal) {
  const orm_cell* const row = wanted.values.rows + std::size_t{ordinal} * wanted.values.width;
  for (const sdk::sql::repeated_column& each : wanted.of->repeated) {
    const orm_cell& given = row[each.column];
    const auto column = static_cast<int>(each.result);
    if (sdk::is_null(given) != (PQgetisnull(rows, result, column) != 0)) return false;
    if (sdk::is_null(given)) continue;
    const auto type = static_cast<orm_cell_type>(given.type);
    if (!sdk::equal_cells(cells_.column(result, column, type), given)) return false;
  }
  return true;
}

void session::deliver_inserted(const statement& wanted, const PGresult* rows) {
  const auto width = static_cast<std::uint32_t>(wanted.of->output.size());
  const int count = PQntuples(rows);
  std::uint32_t ordinal = 0;
  for (int i = 0; i < count; ++i, ++ordinal) {
    while (ordinal + 1 < wanted.values.row_count && !is_repeated(wanted, rows, i, ordinal)) ++ordinal;
    const orm_cell* const given = wanted.values.rows + std::size_t{ordinal} * wanted.values.width;
    if (!sdk::push_row(*wanted.sink, cells_.read(i, ordinal, given), width)) return;
  }
}

// ---- one statement

void session::execute(const sdk::driver_plan& plan, const orm_cell* parameters, std::uint32_t count, orm_sink& sink) {
  const call running(*this);
  statement wanted = make_statement(plan, parameters, count, sink);
  if (!show_early(wanted)) return;
  for (int number = 0; !attempt(wanted, number);) ++number;
}

// A transaction of the application must survive what fails in here, and an upsert that is tried again must be undone
// alone. Where one snapshot is seen throughout, trying again would see nothing new.
bool session::needs_savepoint(const statement& wanted) const {
  if (!in_own_transaction()) return in_clients_transaction();
  return wanted.of->repeats && !snapshot_;
}

// One command that is prepared, and nothing else to be sent: pipeline mode would only cost. False: it is not like that.
bool session::run_alone(statement& wanted) {
  const plan& of = *wanted.of;
  const bool many = wanted.values.row_count > 1;
  if (transaction_ == transaction_state::wanted || !queued_.empty()) return false;
  if (of.defers || !(many ? of.before_rows : of.before).empty()) return false;
  const prepared_command& command = many ? of.main_rows : of.main;
  if (!exchange_.start_alone(*connection_, of, command)) return false;
  wanted.first = wanted.main = 0;
  wanted.end = 1;
  exchange_.run_alone(command, wanted.values);
  return true;
}

void session::run_together(statement& wanted, bool guarded) {
  exchange_.start(*connection_);
  std::exception_ptr refused;
  send_queued();
  if (guarded) exchange_.control(std::string("SAVEPOINT ") + own_savepoint);
  try {
    send(wanted);
  } catch (const driver_error&) {  // a value that can't be sent; what went before it is brought to an end
    refused = std::current_exception();
  }
  if (guarded) exchange_.control(std::string("RELEASE ") + own_savepoint);
  exchange_.sync();
  exchange_.run();
  if (refused == nullptr) return;
  recover(guarded, false);
  std::rethrow_exception(refused);
}

// False: it has left nothing behind and is worth another try.
bool session::attempt(statement& wanted, int number) {
  const bool reads_alone = wanted.of->reads && transaction_ == transaction_state::none;
  connect(reads_alone && number == 0 && owner_.client() == nullptr);
  const bool guarded = needs_savepoint(wanted);
  try {
    if (guarded || !run_alone(wanted)) run_together(wanted, guarded);
  } catch (const interruption& why) {
    const bool nothing_happened =
        transaction_ == transaction_state::wanted || (transaction_ == transaction_state::none && wanted.of->reads);
    if (why.why == interruption::reason::lost && nothing_happened && number == 0 && owner_.client() == nullptr) {
      return false;
    }
    fail(why, !wanted.of->reads, false);
  }
  if (const PGresult* const error = exchange_.first_error()) {
    const driver_error thrown = failed(error, context_of(wanted));
    const std::string state(sqlstate(error));
    const bool again = may_repeat(wanted, state, number, guarded);
    if (wants_preparing(error)) connection_->outdate_prepared();
    recover(guarded, again);
    if (again) return false;
    throw thrown;
  }
  if (transaction_ == transaction_state::wanted) transaction_ = transaction_state::open;
  queued_.clear();
  deliver(wanted);
  return true;
}

bool session::may_repeat(const statement& wanted, const std::string& state, int number, bool guarded) const {
  if (number + 1 >= attempt_limit) return false;
  const bool alone = guarded || transaction_ == transaction_state::none;
  if (wants_preparing(exchange_.first_error())) return alone || transaction_ == transaction_state::wanted;
  if (!wanted.of->repeats || !alone) return false;
  return state == "23505" || ((state == "40001" || state == "40P01") && !guarded);
}

// After an error: brings the server back to where it was before the statement, as far as that is ours to do.
void session::recover(bool guarded, bool again) {
  const auto status = PQtransactionStatus(connection_->handle());
  const bool restarts = transaction_ == transaction_state::wanted && again && !guarded;
  std::vector<std::string> undo;
  const auto back_to = [](const char* savepoint) -> std::vector<std::string> {
    return {std::string("ROLLBACK TO ") + savepoint, std::string("RELEASE ") + savepoint};
  };
  if (guarded) {
    undo = back_to(own_savepoint);
  } else if (restarts && joined_) {
    undo = back_to(joined_savepoint);
  } else if (restarts || transaction_ == transaction_state::none) {
    undo = {"ROLLBACK"};
  } else {
    failed_ = true;
  }
  if (status != PQTRANS_INERROR) undo.clear();
  const bool begun = transaction_ == transaction_state::wanted && status != PQTRANS_IDLE && (guarded || !again);
  if (begun) transaction_ = transaction_state::open;
  if (transaction_ == transaction_state::open) queued_.clear();  // it has gone before the statement
  if (undo.empty()) return;
  try {
    exchange_.start(*connection_);
    for (const std::string& each : undo) exchange_.control(each);
    exchange_.sync();
    exchange_.run();
  } catch (const interruption& why) {
    fail(why, true, false);
  }
}

}  // namespace orm::postgres
