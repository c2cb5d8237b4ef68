// Conditions of joins: all that a find of the joined rows by their keys would ask.
#include "joined_rows.hpp"

namespace orm::sdk::sql {

joined_rows::joined_rows(query_builder& builder) : b_(builder) {
  const orm_statement& statement = b_.statement();
  for (std::uint32_t i = 0; i < join_count(statement); ++i) {
    const orm_join& wanted = join(statement, i);
    const orm_relation& followed = relation(b_.schema(), wanted.relation);
    if (!b_.leads_to_one(followed) || (wanted.parent != ORM_NONE && wanted.parent >= i)) {
      throw driver_error(ORM_INVALID_QUERY, "a join that leads to more than one row, or from a later one");
    }
    joins_.push_back({&followed, wanted.parent, b_.open(followed.to_model)});
  }
}

sql_text joined_rows::beside(const scope& find) const {
  sql_text text;
  for (const joined& each : joins_) text += " LEFT JOIN " + b_.from(each.table) + " ON " + condition(each, find);
  return text;
}

sql_text joined_rows::condition(const joined& join, const scope& find) const {
  const scope& from = join.parent == ORM_NONE ? find : joins_[join.parent].table;
  sql_list all(" AND ");
  all.add(b_.linked(*join.relation, join.table, b_.leading_column(from, join.relation->local_field)));
  all.add(b_.visible(join.table));
  return all.text();
}

std::vector<std::uint32_t> joined_rows::local_fields() const {
  std::vector<std::uint32_t> fields;
  for (const joined& each : joins_)
    if (each.parent == ORM_NONE) fields.push_back(each.relation->local_field);
  return fields;
}

}  // namespace orm::sdk::sql
