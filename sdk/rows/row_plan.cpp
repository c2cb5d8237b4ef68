// The part of compiling a statement that is the same for every store over rows.
#include <orm/sdk/rows/aggregate.hpp>
#include <orm/sdk/rows/row_plan.hpp>

#include <algorithm>

namespace orm::sdk {
namespace {

template <class T>
std::vector<T> copied(std::span<const T> from) {
  return {from.begin(), from.end()};
}

}  // namespace

void throw_malformed(const std::string& what) {
  throw driver_error(ORM_INVALID_QUERY, "the statement is malformed: " + what);
}

const orm_model& model_of(const orm_schema& schema, const orm_statement& statement) {
  if (statement.model >= schema.model_count) throw_malformed("there is no such model");
  return model(schema, statement.model);
}

row_plan::row_plan(const orm_schema& schema, const orm_statement& statement, std::span<const access_key> keys,
                   relation_filters relations)
    : kind(statement.kind),
      flags(statement.flags),
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
  if (kind < ORM_FIND || kind > ORM_DELETE) throw_unsupported("statements of kind " + std::to_string(kind));
  const orm_model& model = model_of(schema, statement);
  filter = filter_program(schema, statement.model, sdk::filter(statement), relations);
  check_fields(model);
  count_parameters(statement);
  if (kind == ORM_FIND) find_cursor(statement, keys);
  if (kind == ORM_UPSERT) find_conflict(statement, keys);
  if (kind == ORM_AGGREGATE) check_aggregates(model, group, aggregates);
  if (kind != ORM_FIND && has_flag(ORM_STATEMENT_FIRST)) order = {{model.id, 0}};
}

bool row_plan::accepts(std::uint32_t parameters) const {
  if (parameters < parameters_needed) return false;
  if (kind != ORM_INSERT) return true;
  return parameters >= extra_parameters && (columns.empty() || (parameters - extra_parameters) % columns.size() == 0);
}

void row_plan::check_fields(const orm_model& model) const {
  const auto check = [&](std::uint32_t field) {
    if (field >= model.field_count) throw_malformed("a field that the model does not have");
  };
  for (const auto* fields : {&output, &distinct, &columns, &group})
    std::for_each(fields->begin(), fields->end(), check);
  for (const orm_order& by : order) check(by.field);
  for (const orm_assignment& assignment : assignments) {
    check(assignment.field);
    if (assignment.kind < ORM_ASSIGN_SET || assignment.kind > ORM_ASSIGN_MULTIPLY) {
      throw_unsupported("assignments of kind " + std::to_string(assignment.kind));
    }
  }
}

void row_plan::count_parameters(const orm_statement& statement) {
  const auto use = [&](std::uint32_t parameter) {
    if (parameter != ORM_NONE) parameters_needed = std::max(parameters_needed, parameter + 1);
  };
  if (kind != ORM_INSERT) use(now);
  use(take);
  use(skip);
  for (const orm_node& node : sdk::filter(statement)) {
    if (node.kind >= ORM_NODE_EQ && node.kind <= ORM_NODE_ENDS_WITH) use(node.parameter);
  }
  for (const std::uint32_t parameter : sdk::cursor_parameters(statement)) use(parameter);
  if (has_flag(ORM_STATEMENT_KEYED)) use(key_list);
  for (const orm_assignment& assignment : assignments) use(assignment.parameter);
  if (kind == ORM_UPSERT && !columns.empty()) use(static_cast<std::uint32_t>(columns.size()) - 1);
}

void row_plan::find_cursor(const orm_statement& statement, std::span<const access_key> keys) {
  const auto fields = cursor_fields(statement);
  if (fields.empty()) return;
  cursor_key = unique_key_of(keys, fields);
  if (cursor_key == ORM_NONE) throw_malformed("the cursor is no unique key");
  for (const std::uint32_t field : keys[cursor_key].fields) {
    const auto position = std::find(fields.begin(), fields.end(), field) - fields.begin();
    cursor_parameters.push_back(statement.cursor_parameters[position]);
  }
}

void row_plan::find_conflict(const orm_statement& statement, std::span<const access_key> keys) {
  conflict_key = unique_key_of(keys, conflict(statement));
  if (conflict_key == ORM_NONE) throw_malformed("the conflict fields are no unique key");
  for (const std::uint32_t field : keys[conflict_key].fields) {
    const auto position = std::find(columns.begin(), columns.end(), field);
    if (position == columns.end()) throw_malformed("a conflict field is not among the columns");
    conflict_columns.push_back(static_cast<std::uint32_t>(position - columns.begin()));
  }
}

}  // namespace orm::sdk
