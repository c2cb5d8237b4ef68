// One run of a plan: what its parts need to know.
#ifndef ORM_MEMORY_EXECUTION_HPP
#define ORM_MEMORY_EXECUTION_HPP

#include <orm/sdk/driver.hpp>
#include <orm/sdk/rows/row.hpp>
#include <orm/sdk/value/cells.hpp>

#include "plan.hpp"
#include "tables.hpp"

#include <atomic>
#include <cstdint>
#include <span>
#include <vector>

namespace orm::memory {

struct execution {
  const memory_plan& plan;
  const orm_cell* parameters;
  std::uint32_t count;
  orm_sink& sink;
  tables& all;
  const std::atomic<bool>& cancelled;
  std::vector<orm_cell>& cells;  // the row being pushed; the session's, so that it is allocated once

  // The clock, or null. An INSERT has it behind the values of its rows.
  const orm_cell* now() const {
    if (plan.kind != ORM_INSERT) return sdk::clock_of(plan.now, parameters);
    return plan.extra_parameters == 0 ? nullptr : parameters + (count - plan.extra_parameters);
  }
  const orm_model& model() const { return plan.where->model(); }

  // Pushes the plan's output of a row, behind its ordinal if there is one. False: no further row is wanted.
  bool push(const orm_cell* row) const {
    cells.clear();
    return push_behind(row);
  }
  bool push(std::int64_t ordinal, const orm_cell* row) const {
    cells.assign(1, sdk::integer_cell(ordinal));
    return push_behind(row);
  }

 private:
  bool push_behind(const orm_cell* row) const {
    for (const std::uint32_t field : plan.output) cells.push_back(row[field]);
    return sdk::push_row(sink, cells.data(), static_cast<std::uint32_t>(cells.size()));
  }
};

}  // namespace orm::memory

#endif
