// The one order in which a query's values are numbered: what makes a shape's plan fit every query of that shape.
//
// Order: rows (every field of each row, absent ones included); the assignments' operands; the key; the filter's
// arguments; the cursor; skip; take; then, selection by selection, depth first, each related level's filter
// arguments, skip and take. A select's levels come after everything of the query itself.
#pragma once

#include "orm/ast/query.hpp"

namespace orm::ast {

// Calls visit(value&) for each value that a query holds, in the order above, except skip and take, for which
// visit_number(std::uint64_t&) is called.
template <class Visit, class VisitNumber>
void for_each_argument(selection& select, Visit&& visit, VisitNumber&& visit_number) {
  for (related& level : select.relations) {
    for (value& argument : level.where.arguments()) visit(argument);
    if (level.skip) visit_number(*level.skip);
    if (level.take) visit_number(*level.take);
    for_each_argument(level.select, visit, visit_number);
  }
}

template <class Visit, class VisitNumber>
void for_each_argument(query& query, Visit&& visit, VisitNumber&& visit_number) {
  for (row& row : query.rows)
    for (value& cell : row) visit(cell);
  for (assignment& change : query.assignments) visit(change.operand);
  if (query.key)
    for (value& part : query.key->values) visit(part);
  for (value& argument : query.where.arguments()) visit(argument);
  if (query.cursor)
    for (value& part : query.cursor->values) visit(part);
  if (query.skip) visit_number(*query.skip);
  if (query.take) visit_number(*query.take);
  for_each_argument(query.select, visit, visit_number);
}

}  // namespace orm::ast
