// What is in a database: tables, columns, constraints, indexes, as PostgreSQL's catalog tells.
#ifndef ORM_POSTGRES_CATALOG_HPP
#define ORM_POSTGRES_CATALOG_HPP

#include <orm/sdk/driver.h>

#include <string>
#include <string_view>
#include <vector>

namespace orm::postgres {

class session;

struct existing_column {
  std::string name;
  std::string type;  // as format_type() spells it: "text", "timestamp(6) with time zone"
  bool not_null = false;
  bool is_filled_in = false;  // has a default, or is an identity or generated column
  bool compares_by_bytes = true;
};

struct existing_reference {
  std::string column;
  std::uint32_t target_model = ORM_NONE;  // of the schema, by whatever name its table is found; ORM_NONE: no model's
  std::string target_table;
  std::string target_column;
  std::string on_delete;  // "a" no action, "r" restrict, "c" cascade, "n" set null, "d" set default
};

struct existing_index {
  std::string name;
  bool unique = false;
  bool primary = false;
  std::vector<std::string> columns;  // an empty name: an expression, or an order or collation of its own
};

struct existing_check {
  std::string name;
  std::vector<std::string> columns;  // sorted
  std::string definition;
};

struct existing_table {
  bool exists = false;
  std::string kind;  // pg_class.relkind
  std::vector<existing_column> columns;
  std::vector<existing_reference> references;
  std::vector<existing_index> indexes;
  std::vector<existing_check> checks;

  const existing_column* column(std::string_view wanted) const;
};

// What identifies each model's table in the catalog; empty: there is none.
std::vector<std::string> read_identities(session& session, const orm_schema& schema);

// Reads a model's table, within the session's transaction.
existing_table read_table(session& session, const orm_model& model, const std::vector<std::string>& identities);

// The rows of a query that takes texts and answers with texts; null is an empty text.
std::vector<std::vector<std::string>> read_rows(session& session, const std::string& sql,
                                                const std::vector<std::string>& parameters);

// Whether rows are told apart, or related rows found, by the field alone or with others.
bool is_compared_as_key(const orm_schema& schema, std::uint32_t model, std::uint32_t field);
[[noreturn]] void throw_coarse_collation(const orm_schema& schema, std::uint32_t model, std::uint32_t field);

}  // namespace orm::postgres

#endif
