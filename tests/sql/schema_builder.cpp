// Builders for tests.
#include "schema_builder.hpp"

namespace orm::tests {

orm_text schema_builder::keep(const std::string& text) {
  texts_.push_back(text);
  return {texts_.back().data(), texts_.back().size()};
}

std::uint32_t schema_builder::model(const std::string& table, const std::string& description) {
  orm_model m = {};
  m.size = sizeof m;
  m.expires = ORM_NONE;
  m.name = m.table = keep(table);
  m.description = keep(description);
  models_.push_back(m);
  fields_.emplace_back();
  uniques_.emplace_back();
  indexes_.emplace_back();
  return static_cast<std::uint32_t>(models_.size() - 1);
}

std::uint32_t schema_builder::field(const std::string& column, orm_field_type type, const field_options& options) {
  orm_field f = {};
  f.size = sizeof f;
  f.type = type;
  f.flags = options.flags;
  f.name = f.column = keep(column);
  f.references_model = options.references_model;
  f.references_field = options.references_field;
  f.on_delete = options.on_delete;
  f.description = keep(options.description);
  values_.emplace_back();
  for (const std::string& value : options.values) values_.back().push_back(keep(value));
  f.values = values_.back().data();
  f.value_count = static_cast<std::uint32_t>(values_.back().size());
  fields_.back().push_back(f);
  return static_cast<std::uint32_t>(fields_.back().size() - 1);
}

std::uint32_t schema_builder::id(orm_field_type type, std::uint16_t flags) {
  field_options options;
  options.flags = static_cast<std::uint16_t>(ORM_FIELD_ID | flags);
  models_.back().id = field("id", type, options);
  return models_.back().id;
}

void schema_builder::unique(std::vector<std::uint32_t> fields) {
  lists_.push_back(std::move(fields));
  uniques_.back().push_back({lists_.back().data(), static_cast<std::uint32_t>(lists_.back().size())});
}

void schema_builder::index(std::vector<std::uint32_t> fields) {
  lists_.push_back(std::move(fields));
  indexes_.back().push_back({lists_.back().data(), static_cast<std::uint32_t>(lists_.back().size())});
}

std::uint32_t schema_builder::relation(orm_relation relation) {
  relation.size = sizeof relation;
  relations_.push_back(relation);
  return static_cast<std::uint32_t>(relations_.size() - 1);
}

const orm_schema& schema_builder::finish() {
  for (std::size_t m = 0; m < models_.size(); ++m) {
    models_[m].fields = fields_[m].data();
    models_[m].field_count = static_cast<std::uint32_t>(fields_[m].size());
    models_[m].uniques = uniques_[m].data();
    models_[m].unique_count = static_cast<std::uint32_t>(uniques_[m].size());
    models_[m].indexes = indexes_[m].data();
    models_[m].index_count = static_cast<std::uint32_t>(indexes_[m].size());
  }
  schema_.size = sizeof schema_;
  schema_.models = models_.data();
  schema_.model_count = static_cast<std::uint32_t>(models_.size());
  schema_.relations = relations_.data();
  schema_.relation_count = static_cast<std::uint32_t>(relations_.size());
  schema_.name = keep("test");
  return schema_;
}

statement_builder::statement_builder(orm_statement_kind kind, std::uint32_t model, std::uint16_t flags) {
  statement.size = sizeof statement;
  statement.kind = static_cast<std::uint16_t>(kind);
  statement.flags = flags;
  statement.model = model;
  statement.now = statement.take = statement.skip = statement.relation = statement.key_list = statement.parent_join =
      ORM_NONE;
}

statement_builder& statement_builder::where(std::vector<orm_node> nodes) {
  filter = std::move(nodes);
  return *this;
}

void statement_builder::join(std::uint32_t relation, std::uint32_t parent, std::vector<std::uint32_t> fields) {
  join_outputs.push_back(std::move(fields));
  const auto& kept = join_outputs.back();
  joins.push_back({sizeof(orm_join), relation, parent, static_cast<std::uint32_t>(kept.size()), kept.data()});
}

const orm_statement& statement_builder::finish() {
  const auto count = [](const auto& list) { return static_cast<std::uint32_t>(list.size()); };
  statement.filter = filter.data();
  statement.filter_count = count(filter);
  statement.output = output.data();
  statement.output_count = count(output);
  statement.order = order.data();
  statement.order_count = count(order);
  statement.distinct = distinct.data();
  statement.distinct_count = count(distinct);
  statement.cursor_fields = cursor_fields.data();
  statement.cursor_parameters = cursor_parameters.data();
  statement.cursor_count = count(cursor_fields);
  statement.columns = columns.data();
  statement.column_count = count(columns);
  statement.conflict = conflict.data();
  statement.conflict_count = count(conflict);
  statement.assignments = assignments.data();
  statement.assignment_count = count(assignments);
  statement.group = group.data();
  statement.group_count = count(group);
  statement.aggregates = aggregates.data();
  statement.aggregate_count = count(aggregates);
  statement.joins = joins.data();
  statement.join_count = count(joins);
  return statement;
}

orm_node leaf(orm_node_kind kind, std::uint32_t field, std::uint32_t parameter, std::uint16_t flags) {
  return {static_cast<std::uint16_t>(kind), flags, 1, field, parameter};
}

orm_node over(orm_node_kind kind, std::uint32_t span, std::uint32_t operand) {
  return {static_cast<std::uint16_t>(kind), 0, span + 1, operand, ORM_NONE};
}

}  // namespace orm::tests
