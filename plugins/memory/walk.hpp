// Walking along an access path.
#ifndef ORM_MEMORY_WALK_HPP
#define ORM_MEMORY_WALK_HPP

#include <orm/sdk/rows/access.hpp>
#include <orm/sdk/rows/row.hpp>

#include "table.hpp"

#include <span>

namespace orm::memory {

// What one execution adds to a path.
struct walk_values {
  const orm_cell* parameters;
  const orm_cell* now = nullptr;           // null: no clock
  const orm_cell* relation_key = nullptr;  // KEYED
  const orm_cell* after = nullptr;         // an ordered path may begin after this row...
  std::span<const orm_order> order = {};   // ...in this order, which is the path's own
};

// The one live row of a path to a whole unique key, or null.
const orm_cell* find_one(const table& in, const sdk::access_path& path, const walk_values& values);

// Calls visit with the live rows of any path, each once, until it answers false.
void walk(const table& in, const sdk::access_path& path, const walk_values& values, sdk::row_visitor visit);

}  // namespace orm::memory

#endif
