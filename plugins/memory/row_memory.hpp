// The memory of one row: its cells and, behind them, their texts, in one block.
#ifndef ORM_MEMORY_ROW_MEMORY_HPP
#define ORM_MEMORY_ROW_MEMORY_HPP

#include <orm/sdk/value/cells.hpp>

#include <cstring>
#include <memory>
#include <new>
#include <span>

namespace orm::memory {

inline void free_row(const orm_cell* row) { ::operator delete(const_cast<orm_cell*>(row)); }

struct row_deleter {
  void operator()(const orm_cell* row) const { free_row(row); }
};

// A row that no table holds yet.
using fresh_row = std::unique_ptr<const orm_cell[], row_deleter>;

// A copy of cells and texts.
inline fresh_row make_row(std::span<const orm_cell> cells) {
  std::size_t texts = 0;
  for (const orm_cell& cell : cells) texts += sdk::has_text(cell) ? cell.length : 0;
  char* block = static_cast<char*>(::operator new(cells.size_bytes() + texts));
  auto* row = reinterpret_cast<orm_cell*>(block);
  char* text = block + cells.size_bytes();
  for (std::size_t i = 0; i < cells.size(); ++i) {
    orm_cell& cell = *new (row + i) orm_cell(cells[i]);
    if (!sdk::has_text(cell)) continue;
    if (cell.length > 0) std::memcpy(text, cell.as.text, cell.length);
    cell.as.text = text;
    text += cell.length;
  }
  return fresh_row(row);
}

}  // namespace orm::memory

#endif
