// orm_list(?): the cells of a list parameter as a table (value, ordinal). It exists on our connections only, is bound
// by pointer, and so costs neither text nor a copy.
#include <orm/sdk/driver.h>
#include <sqlite3.h>

#include <new>

#include "functions.hpp"

namespace orm::sqlite {

namespace {

enum column { value_column, ordinal_column, list_column };

struct list_cursor {
  sqlite3_vtab_cursor base;
  const orm_cell* cells;
  sqlite3_int64 count;
  sqlite3_int64 at;
};

list_cursor& of(sqlite3_vtab_cursor* cursor) { return *reinterpret_cast<list_cursor*>(cursor); }

int connect(sqlite3* db, void*, int, const char* const*, sqlite3_vtab** out, char**) {
  const int code = sqlite3_declare_vtab(db, "CREATE TABLE x(value, ordinal INTEGER, list HIDDEN)");
  if (code != SQLITE_OK) return code;
  *out = new (std::nothrow) sqlite3_vtab();
  return *out == nullptr ? SQLITE_NOMEM : SQLITE_OK;
}

int disconnect(sqlite3_vtab* table) {
  delete table;
  return SQLITE_OK;
}

int best_index(sqlite3_vtab*, sqlite3_index_info* info) {
  for (int i = 0; i < info->nConstraint; ++i) {
    const auto& constraint = info->aConstraint[i];
    if (constraint.iColumn != list_column || constraint.op != SQLITE_INDEX_CONSTRAINT_EQ) continue;
    if (constraint.usable == 0) return SQLITE_CONSTRAINT;
    info->aConstraintUsage[i].argvIndex = 1;
    info->aConstraintUsage[i].omit = 1;
    info->estimatedCost = 32;
    info->estimatedRows = 32;
    info->orderByConsumed =
        info->nOrderBy == 1 && info->aOrderBy[0].iColumn == ordinal_column && info->aOrderBy[0].desc == 0;
    return SQLITE_OK;
  }
  return SQLITE_CONSTRAINT;
}

int open(sqlite3_vtab*, sqlite3_vtab_cursor** out) {
  auto* cursor = new (std::nothrow) list_cursor();
  if (cursor == nullptr) return SQLITE_NOMEM;
  *out = &cursor->base;
  return SQLITE_OK;
}

int close(sqlite3_vtab_cursor* cursor) {
  delete &of(cursor);
  return SQLITE_OK;
}

int filter(sqlite3_vtab_cursor* base, int, const char*, int count, sqlite3_value** values) {
  list_cursor& cursor = of(base);
  const auto* list =
      count == 1 ? static_cast<const orm_cell*>(sqlite3_value_pointer(values[0], list_pointer_type)) : nullptr;
  cursor.cells = list == nullptr ? nullptr : list->as.list;
  cursor.count = list == nullptr ? 0 : list->length;
  cursor.at = 0;
  return SQLITE_OK;
}

int next(sqlite3_vtab_cursor* cursor) {
  ++of(cursor).at;
  return SQLITE_OK;
}

int at_end(sqlite3_vtab_cursor* cursor) { return of(cursor).at >= of(cursor).count ? 1 : 0; }

int read_column(sqlite3_vtab_cursor* base, sqlite3_context* context, int index) {
  const list_cursor& cursor = of(base);
  if (index == value_column) {
    give_cell(context, cursor.cells[cursor.at]);
  } else if (index == ordinal_column) {
    sqlite3_result_int64(context, cursor.at);
  }
  return SQLITE_OK;
}

int row_id(sqlite3_vtab_cursor* cursor, sqlite3_int64* out) {
  *out = of(cursor).at;
  return SQLITE_OK;
}

const sqlite3_module& list_module() {
  static const sqlite3_module module = [] {
    sqlite3_module m = {};
    m.xConnect = connect;
    m.xBestIndex = best_index;
    m.xDisconnect = disconnect;
    m.xOpen = open;
    m.xClose = close;
    m.xFilter = filter;
    m.xNext = next;
    m.xEof = at_end;
    m.xColumn = read_column;
    m.xRowid = row_id;
    return m;
  }();
  return module;
}

}  // namespace

int register_list_table(sqlite3* db) { return sqlite3_create_module(db, "orm_list", &list_module(), nullptr); }
void unregister_list_table(sqlite3* db) { sqlite3_create_module(db, "orm_list", nullptr, nullptr); }

}  // namespace orm::sqlite
