// One run of one plan: arguments checked, parameters put together, statements sent, rows placed.
#pragma once

#include <array>
#include <exception>
#include <span>
#include <vector>

#include "engine/engine.hpp"
#include "engine/transaction.hpp"
#include "orm/sdk/value/arena.hpp"

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

class execution {
 public:
  execution(engine& engine, transaction* outer, const plan& plan, argument_list arguments);

  // Runs everything; answers the rows affected, or the count of a count.
  std::uint64_t run(const destination& to);

  // Checks and completes the arguments only.
  void prepare();

  // Lines of what would be sent. prepare() must have run.
  void explain(std::vector<std::string>& lines);

 private:
  struct rows_of_level;

  // arguments (argument_check.cpp)
  void check_argument(const argument_rule& rule, value& given);
  void complete_rows();
  void complete_row(std::size_t first);
  void complete_upsert();
  void check_assigned_key_sizes();

  // sending (execution.cpp)
  std::span<const orm_cell> parameters_of(const statement_plan& statement, std::span<const orm_cell> keys);
  orm_cell argument_cell(std::size_t index);
  std::uint64_t send(const statement_plan& statement, std::span<const orm_cell> parameters,
                     int32_t (*row)(void*, const orm_cell*, std::uint32_t), void* context);
  void look_up();
  std::uint64_t run_statements(const destination& to);
  std::uint64_t run_find(const destination& to);
  std::uint64_t run_count();
  std::uint64_t run_delete();
  void run_children(const level_plan& level, const row_reader& reader, rows_of_level& rows);

  std::span<const orm_cell> insert_parameters(std::size_t rows);
  std::uint64_t run_insert(const destination& to);
  void place_inserted(const destination& to, std::size_t sent,
                      const std::vector<std::pair<std::size_t, orm_cell>>& answered);
  std::uint64_t run_returning(const destination& to);
  std::size_t row_count() const noexcept;

  engine& engine_;
  transaction* outer_;
  const plan& plan_;
  argument_list arguments_;
  std::int64_t now_;
  std::size_t behind_rows_ = 0;  // of a create: the plan numbers arguments from behind the rows, whose number varies
  orm_session* session_ = nullptr;
  std::array<orm_cell, 24> inline_parameters_;  // enough for most statements: no allocation
  sdk::cell_arena arena_;
  std::vector<std::vector<orm_cell>> looked_up_;
};

}  // namespace orm::detail
