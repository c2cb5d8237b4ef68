// A session: its backend, and the dispatch of statements.
#ifndef ORM_KV_SESSION_HPP
#define ORM_KV_SESSION_HPP

#include <orm/sdk/kv/store.hpp>

#include "rows.hpp"
#include "transaction_view.hpp"

#include <atomic>
#include <cstdint>
#include <memory>
#include <vector>

namespace orm::sdk::kv {

class kv_session final : public driver_session {
 public:
  explicit kv_session(kv_store& store) : store_(store), backend_(store.connect()) {}

  void execute(const driver_plan& plan, const orm_cell* parameters, std::uint32_t count, orm_sink& sink) override;
  void begin(std::uint32_t flags, std::uint32_t isolation) override;
  void commit() override;
  void rollback() override { transaction_.reset(); }
  void savepoint(orm_savepoint_action action, std::uint32_t depth) override;
  void reset_session() override { transaction_.reset(); }
  void batch(orm_batch_item* items, std::uint32_t count) override;
  void push(std::uint32_t flags, const text_sink& applied) override;
  void reset() override;
  std::uint64_t purge(std::int64_t now) override;
  void cancel() noexcept override;

 private:
  // Marks the calls that cancel() ends.
  class call;

  void run(const kv_plan& plan, const orm_cell* parameters, std::uint32_t count, orm_sink& sink, backend& at);
  static void write(const execution& run);
  void require_no_transaction() const;
  void require_not_cancelled() const;

  kv_store& store_;
  std::unique_ptr<backend> backend_;
  std::unique_ptr<transaction_view> transaction_;  // null: none is open
  session_memory memory_;
  std::atomic<bool> running_{false};
  std::atomic<bool> cancelled_{false};
};

}  // namespace orm::sdk::kv

#endif
