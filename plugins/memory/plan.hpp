// A compiled statement and the table that it is run on.
#ifndef ORM_MEMORY_PLAN_HPP
#define ORM_MEMORY_PLAN_HPP

#include <orm/sdk/rows/row_plan.hpp>

#include "relations.hpp"
#include "table.hpp"

namespace orm::memory {

class tables;

// Immutable once made: sessions share it.
struct memory_plan : sdk::row_plan {
  // Throws UNSUPPORTED for what is not known and INVALID_QUERY for what makes no sense on this schema.
  memory_plan(const orm_statement& statement, tables& all);

  table* where;
  const relation_path* relation = nullptr;  // KEYED
  bool assigns_keys = false;                // an assigned field is part of a key
  bool counts_table = false;                // AGGREGATE: nothing but the number of all rows

 private:
  void choose_path(const orm_statement& statement, tables& all);
};

}  // namespace orm::memory

#endif
