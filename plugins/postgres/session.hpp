// A session: one connection, made when it is needed and made again when it was lost, and its transaction.
#ifndef ORM_POSTGRES_SESSION_HPP
#define ORM_POSTGRES_SESSION_HPP

#include <orm/sdk/driver.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cancellation.hpp"
#include "connection.hpp"
#include "exchange.hpp"
#include "result_cells.hpp"
#include "store.hpp"

namespace orm::postgres {

// A command that begins a transaction, and the name under which it is prepared.
struct opening {
  const char* name;
  const char* sql;
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
  void cancel() noexcept override { cancel_.cancel(); }

  // Throws driver_error INVALID_SCHEMA where a key's text does not compare by its bytes.
  void check_collations();
  std::unique_ptr<connection> give_up_connection() { return std::move(connection_); }

  // One command by itself, within the transaction if there is one; its result. Throws driver_error.
  const PGresult* run_now(const prepared_command& command, const bind_values& values, const failed_call& call);
  const PGresult* run_now(const std::string& sql, const failed_call& call = {});

 private:
  class call;

  // What a statement is on its way.
  struct statement {
    const plan* of = nullptr;
    bind_values values;
    orm_sink* sink = nullptr;
    std::size_t first = 0, main = 0, end = 0;  // its commands in the exchange
  };
  statement make_statement(const sdk::driver_plan& plan, const orm_cell* parameters, std::uint32_t count,
                           orm_sink& sink) const;
  bool show_early(const statement& wanted);
  void send(statement& wanted);
  void deliver(const statement& wanted);
  void open_result(const statement& wanted, const PGresult* rows);
  void deliver_inserted(const statement& wanted, const PGresult* rows);
  bool is_repeated(const statement& row, const PGresult* rows, int result, std::uint32_t ordinal);
  bool run_alone(statement& wanted);
  void run_together(statement& wanted, bool guarded);
  bool attempt(statement& wanted, int number);
  bool may_repeat(const statement& wanted, const std::string& state, int number, bool guarded) const;
  void recover(bool guarded, bool again);

  class batch_run;
  bool has_time() const;
  void run_batch(orm_batch_item* items, std::uint32_t count);
  void batch_one_by_one(orm_batch_item* items, std::uint32_t count);

  void connect(bool repeatable = false);
  void start(bool reads, std::uint32_t isolation);
  void keep();
  void undo();
  void leave_nothing() noexcept;
  bool in_own_transaction() const { return transaction_ != transaction_state::none; }
  bool in_clients_transaction() const;
  bool begins_alone(bool joins) const;
  bool needs_savepoint(const statement& wanted) const;
  void send_queued();
  void end_transaction(bool keep);
  void forget_transaction();
  failed_call context_of(const statement& wanted) const {
    return {&owner_.schema(), wanted.of->model, !wanted.of->reads, &wanted.of->computed};
  }
  sdk::driver_error failed(const PGresult* error, const failed_call& call) const;
  [[noreturn]] void fail(const interruption& why, bool writes, bool commits);

  enum class transaction_state : unsigned char {
    none,
    wanted,  // begun by the caller; the server hears of it with the first statement
    open,
    ended,  // the server has kept it already; the caller is still to say so
    lost    // with the connection, or by an error of the server; only a rollback is left
  };

  store& owner_;
  cancellation cancel_;
  std::unique_ptr<connection> connection_;
  exchange exchange_;
  result_cells cells_;
  transaction_state transaction_ = transaction_state::none;
  const opening* opening_ = nullptr;              // how it begins
  bool one_batch_ = false;                        // nothing but one batch() comes before its end
  bool joins_client_ = false;                     // the call began in a transaction of the application
  bool joined_ = false;                           // the transaction is a savepoint in one of the application's
  std::optional<clock::time_point> batch_began_;  // while a batch runs, which has one deadline
  bool snapshot_ = false;                         // it sees one state throughout
  bool read_only_ = false;
  bool failed_ = false;              // a statement of it has failed
  std::vector<std::string> queued_;  // savepoints of which the server hears with the next statement
};

}  // namespace orm::postgres

#endif
