// Batches: each query on its own, in order; those of one statement are handed to the driver together.
#include <optional>

#include "engine/errors.hpp"
#include "engine/execution.hpp"
#include "engine/scattered_arguments.hpp"

namespace orm::detail {
namespace {

std::uint64_t run_alone(engine& engine, transaction* transaction, batch_entry& entry) {
  if (entry.shape) return run(engine, transaction, *entry.shape, entry.arguments, entry.to);
  return run(engine, transaction, *entry.query, entry.to);
}

// One entry on its way through the driver.
struct batched {
  batched(engine& engine, batch_entry& entry, const plan& planned, workspace& memory)
      : entry(entry), run(engine, nullptr, planned, argument_list(entry.arguments), memory) {}
  batched(engine& engine, batch_entry& entry, std::shared_ptr<const plan> planned, workspace& memory)
      : entry(entry),
        planned(std::move(planned)),
        scattered(std::in_place, *entry.query),
        run(engine, nullptr, *this->planned, scattered->list(), memory) {}

  void finish(const orm_error& failure) noexcept {
    try {
      if (failure.code != ORM_OK) throw run.failed(failure);
      entry.affected = run.close(entry.to, sink.affected);
    } catch (...) {
      entry.failure = std::current_exception();
    }
  }

  batch_entry& entry;
  std::shared_ptr<const plan> planned;           // of any query
  std::optional<scattered_arguments> scattered;  // likewise
  execution run;
  orm_sink sink{};
};

class batch_run {
 public:
  batch_run(engine& engine, std::size_t most) : engine_(engine), waiting_(most) { items_.reserve(most); }

  void add(batch_entry& entry) {
    try {
      if (!add_single(entry)) {
        send();
        entry.affected = run_alone(engine_, nullptr, entry);
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
      for (std::size_t i = 0; i < items_.size(); ++i) waiting_[i]->entry.failure = std::current_exception();
    }
    for (std::size_t i = 0; i < items_.size(); ++i) waiting_[i].reset();
    items_.clear();
    memory_.emplace();
  }

 private:
  void send_items() {
    auto lease = engine_.sessions().acquire();
    const std::span<orm_error> failures = lease.errors(items_.size());
    for (std::size_t i = 0; i < items_.size(); ++i) items_[i].error = &failures[i];
    orm_error whole;
    whole.size = sizeof whole;
    const std::int32_t code =
        engine_.driver().batch(lease.session(), items_.data(), static_cast<std::uint32_t>(items_.size()), &whole);
    if (code != ORM_OK) lease.suspect();
    for (std::size_t i = 0; i < items_.size(); ++i) {
      if (leaves_doubt(static_cast<error_code>(failures[i].code))) lease.suspect();
      waiting_[i]->finish(code != ORM_OK ? whole : failures[i]);
    }
  }

  // False: the entry takes more than one statement.
  bool add_single(batch_entry& entry) {
    std::optional<batched>& place = waiting_[items_.size()];
    const bool records = entry.to.root != nullptr;
    if (entry.shape) {
      const plan& planned = engine_.plan_for(*entry.shape, records);
      if (planned.pairs) return false;
      place.emplace(engine_, entry, planned, *memory_);
    } else {
      ast::query& query = *entry.query;
      if (query.operation == ast::operation::aggregate) return false;
      if (query.operation == ast::operation::find_first) query.take = 1;
      auto planned = engine_.plan_for(query, records);
      if (planned->pairs) return false;
      place.emplace(engine_, entry, std::move(planned), *memory_);
    }
    try {
      place->run.prepare();
      const pending_statement pending = place->run.open(entry.to, true);
      if (pending.statement) {
        place->sink = {sizeof(orm_sink), pending.row, pending.context, 0};
        items_.push_back({sizeof(orm_batch_item), static_cast<std::uint32_t>(pending.parameters.size()),
                          pending.statement->compiled(), pending.parameters.data(), &place->sink, nullptr});
        return true;
      }
      entry.affected = 0;
    } catch (...) {
      place.reset();
      throw;
    }
    place.reset();
    return true;
  }

  engine& engine_;
  std::optional<workspace> memory_{std::in_place};
  std::vector<std::optional<batched>> waiting_;  // as many as items_; stays where it is: they point into it
  std::vector<orm_batch_item> items_;
};

// Inside a transaction a query that fails is undone alone.
void run_inside(engine& engine, transaction& transaction, batch_entry& entry) {
  transaction.set_savepoint();
  try {
    entry.affected = run_alone(engine, &transaction, entry);
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
  batch_run batch(engine, entries.size());
  for (batch_entry& entry : entries) batch.add(entry);
  batch.send();
}

}  // namespace orm::detail
