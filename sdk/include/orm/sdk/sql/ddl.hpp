// A schema as CREATE statements: for push, and for `orm generate sql`.
//
// The same schema gives the same text: tables in the order of the schema unless a reference wants its target first.
// Pure functions: any thread may call them; what they return borrows nothing. They throw driver_error: UNSUPPORTED for
// a namespace where the dialect has none, INVALID_SCHEMA for what the dialect can't hold.
//
// What stands in the tables besides types, keys and references:
// - an index for every declared one, ending with the id so that it serves orders with their ties; for every reference
//   that is not the beginning of another key or index; for the time of expiry;
// - a check on each key or index of several texts, bytes and decimals: together at most 2,048 bytes. An update may
//   change one of them only, and then nobody but the store knows the others.
#ifndef ORM_SDK_SQL_DDL_HPP
#define ORM_SDK_SQL_DDL_HPP

#include <orm/sdk/driver.h>
#include <orm/sdk/sql/dialect.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace orm::sdk::sql {

enum class ddl_kind : std::uint8_t { name_space, table, index, reference, comment };

struct ddl_statement {
  ddl_kind kind;
  std::uint32_t model;  // ORM_NONE: of none
  std::string name;     // of the table or index, not quoted
  std::string sql;      // without a semicolon
};

// Everything, in an order in which it can be executed.
std::vector<ddl_statement> create_statements(const orm_schema& schema, const dialect& dialect);

// The same as one script, with semicolons.
std::string create_script(const orm_schema& schema, const dialect& dialect);

// Models so that each comes after those it references; where references form a ring, in the order of the schema.
std::vector<std::uint32_t> creation_order(const orm_schema& schema);

// "name" TYPE NOT NULL CHECK (...), without the reference.
std::string column_definition(const orm_schema& schema, std::uint32_t model, std::uint32_t field,
                              const dialect& dialect);

// REFERENCES "t" ("c") ON DELETE ...; empty when the field references nothing.
std::string reference_clause(const orm_schema& schema, const orm_field& field, const dialect& dialect);

// The condition that keeps a key or index of these fields within 2,048 bytes; empty when nothing needs to be checked.
// row goes before each column: "" in a check, "NEW." in a trigger.
std::string key_size_condition(const orm_model& model, std::span<const std::uint32_t> key, const dialect& dialect,
                               const std::string& row = "");

// The checks of a model's table that do so, each condition once.
struct size_check {
  std::string name;  // not quoted; of this check alone in the table
  std::string condition;
  std::vector<std::uint32_t> key;     // that it keeps short
  std::vector<std::uint32_t> fields;  // of it, whose sizes are added up
};
std::vector<size_check> size_checks(const orm_model& model, const dialect& dialect);

// An index that the schema wants, in the schema's terms.
struct index_definition {
  std::uint32_t model = 0;
  bool unique = false;
  std::vector<std::uint32_t> fields;  // without the id that ends it
  std::string name;                   // not quoted
  std::string sql;
};
std::vector<index_definition> index_definitions(const orm_schema& schema, const dialect& dialect);

}  // namespace orm::sdk::sql

#endif
