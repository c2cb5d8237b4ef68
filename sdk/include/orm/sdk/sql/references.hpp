// Which references a write can violate, for stores that don't say which one it was.
//
// Pure functions: any thread may call them; what they return borrows nothing.
#ifndef ORM_SDK_SQL_REFERENCES_HPP
#define ORM_SDK_SQL_REFERENCES_HPP

#include <orm/sdk/driver.h>

#include <cstdint>
#include <vector>

namespace orm::sdk::sql {

// A field that references another.
struct referring_field {
  std::uint32_t model = ORM_NONE;
  std::uint32_t field = ORM_NONE;
  bool operator==(const referring_field&) const = default;
};

// Those that may lead to no row after the write, each once.
std::vector<referring_field> violable_references(const orm_schema& schema, const orm_statement& write);

// By model: whether deleting rows of one may delete rows of it, by cascades; the model itself included.
std::vector<bool> reached_by_delete(const orm_schema& schema, std::uint32_t model);

}  // namespace orm::sdk::sql

#endif
