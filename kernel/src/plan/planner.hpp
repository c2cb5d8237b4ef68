// From a query's shape to a plan.
#pragma once

#include <memory>

#include "orm/ast/query.hpp"
#include "orm/schema.hpp"
#include "plan/plan.hpp"

namespace orm::detail {

// What plans are made for: a schema on an open store.
struct planning_target {
  const orm::schema& schema;
  const orm_driver& driver;
  orm_store* store;
  orm_capabilities capabilities;
  bool expiry;  // some model of the schema expires
};

// A plan being made.
struct planning {
  const planning_target& target;
  plan& made;
};

// Checks the query's shape and plans it. Throws error: invalid_query, unsupported, and what compiling throws.
std::shared_ptr<const plan> make_plan(const planning_target& target, const ast::query& query, bool records);

}  // namespace orm::detail
