// Blocks of memory for rows. In front of the cells stands a pointer to the row that lent its texts in the last change.
#include "row_memory.hpp"

#include <orm/sdk/value/cells.hpp>

#include <algorithm>
#include <cstring>
#include <new>

namespace orm::memory {
namespace {

using lender = const orm_cell*;

lender* lender_of(const orm_cell* row) {
  return std::launder(reinterpret_cast<lender*>(reinterpret_cast<char*>(const_cast<orm_cell*>(row)) - sizeof(lender)));
}

void swap_cells(const orm_cell* left, const orm_cell* right, std::size_t count) {
  std::swap_ranges(const_cast<orm_cell*>(left), const_cast<orm_cell*>(left) + count, const_cast<orm_cell*>(right));
}

}  // namespace

void free_row(const orm_cell* row) {
  while (row != nullptr) {
    lender* block = lender_of(row);
    row = *block;
    ::operator delete(block);
  }
}

fresh_row make_row(std::span<const orm_cell> cells) {
  static_assert(alignof(orm_cell) <= sizeof(lender));
  std::size_t texts = 0;
  for (const orm_cell& cell : cells) texts += sdk::has_text(cell) ? cell.length : 0;
  char* block = static_cast<char*>(::operator new(sizeof(lender) + cells.size_bytes() + texts));
  new (block) lender(nullptr);
  auto* row = reinterpret_cast<orm_cell*>(block + sizeof(lender));
  char* text = block + sizeof(lender) + cells.size_bytes();
  for (std::size_t i = 0; i < cells.size(); ++i) {
    orm_cell& cell = *new (row + i) orm_cell(cells[i]);
    if (!sdk::has_text(cell)) continue;
    if (cell.length > 0) std::memcpy(text, cell.as.text, cell.length);
    cell.as.text = text;
    text += cell.length;
  }
  return fresh_row(row);
}

void exchange_cells(const orm_cell* row, const orm_cell* fresh, std::size_t count) {
  swap_cells(row, fresh, count);
  *lender_of(fresh) = *lender_of(row);
  *lender_of(row) = fresh;
}

void settle_exchange(const orm_cell* fresh) {
  free_row(*lender_of(fresh));
  *lender_of(fresh) = nullptr;
}

fresh_row revert_exchange(const orm_cell* row, const orm_cell* fresh, std::size_t count) {
  swap_cells(row, fresh, count);
  *lender_of(row) = *lender_of(fresh);
  *lender_of(fresh) = nullptr;
  return fresh_row(fresh);
}

}  // namespace orm::memory
