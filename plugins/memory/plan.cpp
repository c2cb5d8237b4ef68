// Compilation: checks a statement against the schema and chooses the path to its rows.
#include "plan.hpp"

#include <orm/sdk/rows/aggregate.hpp>

#include "tables.hpp"

#include <algorithm>

namespace orm::memory {
namespace {

[[noreturn]] void throw_invalid(const std::string& what) {
  throw sdk::driver_error(ORM_INVALID_QUERY, "the statement is malformed: " + what);
}

template <class T>
std::vector<T> copied(std::span<const T> from) {
  return {from.begin(), from.end()};
}

}  // namespace

memory_plan::memory_plan(const orm_statement& statement, tables& all)
    : kind(statement.kind),
      flags(statement.flags),
      where(all.at(statement.model)),
      now(statement.now),
      take(statement.take),
      skip(statement.skip),
      extra_parameters(statement.extra_parameters),
      output(copied(sdk::output(statement))),
      order(copied(sdk::order(statement))),
      distinct(copied(sdk::distinct(statement))),
      key_list(statement.key_list),
      columns(copied(sdk::columns(statement))),
      assignments(copied(sdk::assignments(statement))),
      group(copied(sdk::group(statement))),
      aggregates(copied(sdk::aggregates(statement))) {
  if (where == nullptr) throw_invalid("there is no such model");
  if (kind < ORM_FIND || kind > ORM_DELETE) {
    throw sdk::driver_error(ORM_UNSUPPORTED, "statement of kind " + std::to_string(kind) + " is not known");
  }
  filter = sdk::filter_program(all.schema(), statement.model, sdk::filter(statement), sdk::relation_filters::supported);
  check_fields();
  count_parameters(statement);
  if (kind == ORM_UPSERT) {
    compile_upsert(statement);
    return;
  }
  if (kind == ORM_FIND) {
    compile_find(statement, all);
    return;
  }
  if (kind == ORM_AGGREGATE) {
    sdk::check_aggregates(where->model(), group, aggregates);
    counts_table = statement.filter_count == 0 && group.empty() && !sdk::has_expiry(where->model()) &&
                   std::all_of(aggregates.begin(), aggregates.end(),
                               [](const orm_aggregate& each) { return each.kind == ORM_AGGREGATE_COUNT_ALL; });
  }
  if (has_flag(ORM_STATEMENT_FIRST)) order = {{where->model().id, 0}};
  choose_path(statement, ORM_NONE);
}

void memory_plan::compile_find(const orm_statement& statement, tables& all) {
  if (statement.cursor_count > 0) {
    cursor_key = where->unique_key_of(sdk::cursor_fields(statement));
    if (cursor_key == ORM_NONE) throw_invalid("the cursor is no unique key");
    for (const std::uint32_t field : where->keys()[cursor_key].fields) {
      const auto fields = sdk::cursor_fields(statement);
      const auto position = std::find(fields.begin(), fields.end(), field) - fields.begin();
      cursor_parameters.push_back(statement.cursor_parameters[position]);
    }
  }
  std::uint32_t relation_field = ORM_NONE;
  if (has_flag(ORM_STATEMENT_KEYED)) {
    relation = all.relation(statement.relation);
    if (relation == nullptr || relation->to != where) throw_invalid("the relation leads to another model");
    if (relation->through == nullptr) relation_field = relation->remote_field;
  }
  choose_path(statement, relation_field);
}

void memory_plan::compile_upsert(const orm_statement& statement) {
  conflict_key = where->unique_key_of(sdk::conflict(statement));
  if (conflict_key == ORM_NONE) throw_invalid("the conflict fields are no unique key");
  for (const std::uint32_t field : where->keys()[conflict_key].fields) {
    const auto position = std::find(columns.begin(), columns.end(), field);
    if (position == columns.end()) throw_invalid("a conflict field is not among the columns");
    conflict_columns.push_back(static_cast<std::uint32_t>(position - columns.begin()));
  }
}

bool memory_plan::accepts(std::uint32_t parameters) const {
  if (parameters < parameters_needed) return false;
  if (kind != ORM_INSERT) return true;
  return parameters >= extra_parameters && (columns.empty() || (parameters - extra_parameters) % columns.size() == 0);
}

void memory_plan::choose_path(const orm_statement& statement, std::uint32_t relation_field) {
  path = sdk::choose_access({where->keys(), where->model().id, sdk::filter(statement), order, relation_field});
}

void memory_plan::check_fields() const {
  const auto check = [&](std::uint32_t field) {
    if (field >= where->model().field_count) throw_invalid("a field that the model does not have");
  };
  for (const auto* fields : {&output, &distinct, &columns, &group})
    std::for_each(fields->begin(), fields->end(), check);
  for (const orm_order& by : order) check(by.field);
  for (const orm_assignment& assignment : assignments) {
    check(assignment.field);
    if (assignment.kind < ORM_ASSIGN_SET || assignment.kind > ORM_ASSIGN_MULTIPLY) {
      throw sdk::driver_error(ORM_UNSUPPORTED,
                              "assignment of kind " + std::to_string(assignment.kind) + " is not known");
    }
  }
}

void memory_plan::count_parameters(const orm_statement& statement) {
  const auto use = [&](std::uint32_t parameter) {
    if (parameter != ORM_NONE) parameters_needed = std::max(parameters_needed, parameter + 1);
  };
  if (kind != ORM_INSERT) use(now);
  use(take);
  use(skip);
  for (const orm_node& node : sdk::filter(statement)) {
    const bool has_parameter = node.kind >= ORM_NODE_EQ && node.kind <= ORM_NODE_ENDS_WITH;
    if (has_parameter) use(node.parameter);
  }
  for (const std::uint32_t parameter : sdk::cursor_parameters(statement)) use(parameter);
  if (has_flag(ORM_STATEMENT_KEYED)) use(key_list);
  for (const orm_assignment& assignment : assignments) {
    use(assignment.parameter);
    assigns_keys = assigns_keys || where->is_key_field(assignment.field);
  }
  if (kind == ORM_UPSERT && !columns.empty()) use(static_cast<std::uint32_t>(columns.size()) - 1);
}

}  // namespace orm::memory
