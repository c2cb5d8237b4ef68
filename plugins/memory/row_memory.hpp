// The memory of one row: its cells and, behind them, their texts, in one block. A row keeps its address for life, so
// that a change touches no index but those of the changed fields.
#ifndef ORM_MEMORY_ROW_MEMORY_HPP
#define ORM_MEMORY_ROW_MEMORY_HPP

#include <orm/sdk/driver.h>

#include <memory>
#include <span>

namespace orm::memory {

// Frees the row and what its texts live in.
void free_row(const orm_cell* row);

struct row_deleter {
  void operator()(const orm_cell* row) const { free_row(row); }
};

// A row that no table holds yet.
using fresh_row = std::unique_ptr<const orm_cell[], row_deleter>;

// A copy of cells and texts.
fresh_row make_row(std::span<const orm_cell> cells);

// Gives a row the cells of a fresh one and that the cells which the row had: both are one change, to be settled or
// reverted. The fresh row's texts are the row's from now on. Changes of a row may follow each other unsettled.
void exchange_cells(const orm_cell* row, const orm_cell* fresh, std::size_t count);

// Keeps the oldest unsettled change of a row: what it was before is freed.
void settle_exchange(const orm_cell* fresh);

// Undoes the newest unsettled change of a row and gives the fresh row back.
fresh_row revert_exchange(const orm_cell* row, const orm_cell* fresh, std::size_t count);

}  // namespace orm::memory

#endif
