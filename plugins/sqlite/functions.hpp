// What our connections know beyond SQLite. Nothing of it ever stands in a schema: other programs use the same file.
#ifndef ORM_SQLITE_FUNCTIONS_HPP
#define ORM_SQLITE_FUNCTIONS_HPP

#include <orm/sdk/driver.h>
#include <sqlite3.h>

namespace orm::sqlite {

inline constexpr const char* list_pointer_type = "orm_list";  // of sqlite3_bind_pointer()

// orm_add, orm_subtract, orm_multiply (type, value, operand); orm_sum_decimal, orm_sum_double, orm_min_decimal,
// orm_max_decimal (value); the table orm_list. Answers an SQLite code.
int register_functions(sqlite3* db);
void unregister_functions(sqlite3* db);

int register_list_table(sqlite3* db);
void unregister_list_table(sqlite3* db);

// A cell as the result of a function; its text must live as long as the statement runs.
void give_cell(sqlite3_context* context, const orm_cell& cell);

}  // namespace orm::sqlite

#endif
