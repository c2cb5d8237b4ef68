// Connecting, transactions, savepoints. What begins a transaction or a savepoint travels with the statement that
// follows.
#include "session.hpp"

#include <algorithm>

#include "call.hpp"

namespace orm::postgres {

using sdk::driver_error;

namespace {

std::string savepoint_name(std::uint32_t depth) { return "\"orm savepoint " + std::to_string(depth) + "\""; }

// Whether they may write is for the server to say: default_transaction_read_only, and a standby, hold here too.
constexpr opening serializable = {"orm begin 1", "BEGIN ISOLATION LEVEL SERIALIZABLE"};
constexpr opening repeatable_read = {"orm begin 2", "BEGIN ISOLATION LEVEL REPEATABLE READ"};
constexpr opening read_committed = {"orm begin 3", "BEGIN ISOLATION LEVEL READ COMMITTED"};
constexpr opening serializable_reads = {"orm begin 4", "BEGIN ISOLATION LEVEL SERIALIZABLE READ ONLY"};
constexpr opening snapshot_reads = {"orm begin 5", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"};
constexpr opening committed_reads = {"orm begin 6", "BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY"};

const opening& opening_for(bool reads, std::uint32_t isolation) {
  switch (isolation) {
    case ORM_ISOLATION_READ_COMMITTED:
      return reads ? committed_reads : read_committed;
    case ORM_ISOLATION_REPEATABLE_READ:
      return reads ? snapshot_reads : repeatable_read;
    case ORM_ISOLATION_SERIALIZABLE:
      return reads ? serializable_reads : serializable;
    default:
      return reads ? serializable_reads : serializable;
  }
}

}  // namespace

session::session(store& owner) : owner_(owner), exchange_(owner.settings().prepare), cells_(owner.schema()) {}

session::~session() {
  try {
    reset_session();
    if (connection_ != nullptr && connection_->is_borrowed() && connection_->is_usable()) {
      // The client lives on, without what was prepared on it.
      const call running(*this);
      connection_->start_clock();
      exchange_.start_to_leave(*connection_);
      exchange_.run();
    }
  } catch (...) {  // the connection goes, and with it all that was left on it
  }
}

// ---- the connection

// What can be repeated finds out by itself that the connection was lost; anything else must be told before it is sent,
// at the price of a call to the system.
void session::connect(bool repeatable) {
  if (transaction_ == transaction_state::lost) {
    throw driver_error(ORM_TRANSACTION_CONFLICT, "the transaction was lost with its connection: roll it back")
        .retryable()
        .outcome(ORM_OUTCOME_ROLLED_BACK);
  }
  if (connection_ != nullptr && !(repeatable ? connection_->is_usable() : connection_->is_alive())) {
    connection_.reset();
    if (transaction_ == transaction_state::open) {
      transaction_ = transaction_state::lost;
      throw connection_failure("it was lost, and the transaction with it", "", ORM_OUTCOME_ROLLED_BACK);
    }
  }
  if (connection_ == nullptr) connection_ = owner_.connect(cancel_);
  joins_client_ = in_clients_transaction();
  connection_->start_clock(batch_began_.value_or(clock::now()));
}

void session::fail(const interruption& why, bool writes, bool commits) {
  orm_outcome outcome = writes || commits ? ORM_OUTCOME_UNKNOWN : ORM_OUTCOME_NONE;
  if (transaction_ != transaction_state::none) {
    if (!commits) outcome = ORM_OUTCOME_ROLLED_BACK;
    transaction_ = transaction_state::lost;
  }
  switch (why.why) {
    case interruption::reason::timed_out:
      throw driver_error(ORM_TIMEOUT, "the server did not answer within the timeout").retryable().outcome(outcome);
    case interruption::reason::cancelled:
      throw driver_error(ORM_CANCELLED, "the statement was cancelled").outcome(outcome);
    case interruption::reason::lost:
      break;
  }
  throw connection_failure(why.detail.empty() ? "it was lost" : why.detail, why.state, outcome);
}

driver_error session::failed(const PGresult* error, const failed_call& call) const {
  if (sqlstate(error) != "57014") return failure(error, call);
  const bool late = connection_->is_interrupted() ? connection_->interrupted_for() == interruption::reason::timed_out
                                                  : connection_->used_its_time();
  driver_error out = late ? driver_error(ORM_TIMEOUT, "the statement took longer than the timeout").retryable()
                          : driver_error(ORM_CANCELLED, "the statement was cancelled");
  out.native("57014");
  if (call.writes) out.outcome(ORM_OUTCOME_ROLLED_BACK);
  return out;
}

const PGresult* session::run_now(const prepared_command& command, const bind_values& values, const failed_call& call) {
  connect();
  try {
    exchange_.start(*connection_);
    send_queued();
    const std::size_t number = exchange_.once(command, values);
    exchange_.sync();
    exchange_.run();
    if (transaction_ == transaction_state::wanted) transaction_ = transaction_state::open;
    queued_.clear();
    const PGresult* const error = exchange_.first_error();
    if (error == nullptr) return exchange_.result_of(number);
    failed_ = true;
    throw failed(error, call);
  } catch (const interruption& why) {
    fail(why, call.writes, false);
  }
}

const PGresult* session::run_now(const std::string& sql, const failed_call& call) {
  return run_now(make_command({sql, {}}), {}, call);
}

// ---- transactions

// Before anything is sent: libpq says of a client that waits for an answer only that it does.
bool session::in_clients_transaction() const {
  return owner_.client() != nullptr && PQtransactionStatus(owner_.client()) == PQTRANS_INTRANS;
}

void session::send_queued() {
  if (transaction_ == transaction_state::wanted) {
    if (joined_) {
      exchange_.control(std::string("SAVEPOINT ") + joined_savepoint);
    } else {
      exchange_.kept_control(opening_->name, opening_->sql);
    }
  }
  for (const std::string& each : queued_) exchange_.control(each);
}

void session::begin(std::uint32_t flags, std::uint32_t isolation) {
  const call running(*this);
  start((flags & ORM_BEGIN_READ_ONLY) != 0, isolation);
  one_batch_ = (flags & ORM_BEGIN_ONE_BATCH) != 0;
}

void session::start(bool reads, std::uint32_t isolation) {
  if (in_own_transaction()) throw driver_error(ORM_INVALID_QUERY, "a transaction has already begun: use a savepoint");
  read_only_ = reads;
  opening_ = &opening_for(read_only_, isolation);
  joined_ = in_clients_transaction();
  snapshot_ = !joined_ && isolation != ORM_ISOLATION_READ_COMMITTED;
  one_batch_ = failed_ = false;
  queued_.clear();
  transaction_ = transaction_state::wanted;
}

void session::forget_transaction() {
  transaction_ = transaction_state::none;
  joined_ = failed_ = false;
  queued_.clear();
}

// Of a transaction that the server knows.
void session::end_transaction(bool keep) {
  connect();
  try {
    exchange_.start(*connection_);
    if (keep) send_queued();
    std::size_t end = 0;
    if (joined_) {
      if (!keep) exchange_.control(std::string("ROLLBACK TO ") + joined_savepoint);
      end = exchange_.control(std::string("RELEASE ") + joined_savepoint);
    } else {
      end = keep ? exchange_.kept_control("orm commit", "COMMIT") : exchange_.kept_control("orm rollback", "ROLLBACK");
    }
    exchange_.sync();
    // One that sees a single state has nothing that could fail now; a serializable one may.
    const bool is_safe = read_only_ && opening_ != &serializable_reads && !failed_ && !connection_->is_borrowed();
    if (keep && is_safe) return exchange_.run_unread();
    exchange_.run();
    if (const PGresult* const error = exchange_.first_error()) throw failed(error, {&owner_.schema(), ORM_NONE, true});
    if (keep && !joined_ &&
        std::string_view(PQcmdStatus(const_cast<PGresult*>(exchange_.result_of(end)))) != "COMMIT") {
      throw driver_error(ORM_TRANSACTION_CONFLICT, "an earlier error ended the transaction: nothing of it was kept")
          .retryable()
          .outcome(ORM_OUTCOME_ROLLED_BACK);
    }
  } catch (const interruption& why) {
    fail(why, true, keep);
  }
}

void session::commit() {
  const call running(*this);
  keep();
}

void session::keep() {
  if (!in_own_transaction()) throw driver_error(ORM_INVALID_QUERY, "there is no transaction to commit");
  if (transaction_ == transaction_state::wanted || transaction_ == transaction_state::ended) {
    return forget_transaction();
  }
  try {
    end_transaction(true);
  } catch (...) {
    leave_nothing();
    forget_transaction();
    throw;
  }
  forget_transaction();
}

// Of a transaction that could not be kept: an application's client goes on without it.
void session::leave_nothing() noexcept {
  if (connection_ == nullptr || !connection_->is_usable()) return;
  const auto status = PQtransactionStatus(connection_->handle());
  if (status == PQTRANS_IDLE || (joined_ && status == PQTRANS_INTRANS)) return;
  if (!connection_->is_borrowed()) return connection_.reset();
  try {
    end_transaction(false);
  } catch (...) {  // the first error is told
  }
}

void session::rollback() {
  if (transaction_ != transaction_state::open) return forget_transaction();
  const call running(*this);
  undo();
}

void session::undo() {
  if (transaction_ != transaction_state::open) return forget_transaction();
  try {
    end_transaction(false);
  } catch (const driver_error&) {
    // A connection that is closed undoes what it had not kept; an application's can't be closed.
    const bool borrowed = connection_ != nullptr && connection_->is_borrowed();
    if (!borrowed) connection_.reset();
    forget_transaction();
    if (borrowed) throw;
  }
  forget_transaction();
}

void session::savepoint(orm_savepoint_action action, std::uint32_t depth) {
  const call running(*this);
  const std::string name = savepoint_name(depth);
  const std::string set = "SAVEPOINT " + name;
  const auto unsent = std::find(queued_.begin(), queued_.end(), set);
  switch (action) {
    case ORM_SAVEPOINT_SET:
      queued_.push_back(set);
      return;
    case ORM_SAVEPOINT_RELEASE:
      if (unsent != queued_.end()) {
        queued_.erase(unsent, queued_.end());
      } else {
        queued_.push_back("RELEASE " + name);
      }
      return;
    case ORM_SAVEPOINT_ROLLBACK:
      if (unsent != queued_.end()) {
        queued_.erase(unsent, queued_.end());
        return;
      }
      queued_.clear();  // of savepoints inside this one
      connect();
      try {
        exchange_.start(*connection_);
        exchange_.control("ROLLBACK TO " + name);
        exchange_.control("RELEASE " + name);
        exchange_.sync();
        exchange_.run();
      } catch (const interruption& why) {
        fail(why, true, false);
      }
      if (const PGresult* const error = exchange_.first_error())
        throw failed(error, {&owner_.schema(), ORM_NONE, true});
      failed_ = false;
      return;
  }
  sdk::throw_unsupported("this kind of savepoint");
}

void session::reset_session() {
  rollback();
  if (connection_ != nullptr && !connection_->is_borrowed() && !connection_->is_usable()) connection_.reset();
}

}  // namespace orm::postgres
