// A session: the lock it holds, its transaction, and the dispatch of statements.
#ifndef ORM_MEMORY_SESSION_HPP
#define ORM_MEMORY_SESSION_HPP

#include <orm/sdk/driver.hpp>

#include "execution.hpp"
#include "store.hpp"
#include "undo_log.hpp"

#include <atomic>
#include <cstdint>
#include <vector>

namespace orm::memory {

// A transaction holds the store's lock from begin to commit or rollback, a single statement while it runs.
class memory_session final : public sdk::driver_session {
 public:
  explicit memory_session(memory_store& store) : store_(store) {}
  ~memory_session() override { leave(); }

  void execute(const sdk::driver_plan& plan, const orm_cell* parameters, std::uint32_t count, orm_sink& sink) override;
  void begin(std::uint32_t flags, std::uint32_t isolation) override;
  void commit() override;
  void rollback() override;
  void savepoint(orm_savepoint_action action, std::uint32_t depth) override;
  void reset_session() override { leave(); }
  void reset() override;
  std::uint64_t purge(std::int64_t now) override;
  void cancel() noexcept override;

 private:
  enum class hold : std::uint8_t { nothing, shared, exclusive };

  // Takes the lock for one call, unless the transaction has it, and marks the call as one that cancel() ends.
  class call;

  void acquire(hold kind, bool write);
  void release();
  void leave();
  void require_transaction() const;
  static void run(const execution& run, undo_log& undo);

  memory_store& store_;
  hold held_ = hold::nothing;
  bool in_transaction_ = false;
  undo_log undo_;
  std::vector<std::size_t> savepoints_;  // positions in undo_, outermost first
  std::vector<orm_cell> cells_;
  std::atomic<bool> running_{false};
  std::atomic<bool> cancelled_{false};
};

}  // namespace orm::memory

#endif
