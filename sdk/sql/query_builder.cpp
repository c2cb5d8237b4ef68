// Tables in scope: names, visibility of rows that expire, relations, order; and the entry of the compiler.
#include "query_builder.hpp"

#include <algorithm>

namespace orm::sdk::sql {

sql_text where(std::initializer_list<sql_text> conditions) {
  sql_list list(" AND ");
  for (const sql_text& condition : conditions) list.add(condition);
  return list.empty() ? sql_text() : " WHERE " + list.text();
}

bool query_builder::is_key(const scope& table, std::uint32_t field) const {
  const orm_field& f = field_of(table, field);
  return is_id(f) || is_unique(f);
}

bool query_builder::is_indexed(const scope& table, std::uint32_t field) const {
  const auto lists = indexes(sdk::model(schema_, table.model));
  return std::any_of(lists.begin(), lists.end(), [&](const orm_field_list& list) {
    const auto fields = fields_of(list);
    return std::find(fields.begin(), fields.end(), field) != fields.end();
  });
}

sql_text query_builder::from(const scope& table) const {
  return dialect_.table(sdk::model(schema_, table.model)) + " AS " + table.alias;
}

sql_text query_builder::column(const scope& table, std::uint32_t field) const {
  if (table.derived) return table.alias + ".f" + std::to_string(field);
  const std::string name = dialect_.quote(text_view(field_of(table, field).column));
  return table.alias.empty() ? name : table.alias + "." + name;
}

sql_text query_builder::exact_column(const scope& table, std::uint32_t field) const {
  return dialect_.exact(column(table, field), field_of(table, field).type);
}

sql_text query_builder::leading_column(const scope& table, std::uint32_t field) const {
  return dialect_.leading(column(table, field), field_of(table, field).type);
}

sql_text query_builder::sort_column(const scope& table, std::uint32_t field) const {
  return dialect_.sort_key(column(table, field), field_of(table, field).type);
}

bind query_builder::parameter(std::uint32_t index, const orm_field& meets, bind_form form) const {
  return {first_parameter_ + index, bind_source::parameter, form, meets.type};
}

sql_text query_builder::amount(std::uint32_t index) const {
  if (index == ORM_NONE) return {};
  return bind{first_parameter_ + index, bind_source::parameter, bind_form::value, 0};
}

sql_text query_builder::visible(const scope& table) const {
  const orm_model& m = sdk::model(schema_, table.model);
  if (!has_expiry(m)) return {};
  if (statement_.now == ORM_NONE) {
    throw driver_error(ORM_INVALID_QUERY, "the statement lacks the clock that model \"" +
                                              std::string(text_view(m.name)) + "\" is judged by");
  }
  const sql_text expires = column(table, m.expires);
  const sql_text alive = expires + " > " + parameter(statement_.now, sdk::field(m, m.expires));
  return is_nullable(sdk::field(m, m.expires)) ? "(" + expires + " IS NULL OR " + alive + ")" : alive;
}

bool query_builder::leads_to_one(const orm_relation& relation) const {
  return relation.through_model == ORM_NONE && is_key({relation.to_model, {}, false}, relation.remote_field);
}

sql_text query_builder::linked(const orm_relation& relation, const scope& target, const sql_text& local) {
  const sql_text remote = column(target, relation.remote_field);
  if (relation.through_model == ORM_NONE) return remote + " = " + local;
  const scope through = open(relation.through_model);
  return remote + " IN (SELECT " + column(through, relation.through_remote) + " FROM " + from(through) +
         where({column(through, relation.through_local) + " = " + local, visible(through)}) + ")";
}

sql_text query_builder::first_linked(const orm_relation& relation, const scope& target, const sql_text& local) {
  const scope candidate = open(relation.to_model);
  const sql_text id = column(candidate, id_of(candidate));
  return column(target, id_of(target)) + " = (SELECT " + id + " FROM " + from(candidate) +
         where({linked(relation, candidate, local), visible(candidate)}) + " ORDER BY " +
         exact_column(candidate, id_of(candidate)) + " LIMIT 1)";
}

sql_text query_builder::order_by(const scope& table, std::span<const orm_order> order) const {
  sql_list keys(", ");
  for (const orm_order& key : order) {
    const bool nullable = is_nullable(field_of(table, key.field));
    keys.add(sort_column(table, key.field) + (key.descending != 0 ? " DESC" : "") +
             dialect_.order_suffix(key.descending != 0, nullable));
  }
  return keys.text();
}

compiled_statement compile(const orm_schema& schema, const orm_statement& statement, const dialect& dialect) {
  query_builder builder(schema, statement, dialect);
  switch (static_cast<orm_statement_kind>(statement.kind)) {
    case ORM_FIND:
    case ORM_AGGREGATE:
      return compile_read(builder);
    case ORM_INSERT:
    case ORM_UPDATE:
    case ORM_UPSERT:
    case ORM_DELETE:
      return compile_write(builder);
  }
  throw_unsupported("statements of kind " + std::to_string(statement.kind));
}

}  // namespace orm::sdk::sql
