// Hash and equality of parts of rows.
#include <orm/sdk/rows/row.hpp>
#include <orm/sdk/value/cells.hpp>

#include <algorithm>

namespace orm::sdk {

std::size_t hash_fields(std::span<const std::uint32_t> fields, const orm_cell* row) {
  std::size_t hash = 0;
  for (const std::uint32_t field : fields) hash = combine_hashes(hash, hash_cell(row[field]));
  return hash;
}

bool equal_fields(std::span<const std::uint32_t> fields, const orm_cell* left, const orm_cell* right) {
  return std::all_of(fields.begin(), fields.end(),
                     [&](std::uint32_t field) { return equal_cells(left[field], right[field]); });
}

}  // namespace orm::sdk
