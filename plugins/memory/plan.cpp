// Which table a statement is about, and by which key its rows are reached.
#include "plan.hpp"

#include "tables.hpp"

#include <algorithm>

namespace orm::memory {
namespace {

table& table_of(const orm_statement& statement, tables& all) {
  sdk::model_of(all.schema(), statement);  // there is such a model
  return *all.at(statement.model);
}

}  // namespace

memory_plan::memory_plan(const orm_statement& statement, tables& all)
    : row_plan(all.schema(), statement, table_of(statement, all).keys(), sdk::relation_filters::supported),
      where(&table_of(statement, all)) {
  assigns_keys = std::any_of(assignments.begin(), assignments.end(),
                             [&](const orm_assignment& each) { return where->is_key_field(each.field); });
  counts_table = kind == ORM_AGGREGATE && filter.matches_all() && group.empty() && !sdk::has_expiry(where->model()) &&
                 std::all_of(aggregates.begin(), aggregates.end(),
                             [](const orm_aggregate& each) { return each.kind == ORM_AGGREGATE_COUNT_ALL; });
  if (kind != ORM_UPSERT) choose_path(statement, all);
}

void memory_plan::choose_path(const orm_statement& statement, tables& all) {
  std::uint32_t relation_field = ORM_NONE;
  if (kind == ORM_FIND && has_flag(ORM_STATEMENT_KEYED)) {
    relation = all.relation(statement.relation);
    if (relation == nullptr || relation->to != where) sdk::throw_malformed("the relation leads to another model");
    if (relation->through == nullptr) relation_field = relation->remote_field;
  }
  path = sdk::choose_access({where->keys(), where->model().id, sdk::filter(statement), order, relation_field});
}

}  // namespace orm::memory
