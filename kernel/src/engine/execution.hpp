// One run of one plan: arguments checked, parameters put together, statements sent, rows placed.
#pragma once

#include <exception>
#include <optional>
#include <span>
#include <vector>

#include "engine/engine.hpp"
#include "engine/level_rows.hpp"
#include "engine/transaction.hpp"
#include "engine/workspace.hpp"

namespace orm::detail {

// The values of a query in their order, wherever they stand.
class argument_list {
 public:
  explicit argument_list(std::span<value> contiguous) noexcept : first_(contiguous.data()), size_(contiguous.size()) {}
  explicit argument_list(std::span<value* const> scattered) noexcept
      : pointers_(scattered.data()), size_(scattered.size()) {}

  value& operator[](std::size_t index) const noexcept { return pointers_ ? *pointers_[index] : first_[index]; }
  std::size_t size() const noexcept { return size_; }

 private:
  value* first_ = nullptr;
  value* const* pointers_ = nullptr;
  std::size_t size_ = 0;
};

// A statement ready to be sent.
struct pending_statement {
  const statement_plan* statement = nullptr;  // none: there is nothing to do
  std::span<const orm_cell> parameters;
  std::int32_t (*row)(void*, const orm_cell*, std::uint32_t) = nullptr;
  void* context = nullptr;
};

class execution {
 public:
  execution(engine& engine, transaction* outer, const plan& plan, argument_list arguments, workspace& memory);
  execution(const execution&) = delete;
  execution& operator=(const execution&) = delete;

  // Runs everything; answers the rows affected, or the count of a count.
  std::uint64_t run(const destination& to);

  // In steps, for a plan of one statement that is sent together with others: prepare() checks and completes the
  // arguments, open() makes the statement, and after the driver ran it close() places what came.
  void prepare();
  pending_statement open(const destination& to, bool together = false);
  std::uint64_t close(const destination& to, std::uint64_t affected);

  // The error that a driver reported for a statement of this plan.
  error failed(const orm_error& failure) const;

  // Lines of what would be sent. prepare() must have run.
  void explain(std::vector<std::string>& lines);

 private:
  // What an INSERT answers: which of the given rows were inserted, and the ids that the store made.
  struct inserted_rows {
    std::vector<std::pair<std::size_t, orm_cell>> rows;
    std::exception_ptr failure;
    static std::int32_t add(void* context, const orm_cell* cells, std::uint32_t count) noexcept;
  };

  // arguments (argument_check.cpp)
  void check_argument(const argument_rule& rule, value& given);
  void complete_rows();
  void complete_row(std::size_t first);
  void complete_upsert();
  void check_assigned_key_sizes();

  // sending (execution.cpp)
  bool counts() const noexcept;
  bool inserts() const noexcept;
  std::size_t row_count() const noexcept;
  void reserve_rows(const destination& to);
  orm_cell argument_cell(std::size_t index);
  std::span<const orm_cell> parameters_of(const statement_plan& statement, std::span<const orm_cell> keys,
                                          bool together = false);
  std::span<const orm_cell> insert_parameters(std::size_t rows, bool together = false);
  void check_atomic_rows(std::size_t rows) const;
  std::uint64_t send(const pending_statement& pending);
  void look_up(const level_plan& level);
  std::uint64_t run_in_transaction(const destination& to, isolation level, std::uint32_t flags);
  std::uint64_t run_statements(const destination& to);
  void start_over(const destination& to);
  void place_inserted(const destination& to);

  // related levels (related_levels.cpp)
  void run_children(const level_plan& level, level_rows& rows);
  std::uint64_t run_linked(const destination& to);
  void send_together(std::span<const pending_statement> pending);

  engine& engine_;
  transaction* outer_;
  const plan& plan_;
  argument_list arguments_;
  workspace& memory_;
  std::size_t behind_rows_ = 0;  // of a create: the plan numbers arguments from behind the rows, whose number varies
  orm_session* session_ = nullptr;
  std::vector<std::vector<orm_cell>> looked_up_;
  std::optional<level_rows> rows_;  // of the root
  inserted_rows inserted_;
  std::int64_t counted_ = 0;
};

}  // namespace orm::detail
