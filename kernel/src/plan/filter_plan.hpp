// Filters from the AST into statement nodes, relation filters split off where the driver has none.
#pragma once

#include "orm/ast/filter.hpp"
#include "plan/planner.hpp"
#include "plan/statement_builder.hpp"

namespace orm::detail {

// Appends the filter's nodes to the statement and the rules of its arguments to the plan. An empty filter adds nothing.
// next_argument: the index of the filter's first argument; moved behind its last.
void plan_filter(planning& context, std::uint32_t model, const ast::filter& filter, statement_builder& into,
                 std::uint32_t& next_argument);

}  // namespace orm::detail
