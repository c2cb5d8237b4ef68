// Reading SQLite's catalog.
#include "catalog.hpp"

#include <orm/sdk/sql/dialect.hpp>
#include <orm/sdk/value/text.hpp>

#include <algorithm>

namespace orm::sqlite {

namespace {

std::string text_at(sqlite3_stmt* row, int column) {
  const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(row, column));
  return data == nullptr ? std::string()
                         : std::string(data, static_cast<std::size_t>(sqlite3_column_bytes(row, column)));
}

// Calls visit for each row of a query with one text parameter.
template <class Visit>
void for_each_row(const connection& connection, const char* sql, std::string_view parameter, Visit visit) {
  const statement query = connection.prepare(sql, {});
  sqlite3_bind_text64(query.get(), 1, parameter.data(), parameter.size(), SQLITE_STATIC, SQLITE_UTF8);
  int code = SQLITE_DONE;
  while ((code = sqlite3_step(query.get())) == SQLITE_ROW) visit(query.get());
  if (code != SQLITE_DONE) throw failure(connection.handle(), code, {});
}

}  // namespace

bool same_name(std::string_view a, std::string_view b) { return sdk::text_equals(a, b, sdk::text_case::insensitive); }

const existing_column* existing_table::column(std::string_view wanted) const {
  const auto found = std::find_if(columns.begin(), columns.end(),
                                  [&](const existing_column& column) { return same_name(column.name, wanted); });
  return found == columns.end() ? nullptr : &*found;
}

existing_table read_table(const connection& connection, std::string_view name) {
  existing_table table;
  for_each_row(connection,
               "SELECT name, sql FROM sqlite_schema WHERE type IN ('table', 'view') AND lower(name) = lower(?1)", name,
               [&](sqlite3_stmt* row) {
                 table.name = text_at(row, 0);
                 table.sql = text_at(row, 1);
               });
  if (!table.exists()) return table;
  for_each_row(connection, "SELECT name, type, \"notnull\", dflt_value IS NOT NULL, pk FROM pragma_table_info(?1)",
               name, [&](sqlite3_stmt* row) {
                 table.columns.push_back({text_at(row, 0), text_at(row, 1), sqlite3_column_int(row, 2) != 0,
                                          sqlite3_column_int(row, 3) != 0, sqlite3_column_int(row, 4)});
               });
  for_each_row(connection, "SELECT \"from\", \"table\", \"to\", on_delete FROM pragma_foreign_key_list(?1)", name,
               [&](sqlite3_stmt* row) {
                 table.references.push_back({text_at(row, 0), text_at(row, 1), text_at(row, 2), text_at(row, 3)});
               });
  for_each_row(
      connection,
      "SELECT i.name, i.\"unique\", s.sql FROM pragma_index_list(?1) AS i LEFT JOIN sqlite_schema AS s ON s.name "
      "= i.name AND s.type = 'index' WHERE NOT i.partial ORDER BY i.name",
      name, [&](sqlite3_stmt* row) {
        table.indexes.push_back({text_at(row, 0), sqlite3_column_int(row, 1) != 0, {}, text_at(row, 2)});
      });
  for (existing_index& index : table.indexes) {
    for_each_row(
        connection,
        "SELECT CASE WHEN coll = 'BINARY' AND NOT \"desc\" THEN name END FROM pragma_index_xinfo(?1) WHERE key",
        index.name, [&](sqlite3_stmt* row) { index.columns.push_back(text_at(row, 0)); });
  }
  return table;
}

bool has_rows(const connection& connection, std::string_view table) {
  return connection.integer("SELECT EXISTS (SELECT 1 FROM " + sdk::sql::sqlite_dialect().quote(table) + ")") != 0;
}

std::string read_object(const connection& connection, std::string_view name) {
  std::string sql;
  for_each_row(connection,
               "SELECT sql FROM sqlite_schema WHERE type IN ('trigger', 'index') AND lower(name) = lower(?1)", name,
               [&](sqlite3_stmt* row) { sql = text_at(row, 0); });
  return sql;
}

}  // namespace orm::sqlite
