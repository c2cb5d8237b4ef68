// Sets of cells, texts with their case folded where asked.
#include <orm/sdk/rows/cell_set.hpp>
#include <orm/sdk/value/cells.hpp>

namespace orm::sdk {

std::size_t cell_set::hash::operator()(const orm_cell& cell) const {
  if (mode == text_case::sensitive || !has_text(cell)) return hash_cell(cell);
  std::size_t hash = 14695981039346656037u;  // FNV-1a, byte by byte, so that nothing is copied to be folded
  for (const char c : text_of(cell)) hash = (hash ^ static_cast<unsigned char>(fold_case(c))) * 1099511628211u;
  return hash;
}

bool cell_set::equal::operator()(const orm_cell& left, const orm_cell& right) const {
  if (mode == text_case::sensitive || !has_text(left) || left.type != right.type) return equal_cells(left, right);
  return text_equals(text_of(left), text_of(right), mode);
}

cell_set::cell_set(std::span<const orm_cell> cells, text_case mode)
    : cells_(cells.begin(), cells.end(), cells.size() * 2, hash{mode}, equal{mode}) {}

}  // namespace orm::sdk
