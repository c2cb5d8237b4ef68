// Aggregates: drivers count, add up and find extremes; averages, `having` and the order of groups are computed here,
// in one place for every store.
#pragma once

#include "engine/engine.hpp"

namespace orm::detail {

// What an aggregate's value is like: a field of its name and type, nullable where no values give null.
field aggregate_field(const model& model, const ast::aggregate& aggregate);

// Runs an aggregate. The destination's reader gets, a group, the grouped fields' cells and then one cell per aggregate
// of the query. Groups come in group_order_by, ties and all else by the grouped fields, ascending.
std::uint64_t run_aggregate(engine& engine, transaction* transaction, ast::query& query, const destination& to);

}  // namespace orm::detail
