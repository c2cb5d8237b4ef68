// Order, equality, hashes and sizes of cells.
#include <orm/sdk/value/cells.hpp>
#include <orm/sdk/value/decimal.hpp>

#include <bit>
#include <functional>

namespace orm::sdk {
namespace {

template <class T>
int three_way(T left, T right) {
  return left < right ? -1 : left > right ? 1 : 0;
}

std::size_t mix(std::uint64_t value) {
  value ^= value >> 32;
  value *= 0x9e3779b97f4a7c15;  // 2^64 divided by the golden ratio: spreads neighbours
  return value ^ value >> 29;
}

}  // namespace

int compare_cells(const orm_cell& left, const orm_cell& right) {
  if (left.type != right.type) return three_way(left.type, right.type);  // NULL is the lowest type
  switch (left.type) {
    case ORM_CELL_BOOLEAN:
    case ORM_CELL_INTEGER:
    case ORM_CELL_DATETIME:
      return three_way(left.as.integer, right.as.integer);
    case ORM_CELL_DOUBLE:
      return three_way(left.as.real, right.as.real);
    case ORM_CELL_DECIMAL:
      return compare_decimal(text_of(left), text_of(right));
    case ORM_CELL_TEXT:
    case ORM_CELL_JSON:
    case ORM_CELL_BYTES:
      return text_of(left).compare(text_of(right));
    default:
      return 0;  // two nulls
  }
}

bool equal_cells(const orm_cell& left, const orm_cell& right) {
  if (left.type != right.type) return false;
  if (has_text(left)) return text_of(left) == text_of(right);  // decimals too: one text for each value
  if (left.type == ORM_CELL_DOUBLE) return left.as.real == right.as.real;
  return left.type == ORM_CELL_NULL || left.as.integer == right.as.integer;
}

std::size_t hash_cell(const orm_cell& cell) {
  if (has_text(cell)) return std::hash<std::string_view>()(text_of(cell));
  if (cell.type == ORM_CELL_NULL) return 0;
  if (cell.type == ORM_CELL_DOUBLE) return mix(std::bit_cast<std::uint64_t>(cell.as.real));
  return mix(static_cast<std::uint64_t>(cell.as.integer));
}

std::size_t hash_cells(std::span<const orm_cell> cells) {
  std::size_t hash = 0;
  for (const orm_cell& cell : cells) hash = combine_hashes(hash, hash_cell(cell));
  return hash;
}

std::size_t combine_hashes(std::size_t so_far, std::size_t next) { return mix(so_far ^ next); }

std::size_t key_bytes(const orm_cell& cell) {
  if (cell.type == ORM_CELL_TEXT || cell.type == ORM_CELL_BYTES) return cell.length;
  return cell.type == ORM_CELL_DECIMAL ? decimal_digits(text_of(cell)) : 0;
}

}  // namespace orm::sdk
