// Statements, and what is done to a store as a whole.
#include "session.hpp"

#include "catalog.hpp"
#include "lookup.hpp"
#include "prefetch.hpp"
#include "purge.hpp"
#include "reader.hpp"
#include "writer.hpp"

#include <exception>

namespace orm::sdk::kv {

class kv_session::call {
 public:
  explicit call(kv_session& session) : session_(session) {
    session_.cancelled_.store(false, std::memory_order_relaxed);
    session_.backend_->begin_call();
    session_.running_.store(true, std::memory_order_relaxed);
  }
  ~call() { session_.running_.store(false, std::memory_order_relaxed); }
  call(const call&) = delete;
  call& operator=(const call&) = delete;

 private:
  kv_session& session_;
};

void kv_session::execute(const driver_plan& of, const orm_cell* parameters, std::uint32_t count, orm_sink& sink) {
  backend& at = transaction_ ? static_cast<backend&>(*transaction_) : *backend_;
  run(static_cast<const kv_plan&>(of), parameters, count, sink, at);
}

void kv_session::run(const kv_plan& plan, const orm_cell* parameters, std::uint32_t count, orm_sink& sink,
                     backend& at) {
  if (!plan.accepts(count)) {
    throw driver_error(ORM_INVALID_QUERY, std::to_string(count) + " parameters do not fit the statement");
  }
  const call running(*this);
  for (const model_layout* each : {plan.where, plan.through.where}) {
    if (each == nullptr) continue;
    if (transaction_) transaction_->enter(*each);
    require_catalog(store_, *backend_, *each);
  }
  const execution run{plan, parameters, count, sink, store_, at, cancelled_, memory_, !transaction_};
  if (plan.is_lookup) return lookup(run).find();
  if (!plan.is_write()) return plan.kind == ORM_FIND ? reader(run).find() : reader(run).aggregate();
  try {
    write(run);
  } catch (driver_error& error) {
    // What failed before the commit, which says for itself, has changed nothing.
    if (error.outcome() == ORM_OUTCOME_NONE) error.outcome(ORM_OUTCOME_ROLLED_BACK);
    throw;
  }
}

void kv_session::write(const execution& run) {
  switch (run.plan.kind) {
    case ORM_INSERT:
      return writer(run).insert();
    case ORM_UPDATE:
      return writer(run).update();
    case ORM_UPSERT:
      return writer(run).upsert();
    default:
      return writer(run).remove();  // compile() let no other kind pass
  }
}

// ---- batches ----------------------------------------------------------------------------------------------------

namespace {

// Whether time ran out while nobody answered; a server that says that it is busy has answered.
bool is_silence(const driver_error& error) { return error.code() == ORM_TIMEOUT && error.native().empty(); }

[[noreturn]] void throw_still_silent() {
  throw driver_error(ORM_TIMEOUT, "not asked: the store left what came before it in the batch without an answer")
      .retryable()
      .outcome(ORM_OUTCOME_NOT_SENT);
}

void read_for_all(prefetch& ahead, std::exception_ptr& failure) {
  try {
    ahead.read_wanted();
  } catch (...) {
    failure = std::current_exception();
    throw;
  }
}

}  // namespace

// What finds that stand next to each other begin by reading is read together; a write between them must be seen by
// those behind it. Whoever waits for a batch waits for a silent store once.
void kv_session::batch(orm_batch_item* items, std::uint32_t count) {
  if (transaction_) return driver_session::batch(items, count);
  const auto item = [&](std::uint32_t i) -> const orm_batch_item& { return detail::strided(items, i); };
  const auto plan_of = [&](std::uint32_t i) -> const kv_plan& {
    return static_cast<const kv_plan&>(detail::plan_of(item(i).plan));
  };
  const auto execution_of = [&](std::uint32_t i, backend& at) -> execution {
    const orm_batch_item& each = item(i);
    return {plan_of(i), each.parameters, each.parameter_count, *each.sink, store_, at, cancelled_, memory_};
  };
  std::vector<prefetch::ticket> tickets;  // of lookups, by item
  bool is_silent = false;
  for (std::uint32_t begin = 0, end = 0; begin < count; begin = end) {
    prefetch ahead(*backend_);
    tickets.clear();
    for (; end < count && plan_of(end).kind == ORM_FIND && plan_of(end).accepts(item(end).parameter_count); ++end) {
      const kv_plan& plan = plan_of(end);
      const execution run = execution_of(end, ahead);
      if (plan.is_lookup) {
        tickets.push_back(ahead.want_once(*plan.where, plan.path.key, lookup(run).key()));
      } else {
        tickets.emplace_back();
        reader(run).foresee(ahead);
      }
    }
    const bool reads = end > begin;
    if (!reads) ++end;
    std::exception_ptr unread;  // why nothing could be read, for whoever wanted something
    bool is_read = false;
    for (std::uint32_t i = begin; i < end; ++i) {
      const orm_batch_item& each = item(i);
      const std::int32_t code = detail::guarded(each.error, [&] {
        each.sink->affected = 0;
        try {
          if (unread) std::rethrow_exception(unread);
          if (is_silent) throw_still_silent();
          if (reads && !is_read) {
            const call running(*this);
            read_for_all(ahead, unread);
            is_read = true;
          }
          if (reads && plan_of(i).is_lookup) {
            require_catalog(store_, *backend_, *plan_of(i).where);
            const prefetch::ticket& ticket = tickets[i - begin];
            if (ticket.is_none() || lookup(execution_of(i, ahead)).push(ahead.key(ticket), ahead.record(ticket)))
              return;
          }
          run(plan_of(i), each.parameters, each.parameter_count, *each.sink, reads ? ahead : *backend_);
        } catch (const driver_error& error) {
          is_silent = is_silent || is_silence(error);
          throw;
        }
      });
      if (each.error != nullptr) each.error->code = code;
    }
  }
}

// ---- transactions -----------------------------------------------------------------------------------------------

void kv_session::begin(std::uint32_t, std::uint32_t isolation) {
  if (!store_.options().can.transactions) throw_unsupported("transactions");
  if (isolation != ORM_ISOLATION_DEFAULT && isolation != ORM_ISOLATION_SERIALIZABLE) {
    throw_unsupported("transactions that are not serializable");
  }
  require_no_transaction();
  transaction_ = std::make_unique<transaction_view>(store_, *backend_);
}

void kv_session::commit() {
  if (!transaction_) throw driver_error(ORM_INVALID_QUERY, "there is no transaction to commit");
  const call running(*this);
  const std::unique_ptr<transaction_view> ended = std::move(transaction_);
  ended->finish();
}

void kv_session::savepoint(orm_savepoint_action action, std::uint32_t depth) {
  const std::uint32_t open = transaction_ ? transaction_->depth() : 0;
  const bool fits = action == ORM_SAVEPOINT_SET ? depth == open + 1 : depth >= 1 && depth <= open;
  if (!transaction_ || !fits) throw driver_error(ORM_INVALID_QUERY, "there is no transaction with such a savepoint");
  switch (action) {
    case ORM_SAVEPOINT_SET:
      return transaction_->set_savepoint();
    case ORM_SAVEPOINT_RELEASE:
      return transaction_->release_savepoint(depth);
    case ORM_SAVEPOINT_ROLLBACK:
      return transaction_->roll_back_to_savepoint(depth);
  }
  throw_unsupported("this kind of savepoint");
}

void kv_session::require_no_transaction() const {
  if (transaction_) throw driver_error(ORM_INVALID_QUERY, "a transaction is open: end it first");
}

// ---- the store as a whole ---------------------------------------------------------------------------------------

void kv_session::push(std::uint32_t flags, const text_sink& applied) {
  require_no_transaction();
  const call running(*this);
  push_catalogs(store_, *backend_, (flags & ORM_PUSH_DRY_RUN) != 0, applied);
}

void kv_session::reset() {
  require_no_transaction();
  const call running(*this);
  bool begun = false;
  try {
    for (const model_layout& each : store_.models()) {
      store_.set_known(each.model_index(), false);
      backend_->erase_all(each.prefix());
      begun = true;
    }
  } catch (driver_error& error) {
    if (begun) error.outcome(ORM_OUTCOME_UNKNOWN);
    throw;
  }
}

std::uint64_t kv_session::purge(std::int64_t now) {
  require_no_transaction();
  const call running(*this);
  const orm_cell clock = datetime_cell(now);
  std::uint64_t removed = 0;
  const bool sweeps = leaves_idle_entries(store_.options().can);
  for (const model_layout& each : store_.models()) {
    const bool expires = has_expiry(each.model());
    if (!expires && !sweeps) continue;
    require_catalog(store_, *backend_, each);
    if (expires) {
      orm_node filter;
      const kv_plan plan(expired_rows(each, filter), store_);
      orm_sink nobody{sizeof nobody, nullptr, nullptr, 0};
      removed += purge_records({plan, &clock, 1, nobody, store_, *backend_, cancelled_, memory_});
    }
    if (sweeps) sweep_indexes(*backend_, each, [&] { require_not_cancelled(); });
  }
  return removed;
}

void kv_session::require_not_cancelled() const {
  if (!cancelled_.load(std::memory_order_relaxed)) return;
  throw driver_error(ORM_CANCELLED, "it was cancelled before its end").outcome(ORM_OUTCOME_ROLLED_BACK);
}

void kv_session::cancel() noexcept {
  if (!running_.load(std::memory_order_relaxed)) return;
  cancelled_.store(true);
  backend_->cancel();
}

}  // namespace orm::sdk::kv
