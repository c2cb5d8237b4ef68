// A session: one connection, its prepared statements and its transaction.
#ifndef ORM_SQLITE_SESSION_HPP
#define ORM_SQLITE_SESSION_HPP

#include <orm/sdk/driver.hpp>

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "connection.hpp"
#include "plan.hpp"
#include "store.hpp"

namespace orm::sqlite {

// The statements of one plan on one connection, and where their placeholders take their values from.
struct prepared_command {
  statement prepared;
  const sdk::sql::command* command = nullptr;
};
struct prepared_plan {
  std::uint64_t generation = 0;  // 0: nothing prepared
  prepared_command main;
  prepared_command count;  // without a command: SQLite's own count is right
  std::vector<prepared_command> before;
  std::vector<prepared_command> before_row;
};

class session final : public sdk::driver_session {
 public:
  explicit session(store& owner);
  ~session() override;

  void execute(const sdk::driver_plan& plan, const orm_cell* parameters, std::uint32_t count, orm_sink& sink) override;
  void batch(orm_batch_item* items, std::uint32_t count) override;
  void begin(std::uint32_t flags, std::uint32_t isolation) override;
  void commit() override;
  void rollback() override;
  void savepoint(orm_savepoint_action action, std::uint32_t depth) override;
  void reset_session() override;
  void push(std::uint32_t flags, const sdk::text_sink& applied) override;
  void reset() override;
  std::uint64_t purge(std::int64_t now) override;
  void introspect(orm_sink& sink) override;
  void cancel() noexcept override;

 private:
  class write_scope;
  class deferred_references;

  prepared_plan& prepared(const plan& wanted);
  void read(const plan& wanted, const orm_cell* parameters, orm_sink& sink);
  void write(const plan& wanted, const orm_cell* parameters, std::uint32_t count, orm_sink& sink);
  void insert(const plan& wanted, const orm_cell* parameters, std::uint32_t count, orm_sink& sink);
  bool insert_row(const plan& wanted, prepared_plan& statements, const orm_cell* row, const orm_cell* extra,
                  std::uint32_t ordinal, orm_sink& sink);
  void check_rows_after(const plan& wanted, prepared_plan& statements, const orm_cell* rows, const orm_cell* end);
  [[noreturn]] void fail_insert(const plan& wanted, sqlite3_stmt* statement, const orm_cell* row, int code);
  std::vector<std::uint32_t> taken_key(const plan& wanted, const orm_cell* row);
  sdk::sql::referring_field violated_reference(const plan& wanted, const orm_cell* parameters);
  [[noreturn]] void fail_change(const plan& wanted, sqlite3_stmt* statement, const orm_cell* parameters, int code);
  void change(const plan& wanted, const orm_cell* parameters, orm_sink& sink);
  void run_to_end(const prepared_command& command, const failed_call& context);

  void enter_gate();
  void leave_gate();
  void end_transaction(const char* how, const failed_call& context);
  [[noreturn]] static void fail_ended_by_application();
  client_call client_use() const { return {connection_->client(), this}; }
  client_call client_end() const { return {connection_->client(), this, adopted_client::when_used::wait}; }
  failed_call context_of(const plan& wanted) const {
    return {&owner_.schema(), wanted.model, !wanted.reads, false, nullptr, &wanted.computed};
  }

  store& owner_;
  std::atomic<activity> state_{activity::idle};
  std::unique_ptr<connection> connection_;
  std::vector<prepared_plan> plans_;  // by slot
  std::size_t prepared_count_ = 0;
  std::vector<orm_cell> cells_;  // of the row being pushed
  bool in_gate_ = false;
  bool began_ = false;  // begin() without its end
  std::string joined_;  // begin() found a transaction of the application's: the savepoint that it set in it, quoted
};

}  // namespace orm::sqlite

#endif
