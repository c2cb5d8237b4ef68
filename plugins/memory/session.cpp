// Sessions, transactions and the lock.
#include "session.hpp"

#include "reader.hpp"
#include "writer.hpp"

#include <string>

namespace orm::memory {

class memory_session::call {
 public:
  call(memory_session& session, hold kind) : session_(session) {
    session_.cancelled_.store(false, std::memory_order_relaxed);
    session_.running_.store(true, std::memory_order_relaxed);
    try {
      enter(kind);
    } catch (...) {
      session_.running_.store(false, std::memory_order_relaxed);
      throw;
    }
  }
  ~call() {
    if (!session_.in_transaction_) session_.release();
    session_.running_.store(false, std::memory_order_relaxed);
  }
  call(const call&) = delete;
  call& operator=(const call&) = delete;

 private:
  void enter(hold kind) {
    if (session_.held_ == hold::nothing) return session_.acquire(kind, kind == hold::exclusive);
    if (kind == hold::exclusive && session_.held_ == hold::shared) {
      throw sdk::driver_error(ORM_INVALID_QUERY, "a write in a transaction that was begun as read-only")
          .outcome(ORM_OUTCOME_NOT_SENT);
    }
  }

  memory_session& session_;
};

void memory_session::acquire(hold kind, bool write) {
  const auto timeout = store_.busy_timeout();
  const auto answer =
      kind == hold::shared ? store_.lock().lock_shared(timeout, cancelled_) : store_.lock().lock(timeout, cancelled_);
  const orm_outcome outcome = write ? ORM_OUTCOME_NOT_SENT : ORM_OUTCOME_NONE;
  if (answer == store_lock::answer::cancelled) {
    throw sdk::driver_error(ORM_CANCELLED, "cancelled while it waited for another session's transaction")
        .outcome(outcome);
  }
  if (answer == store_lock::answer::timed_out) {
    throw sdk::driver_error(ORM_TIMEOUT, "waited " + std::to_string(timeout.count()) +
                                             " ms for another session to finish (busy_timeout); a thread that has a "
                                             "transaction open waits for itself when it uses the store outside of it")
        .retryable()
        .outcome(outcome);
  }
  held_ = kind;
}

void memory_session::release() {
  if (held_ == hold::shared) store_.lock().unlock_shared();
  if (held_ == hold::exclusive) store_.lock().unlock();
  held_ = hold::nothing;
}

void memory_session::leave() {
  if (held_ == hold::exclusive) undo_.rollback(0);
  in_transaction_ = false;
  savepoints_.clear();
  release();
}

void memory_session::run(const execution& run, undo_log& undo) {
  switch (run.plan.kind) {
    case ORM_FIND:
      return reader(run).find();
    case ORM_AGGREGATE:
      return reader(run).aggregate();
    case ORM_INSERT:
      return writer(run, undo).insert();
    case ORM_UPDATE:
      return writer(run, undo).update();
    case ORM_UPSERT:
      return writer(run, undo).upsert();
    case ORM_DELETE:
      return writer(run, undo).remove();
    default:
      break;  // compile() let no other kind pass
  }
}

void memory_session::execute(const sdk::driver_plan& of, const orm_cell* parameters, std::uint32_t count,
                             orm_sink& sink) {
  const auto& plan = static_cast<const memory_plan&>(of);
  if (!plan.accepts(count)) {
    throw sdk::driver_error(ORM_INVALID_QUERY, std::to_string(count) + " parameters do not fit the statement");
  }
  const execution execution{plan, parameters, count, sink, store_.tables(), cancelled_, cells_};
  if (!plan.is_write()) {
    const call locked(*this, hold::shared);
    run(execution, undo_);
    return;
  }
  const call locked(*this, hold::exclusive);
  const std::size_t mark = undo_.position();
  try {
    run(execution, undo_);
  } catch (...) {
    undo_.rollback(mark);
    sink.affected = 0;
    throw;
  }
  if (!in_transaction_) undo_.commit();
}

void memory_session::begin(std::uint32_t flags, std::uint32_t isolation) {
  if (in_transaction_) throw sdk::driver_error(ORM_INVALID_QUERY, "this session has a transaction already");
  // The lock makes every transaction serializable, which is all that the weaker levels ask for.
  if (isolation != ORM_ISOLATION_DEFAULT && isolation != ORM_ISOLATION_SERIALIZABLE &&
      isolation != ORM_ISOLATION_REPEATABLE_READ && isolation != ORM_ISOLATION_READ_COMMITTED) {
    sdk::throw_unsupported("this isolation level");
  }
  const call locked(*this, (flags & ORM_BEGIN_READ_ONLY) != 0 ? hold::shared : hold::exclusive);
  in_transaction_ = true;
}

void memory_session::require_transaction() const {
  if (!in_transaction_) throw sdk::driver_error(ORM_INVALID_QUERY, "this session has no transaction");
}

void memory_session::commit() {
  require_transaction();
  undo_.commit();
  leave();
}

void memory_session::rollback() {
  require_transaction();
  leave();
}

void memory_session::savepoint(orm_savepoint_action action, std::uint32_t depth) {
  require_transaction();
  const bool sets = action == ORM_SAVEPOINT_SET;
  if (depth == 0 || (sets ? depth != savepoints_.size() + 1 : depth > savepoints_.size())) {
    throw sdk::driver_error(ORM_INVALID_QUERY, "there is no savepoint of depth " + std::to_string(depth));
  }
  if (sets) {
    savepoints_.push_back(undo_.position());
    return;
  }
  if (action == ORM_SAVEPOINT_ROLLBACK) undo_.rollback(savepoints_[depth - 1]);
  savepoints_.resize(depth - 1);
}

void memory_session::reset() {
  if (in_transaction_) throw sdk::driver_error(ORM_INVALID_QUERY, "reset can't be part of a transaction");
  const call locked(*this, hold::exclusive);
  for (const auto& each : store_.tables().all()) each->clear();
}

std::uint64_t memory_session::purge(std::int64_t now) {
  const call locked(*this, hold::exclusive);
  const std::uint64_t removed = memory::purge(store_.tables(), undo_, sdk::datetime_cell(now));
  if (!in_transaction_) undo_.commit();
  return removed;
}

void memory_session::cancel() noexcept {
  if (!running_.load(std::memory_order_relaxed)) return;
  cancelled_.store(true);
  store_.lock().wake();
}

}  // namespace orm::memory
