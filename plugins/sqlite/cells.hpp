// Cells into placeholders, columns into cells. Nothing is copied: a cell lives as long as the call, a column as long
// as its row.
#ifndef ORM_SQLITE_CELLS_HPP
#define ORM_SQLITE_CELLS_HPP

#include <sqlite3.h>
#include <orm/sdk/driver.hpp>
#include <orm/sdk/sql/compiler.hpp>

namespace orm::sqlite {

// Where a statement's placeholders find their values: the parameters, the row being inserted, what follows the rows.
struct bind_values {
  const orm_cell* parameters;
  const orm_cell* row;
  const orm_cell* extra;
};

// Binds every placeholder. Throws driver_error.
void bind_all(sqlite3_stmt* statement, const sdk::sql::command& command, const bind_values& values);

// Binds one value to a placeholder, counted from 1; answers an SQLite code.
int bind_value(sqlite3_stmt* statement, int number, const orm_cell& cell);

// The column of the row that the statement stands on.
inline orm_cell read_column(sqlite3_stmt* statement, const sdk::sql::output_column& column) {
  orm_cell cell{};
  // One look at the column instead of one for its type, its text and its length each.
  sqlite3_value* value = sqlite3_column_value(statement, static_cast<int>(column.index));
  if (column.nullable && sqlite3_value_type(value) == SQLITE_NULL) return cell;
  cell.type = static_cast<std::uint8_t>(column.type);
  switch (column.type) {
    case ORM_CELL_TEXT:
    case ORM_CELL_DECIMAL:
    case ORM_CELL_JSON:
      cell.as.text = reinterpret_cast<const char*>(sqlite3_value_text(value));
      cell.length = static_cast<std::uint32_t>(sqlite3_value_bytes(value));
      break;
    case ORM_CELL_BYTES:
      cell.as.text = static_cast<const char*>(sqlite3_value_blob(value));
      cell.length = static_cast<std::uint32_t>(sqlite3_value_bytes(value));
      if (cell.length == 0) cell.as.text = "";
      break;
    case ORM_CELL_DOUBLE:
      cell.as.real = sqlite3_value_double(value);
      break;
    default:
      cell.as.integer = sqlite3_value_int64(value);
      break;
  }
  return cell;
}

}  // namespace orm::sqlite

#endif
