// Transactions and savepoints over the driver's.
#include "engine/transaction.hpp"

#include <algorithm>
#include <chrono>
#include <random>
#include <thread>

#include "engine/errors.hpp"

namespace orm::detail {
namespace {

orm_error blank_error() {
  orm_error failure;
  failure.size = sizeof failure;
  return failure;
}

}  // namespace

transaction::transaction(engine& engine, isolation level, std::uint32_t flags)
    : engine_(engine), lease_(engine.sessions().acquire()) {
  const orm_capabilities& can = engine.declared();
  if (can.transactions != ORM_TRANSACTIONS_INTERACTIVE)
    throw error(error_code::unsupported,
                "the driver \"" + engine.capabilities().driver + "\" has no interactive transactions")
        .from_driver(engine.capabilities().driver, "");
  const auto wanted = static_cast<std::uint32_t>(level);
  if (wanted != ORM_ISOLATION_DEFAULT && !(can.isolations & wanted))
    throw error(error_code::unsupported,
                "the driver \"" + engine.capabilities().driver + "\" does not declare that isolation level")
        .from_driver(engine.capabilities().driver, "");
  orm_error failure = blank_error();
  if (engine.driver().begin(lease_.session(), flags, wanted, &failure) != ORM_OK) {
    lease_.suspect();
    throw_driver_error(failure, engine.driver(), engine.schema());
  }
  open_ = true;
}

transaction::~transaction() {
  if (!open_) return;
  orm_error failure = blank_error();
  if (engine_.driver().rollback(lease_.session(), &failure) != ORM_OK) lease_.suspect();
}

orm_session* transaction::session() {
  if (!open_) throw error(error_code::invalid_query, "the transaction has ended");
  if (failed_)
    throw error(error_code::invalid_query,
                "a statement of this transaction failed: roll back, or to a savepoint, before you go on");
  return lease_.session();
}

void transaction::failed(error_code code) noexcept {
  failed_ = true;
  if (leaves_doubt(code)) lease_.suspect();
}

void transaction::commit() {
  orm_session* const on = session();
  orm_error failure = blank_error();
  open_ = false;
  if (engine_.driver().commit(on, &failure) == ORM_OK) return;
  lease_.suspect();
  throw_driver_error(failure, engine_.driver(), engine_.schema());
}

void transaction::savepoint(orm_savepoint_action action) {
  orm_error failure = blank_error();
  if (engine_.driver().savepoint(lease_.session(), action, depth_, &failure) == ORM_OK) return;
  failed_ = true;
  throw_driver_error(failure, engine_.driver(), engine_.schema());
}

void transaction::set_savepoint() {
  session();  // refuses an ended or failed transaction
  ++depth_;
  savepoint(ORM_SAVEPOINT_SET);
}

void transaction::release_savepoint() {
  savepoint(ORM_SAVEPOINT_RELEASE);
  --depth_;
}

void transaction::rollback_to_savepoint() {
  savepoint(ORM_SAVEPOINT_ROLLBACK);
  --depth_;
  failed_ = false;
}

bool may_run_again(const error& failure, unsigned attempt, unsigned retries) {
  if (failure.code() != error_code::transaction_conflict && failure.code() != error_code::deadlock) return false;
  if (attempt >= retries || failure.outcome() == write_outcome::unknown) return false;
  // Those who collided would collide again if they came back in step.
  thread_local std::minstd_rand random(std::random_device{}());
  const unsigned longest = 500u << std::min(attempt, 6u);
  std::this_thread::sleep_for(std::chrono::microseconds(random() % longest));
  return true;
}

std::unique_ptr<transaction, void (*)(transaction*)> begin(engine& engine, isolation level, bool read_only) {
  const std::uint32_t flags = read_only ? std::uint32_t{ORM_BEGIN_READ_ONLY} : 0;
  return {new transaction(engine, level, flags), [](transaction* ended) { delete ended; }};
}
void commit(transaction& transaction) { transaction.commit(); }
void set_savepoint(transaction& transaction) { transaction.set_savepoint(); }
void release_savepoint(transaction& transaction) { transaction.release_savepoint(); }
void rollback_to_savepoint(transaction& transaction) { transaction.rollback_to_savepoint(); }

}  // namespace orm::detail
