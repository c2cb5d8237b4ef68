// Building statements, and compiling them through the driver.
#include "plan/statement_builder.hpp"

#include <utility>

#include "engine/errors.hpp"

namespace orm::detail {

statement_builder::statement_builder(orm_statement_kind kind, std::uint32_t model) {
  statement.size = sizeof statement;
  statement.kind = static_cast<std::uint16_t>(kind);
  statement.model = model;
  statement.now = statement.take = statement.skip = statement.relation = statement.key_list = statement.parent_join =
      ORM_NONE;
}

std::uint32_t statement_builder::add(parameter_source source) {
  parameters.push_back(source);
  return static_cast<std::uint32_t>(parameters.size() - 1);
}

void statement_builder::link(const statement_builder& parent, std::uint32_t join) {
  statement.parent = &parent.statement;
  statement.parent_join = join;
  statement.parent_parameters = static_cast<std::uint32_t>(parameters.size());
  parameters.insert(parameters.end(), parent.parameters.begin(), parent.parameters.end());
}

std::uint32_t statement_builder::join(std::uint32_t relation, std::uint32_t from) {
  joins.push_back({sizeof(orm_join), relation, from, 0, nullptr});
  join_outputs.emplace_back();
  return static_cast<std::uint32_t>(joins.size() - 1);
}

const orm_statement& statement_builder::finish() {
  const auto point = [](const auto& list, auto& data, std::uint32_t& count) {
    data = list.data();
    count = static_cast<std::uint32_t>(list.size());
  };
  point(filter, statement.filter, statement.filter_count);
  point(output, statement.output, statement.output_count);
  point(order, statement.order, statement.order_count);
  point(distinct, statement.distinct, statement.distinct_count);
  point(columns, statement.columns, statement.column_count);
  point(conflict, statement.conflict, statement.conflict_count);
  point(assignments, statement.assignments, statement.assignment_count);
  point(group, statement.group, statement.group_count);
  point(aggregates, statement.aggregates, statement.aggregate_count);
  point(cursor_fields, statement.cursor_fields, statement.cursor_count);
  statement.cursor_parameters = cursor_parameters.data();
  for (std::size_t i = 0; i < joins.size(); ++i) point(join_outputs[i], joins[i].output, joins[i].output_count);
  point(joins, statement.joins, statement.join_count);
  return statement;
}

statement_plan::statement_plan(const orm_driver& driver, orm_store* store, const orm_statement& statement,
                               std::vector<parameter_source> parameters, const schema& schema)
    : driver_(&driver), store_(store), parameters_(std::move(parameters)) {
  orm_error failure;
  failure.size = sizeof failure;
  if (driver.compile(store, &statement, &compiled_, &failure) != ORM_OK) throw_driver_error(failure, driver, schema);
}

statement_plan& statement_plan::operator=(statement_plan&& other) noexcept {
  std::swap(driver_, other.driver_);
  std::swap(store_, other.store_);
  std::swap(compiled_, other.compiled_);
  parameters_.swap(other.parameters_);
  return *this;
}

statement_plan::~statement_plan() {
  if (compiled_) driver_->release(store_, compiled_);
}

}  // namespace orm::detail
