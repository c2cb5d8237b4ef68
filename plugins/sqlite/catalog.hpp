// What is in a database: tables, columns, references, indexes, as SQLite's catalog tells.
#ifndef ORM_SQLITE_CATALOG_HPP
#define ORM_SQLITE_CATALOG_HPP

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "connection.hpp"

namespace orm::sqlite {

struct existing_column {
  std::string name;
  std::string type;
  bool not_null = false;
  bool has_default = false;
  int key_position = 0;  // in the primary key, from 1; 0: not in it
};

struct existing_reference {
  std::string column;
  std::string table;
  std::string target;  // empty: the primary key
  std::string on_delete;
};

struct existing_index {
  std::string name;
  bool unique = false;
  std::vector<std::string> columns;  // an empty name: an expression, a collation or a direction of its own
  std::string sql;                   // empty: made by a constraint
};

struct existing_table {
  std::string name;  // empty: there is no such table
  std::string sql;
  std::vector<existing_column> columns;
  std::vector<existing_reference> references;
  std::vector<existing_index> indexes;

  bool exists() const { return !name.empty(); }
  const existing_column* column(std::string_view wanted) const;
};

// SQLite's names are the same whatever the case of their ASCII letters.
bool same_name(std::string_view a, std::string_view b);

existing_table read_table(const connection& connection, std::string_view name);
bool has_rows(const connection& connection, std::string_view table);
// The SQL of a trigger or an index of that name; empty: there is none.
std::string read_object(const connection& connection, std::string_view name);

}  // namespace orm::sqlite

#endif
