// A bump allocator for cells and their texts.
#include <orm/sdk/value/arena.hpp>
#include <orm/sdk/value/cells.hpp>

#include <algorithm>
#include <cstring>
#include <new>

namespace orm::sdk {
namespace {

constexpr std::size_t first_block = 1024;
constexpr std::size_t largest_step = 64 * 1024;

}  // namespace

char* cell_arena::allocate(std::size_t size, std::size_t alignment) {
  if (!blocks_.empty()) {
    const std::size_t start = (used_ + alignment - 1) / alignment * alignment;
    if (start <= blocks_.back().size && size <= blocks_.back().size - start) {
      used_ = start + size;
      return blocks_.back().data.get() + start;
    }
  }
  const std::size_t step = blocks_.empty() ? first_block : std::min(blocks_.back().size * 2, largest_step);
  const std::size_t block_size = std::max(size, step);
  blocks_.push_back({std::unique_ptr<char[]>(new char[block_size]), block_size});
  used_ = size;
  return blocks_.back().data.get();
}

orm_cell* cell_arena::allocate_cells(std::size_t count) {
  return new (allocate(count * sizeof(orm_cell), alignof(orm_cell))) orm_cell[count];
}

std::string_view cell_arena::copy(std::string_view text) {
  char* data = allocate(text.size(), 1);
  if (!text.empty()) std::memcpy(data, text.data(), text.size());
  return {data, text.size()};
}

orm_cell cell_arena::copy(const orm_cell& cell) {
  orm_cell result = cell;
  if (has_text(cell)) {
    result.as.text = copy(text_of(cell)).data();
  } else if (cell.type == ORM_CELL_LIST) {
    orm_cell* cells = allocate_cells(cell.length);
    for (std::uint32_t i = 0; i < cell.length; ++i) cells[i] = copy(cell.as.list[i]);
    result.as.list = cells;
  }
  return result;
}

void cell_arena::clear() {
  if (blocks_.size() > 1) blocks_.erase(blocks_.begin() + 1, blocks_.end());
  used_ = 0;
}

}  // namespace orm::sdk
