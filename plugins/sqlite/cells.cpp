// Binding. Everything is bound anew on every run, so that nothing of an earlier one is left.
#include "cells.hpp"

#include <orm/sdk/value/cells.hpp>
#include <orm/sdk/value/decimal.hpp>

#include <string>

#include "errors.hpp"
#include "functions.hpp"

namespace orm::sqlite {

namespace {

// Texts that begin with the prefix come before this one. No byte of UTF-8 is 255, so that adding 1 to the last gives
// the next text; an empty blob comes after every text.
int bind_prefix_end(sqlite3_stmt* statement, int number, const orm_cell& cell) {
  std::string end(sdk::text_of(cell));
  if (end.empty()) return sqlite3_bind_zeroblob(statement, number, 0);
  ++end.back();
  return sqlite3_bind_text64(statement, number, end.data(), end.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

int bind_sort_key(sqlite3_stmt* statement, int number, const orm_cell& cell) {
  const std::string key = sdk::sortable_decimal_key(sdk::text_of(cell));
  return sqlite3_bind_text64(statement, number, key.data(), key.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

const orm_cell& source_of(const sdk::sql::bind& bind, const bind_values& values) {
  switch (bind.source) {
    case sdk::sql::bind_source::row_value:
      return values.row[bind.index];
    case sdk::sql::bind_source::extra:
      return values.extra[bind.index];
    case sdk::sql::bind_source::parameter:
      break;
  }
  return values.parameters[bind.index];
}

int bind_one(sqlite3_stmt* statement, int number, const sdk::sql::bind& bind, const orm_cell& cell) {
  switch (bind.form) {
    case sdk::sql::bind_form::list:
      return sqlite3_bind_pointer(statement, number, const_cast<orm_cell*>(&cell), list_pointer_type, nullptr);
    case sdk::sql::bind_form::only:
      return bind_value(statement, number, sdk::only_cell(cell));
    case sdk::sql::bind_form::sort_key:
      return bind_sort_key(statement, number, cell);
    case sdk::sql::bind_form::prefix_end:
      return bind_prefix_end(statement, number, cell);
    case sdk::sql::bind_form::value:
      break;
  }
  return bind_value(statement, number, cell);
}

}  // namespace

int bind_value(sqlite3_stmt* statement, int number, const orm_cell& cell) {
  switch (static_cast<orm_cell_type>(cell.type)) {
    case ORM_CELL_BOOLEAN:
    case ORM_CELL_INTEGER:
    case ORM_CELL_DATETIME:
      return sqlite3_bind_int64(statement, number, cell.as.integer);
    case ORM_CELL_DOUBLE:
      return sqlite3_bind_double(statement, number, cell.as.real);
    case ORM_CELL_TEXT:
    case ORM_CELL_DECIMAL:
    case ORM_CELL_JSON:
      return sqlite3_bind_text64(statement, number, cell.length == 0 ? "" : cell.as.text, cell.length, SQLITE_STATIC,
                                 SQLITE_UTF8);
    case ORM_CELL_BYTES:
      return sqlite3_bind_blob64(statement, number, cell.length == 0 ? "" : cell.as.text, cell.length, SQLITE_STATIC);
    case ORM_CELL_NULL:
    case ORM_CELL_LIST:
    case ORM_CELL_ABSENT:
      break;
  }
  return sqlite3_bind_null(statement, number);
}

void bind_all(sqlite3_stmt* statement, const sdk::sql::command& command, const bind_values& values) {
  int number = 0;
  for (const sdk::sql::bind& bind : command.binds) {
    const int code = bind_one(statement, ++number, bind, source_of(bind, values));
    if (code != SQLITE_OK) throw failure(sqlite3_db_handle(statement), code, {});
  }
}

}  // namespace orm::sqlite
