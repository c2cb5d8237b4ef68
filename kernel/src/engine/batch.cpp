// Batches: each query on its own, in order; those of one statement are handed to the driver together.
#include <deque>

#include "engine/errors.hpp"
#include "engine/execution.hpp"
#include "engine/scattered_arguments.hpp"

namespace orm::detail {
namespace {

// One entry on its way through the driver.
struct batched {
  batched(engine& engine, batch_entry& entry, std::shared_ptr<const plan> planned)
      : entry(entry),
        planned(std::move(planned)),
        arguments(*entry.query),
        run(engine, nullptr, *this->planned, arguments.list()) {
    failure.size = sizeof failure;
    failure.code = ORM_OK;
  }

  void finish() noexcept {
    try {
      if (failure.code != ORM_OK) throw run.failed(failure);
      entry.affected = run.close(entry.to, sink.affected);
    } catch (...) {
      entry.failure = std::current_exception();
    }
  }

  batch_entry& entry;
  std::shared_ptr<const plan> planned;
  scattered_arguments arguments;
  execution run;
  orm_sink sink{};
  orm_error failure;
};

class batch_run {
 public:
  explicit batch_run(engine& engine) : engine_(engine) {}

  void add(batch_entry& entry) {
    try {
      if (!add_single(entry)) {
        send();
        entry.affected = run(engine_, nullptr, *entry.query, entry.to);
      }
    } catch (...) {
      entry.failure = std::current_exception();
    }
  }

  // Runs what was added so far. Throws nothing: what comes in the way is a failure of these entries, not of those that
  // ran before.
  void send() noexcept {
    if (items_.empty()) return;
    try {
      send_items();
    } catch (...) {
      for (batched& each : waiting_) each.entry.failure = std::current_exception();
    }
    waiting_.clear();
    items_.clear();
  }

 private:
  void send_items() {
    auto lease = engine_.sessions().acquire();
    orm_error failure;
    failure.size = sizeof failure;
    const std::int32_t code =
        engine_.driver().batch(lease.session(), items_.data(), static_cast<std::uint32_t>(items_.size()), &failure);
    if (code != ORM_OK) lease.suspect();
    for (batched& each : waiting_) {
      if (leaves_doubt(static_cast<error_code>(each.failure.code))) lease.suspect();
      if (code != ORM_OK) each.failure = failure;
      each.finish();
    }
  }

  // False: the entry takes more than one statement.
  bool add_single(batch_entry& entry) {
    ast::query& query = *entry.query;
    if (query.operation == ast::operation::aggregate) return false;
    if (query.operation == ast::operation::find_first) query.take = 1;
    auto planned = engine_.plan_for(query, entry.to.root != nullptr);
    if (planned->pairs) return false;
    batched& made = waiting_.emplace_back(engine_, entry, std::move(planned));
    try {
      made.run.prepare();
      const pending_statement pending = made.run.open(entry.to);
      if (pending.statement) {
        made.sink = {sizeof(orm_sink), pending.row, pending.context, 0};
        items_.push_back({sizeof(orm_batch_item), static_cast<std::uint32_t>(pending.parameters.size()),
                          pending.statement->compiled(), pending.parameters.data(), &made.sink, &made.failure});
        return true;
      }
      entry.affected = 0;
    } catch (...) {
      waiting_.pop_back();
      throw;
    }
    waiting_.pop_back();
    return true;
  }

  engine& engine_;
  std::deque<batched> waiting_;  // stays where it is: the items point into it
  std::vector<orm_batch_item> items_;
};

// Inside a transaction a query that fails is undone alone.
void run_inside(engine& engine, transaction& transaction, batch_entry& entry) {
  transaction.set_savepoint();
  try {
    entry.affected = run(engine, &transaction, *entry.query, entry.to);
  } catch (const error&) {
    entry.failure = std::current_exception();
    return transaction.rollback_to_savepoint();
  }
  transaction.release_savepoint();
}

}  // namespace

void run_batch(engine& engine, transaction* transaction, std::span<batch_entry> entries) {
  if (transaction) {
    for (batch_entry& entry : entries) run_inside(engine, *transaction, entry);
    return;
  }
  batch_run batch(engine);
  for (batch_entry& entry : entries) batch.add(entry);
  batch.send();
}

}  // namespace orm::detail
