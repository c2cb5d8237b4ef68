// What the compilers of finds and of writes share: tables in scope, filters, visibility, relations, order.
#ifndef ORM_SQL_QUERY_BUILDER_HPP
#define ORM_SQL_QUERY_BUILDER_HPP

#include <orm/sdk/driver.hpp>
#include <orm/sdk/sql/compiler.hpp>
#include <orm/sdk/sql/dialect.hpp>

#include <cstdint>
#include <span>
#include <string>

namespace orm::sdk::sql {

// A table that a query reads, under the name by which its columns are reached.
struct scope {
  std::uint32_t model = 0;
  std::string alias;     // empty: columns go by their bare names
  bool derived = false;  // a subquery whose columns are named f0, f1, ... after the fields
};

class query_builder {
 public:
  // first_parameter: where the statement's parameters begin among those of the statement that it is part of.
  query_builder(const orm_schema& schema, const orm_statement& statement, const dialect& dialect,
                std::uint32_t first_parameter = 0)
      : schema_(schema), statement_(statement), dialect_(dialect), first_parameter_(first_parameter) {}

  const orm_schema& schema() const { return schema_; }
  const orm_statement& statement() const { return statement_; }
  const dialect& speaks() const { return dialect_; }

  scope open(std::uint32_t model) { return {model, "t" + std::to_string(next_alias_++), false}; }
  const orm_field& field_of(const scope& table, std::uint32_t field) const {
    return sdk::field(schema_, table.model, field);
  }
  std::uint32_t id_of(const scope& table) const { return sdk::model(schema_, table.model).id; }
  bool is_key(const scope& table, std::uint32_t field) const;      // the id or unique by itself
  bool is_indexed(const scope& table, std::uint32_t field) const;  // in a plain index

  sql_text from(const scope& table) const;
  sql_text column(const scope& table, std::uint32_t field) const;
  sql_text exact_column(const scope& table, std::uint32_t field) const;
  sql_text leading_column(const scope& table, std::uint32_t field) const;
  sql_text sort_column(const scope& table, std::uint32_t field) const;
  bind parameter(std::uint32_t index, const orm_field& meets, bind_form form = bind_form::value) const;
  sql_text amount(std::uint32_t index) const;  // take, skip; empty for ORM_NONE
  std::uint32_t first_parameter() const { return first_parameter_; }

  // Conditions; empty: always true.
  sql_text visible(const scope& table) const;  // not expired
  sql_text filter(const scope& table);         // the statement's
  // target's rows to which a relation leads from a row whose local field is `local`.
  sql_text linked(const orm_relation& relation, const scope& target, const sql_text& local);
  sql_text first_linked(const orm_relation& relation, const scope& target, const sql_text& local);
  bool leads_to_one(const orm_relation& relation) const;  // at most one row, by its key

  sql_text order_by(const scope& table, std::span<const orm_order> order) const;  // without ORDER BY

 private:
  struct expression;
  expression node(const scope& table, std::uint32_t index, bool negated);
  expression junction(const scope& table, std::uint32_t index, bool negated);
  expression comparison(const scope& table, const orm_node& node);
  expression related(const scope& table, const orm_node& node, std::uint32_t child);

  const orm_schema& schema_;
  const orm_statement& statement_;
  const dialect& dialect_;
  std::uint32_t first_parameter_;
  std::uint32_t next_alias_ = 0;
};

// " WHERE a AND b", without the empty ones.
sql_text where(std::initializer_list<sql_text> conditions);

// The two halves of compile().
compiled_statement compile_read(query_builder& builder);
compiled_statement compile_write(query_builder& builder);

}  // namespace orm::sdk::sql

#endif
