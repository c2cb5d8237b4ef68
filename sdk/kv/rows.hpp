// Rows read from a store, and one run of a plan.
#ifndef ORM_KV_ROWS_HPP
#define ORM_KV_ROWS_HPP

#include <orm/sdk/driver.hpp>
#include <orm/sdk/kv/backend.hpp>
#include <orm/sdk/kv/layout.hpp>
#include <orm/sdk/rows/row.hpp>
#include <orm/sdk/value/arena.hpp>
#include <orm/sdk/value/cells.hpp>

#include "plan.hpp"

#include <atomic>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace orm::sdk::kv {

// A row as its record said when it was read. Lives as long as its row_set.
struct stored_row {
  const orm_cell* cells = nullptr;
  std::string_view head;
  std::string_view others = {};  // the fields of columns that the model lacks: see record_codec::decode()
};

class row_set {
 public:
  // Throws DRIVER_FAILED for a record that can't be read.
  stored_row add(const model_layout& where, std::string record);

  // Gives all rows up.
  void clear() {
    if (records_) records_->clear();
    arena_.clear();
  }

 private:
  std::optional<std::deque<std::string>> records_;  // never moves what it holds; none: an empty one allocates, too
  cell_arena arena_;
};

// What a session keeps from statement to statement, so that it is allocated once.
struct session_memory {
  std::vector<orm_cell> cells;  // of the row being pushed
  row_set looked_up;            // a lookup's row
  backend::values found;        // and its record
  keyed_mutation change;        // in one step
};

// What the parts of one execution need to know.
struct execution {
  const kv_plan& plan;
  const orm_cell* parameters;
  std::uint32_t count;
  orm_sink& sink;
  const kv_store& store;
  backend& at;
  const std::atomic<bool>& cancelled;
  session_memory& memory;
  bool alone = true;  // not in a transaction

  // The clock, or null. An INSERT has it behind the values of its rows.
  const orm_cell* now() const {
    if (plan.kind != ORM_INSERT) return clock_of(plan.now, parameters);
    return plan.extra_parameters == 0 ? nullptr : parameters + (count - plan.extra_parameters);
  }
  const orm_model& model() const { return plan.where->model(); }

  // Throws CANCELLED when the session was asked to.
  void check_cancelled() const;

  // Pushes the plan's output of a row, behind its ordinal if there is one. False: no further row is wanted.
  bool push(const orm_cell* row) const {
    memory.cells.clear();
    return push_behind(row);
  }
  bool push(std::int64_t ordinal, const orm_cell* row) const {
    memory.cells.assign(1, integer_cell(ordinal));
    return push_behind(row);
  }

 private:
  bool push_behind(const orm_cell* row) const {
    std::vector<orm_cell>& cells = memory.cells;
    for (const std::uint32_t field : plan.output) cells.push_back(row[field]);
    return push_row(sink, cells.data(), static_cast<std::uint32_t>(cells.size()));
  }
};

}  // namespace orm::sdk::kv

#endif
