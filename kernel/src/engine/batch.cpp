// Batches: each query on its own, in order.
#include "engine/engine.hpp"
#include "engine/transaction.hpp"

namespace orm::detail {

void run_batch(engine& engine, transaction* transaction, std::span<batch_entry> entries) {
  for (batch_entry& entry : entries) {
    const bool inside = transaction != nullptr;
    if (inside) transaction->set_savepoint();  // a query that fails is undone alone
    try {
      entry.affected = run(engine, transaction, *entry.query, entry.to);
    } catch (const error&) {
      entry.failure = std::current_exception();
      if (inside) transaction->rollback_to_savepoint();
      continue;
    }
    if (inside) transaction->release_savepoint();
  }
}

}  // namespace orm::detail
