// A small schema and rows for it.
#ifndef ORM_TESTS_ROWS_SAMPLE_HPP
#define ORM_TESTS_ROWS_SAMPLE_HPP

#include <orm/sdk/driver.h>
#include <orm/sdk/value/cells.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace orm::tests {

// Fields of the model `item`: id (string), name (string, nullable), size (integer, nullable), price (decimal),
// ratio (double), until (datetime, nullable: expires). Index (name, size), unique (name, price).
namespace item {
enum : std::uint32_t { id, name, size, price, ratio, until, count };
}

// One model, one relation: next, from item.name to item.id.
const orm_schema& sample_schema();
inline const orm_model& sample_model() { return sample_schema().models[0]; }

using row = std::vector<orm_cell>;

// name: null where it is a null pointer; size: null where it is negative.
row make_item(const char* id, const char* name, std::int64_t size, const char* price = "0", double ratio = 0);

inline orm_node node(orm_node_kind kind, std::uint32_t operand = 0, std::uint32_t parameter = ORM_NONE,
                     std::uint16_t flags = 0) {
  return {static_cast<std::uint16_t>(kind), flags, 1, operand, parameter};
}

// Joins operands, each a whole filter.
std::vector<orm_node> join(orm_node_kind kind, const std::vector<std::vector<orm_node>>& operands);

}  // namespace orm::tests

#endif
