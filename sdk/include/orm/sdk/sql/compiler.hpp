// Statements of the driver boundary as SQL: one compiler for every dialect.
//
// compile() is pure: any thread may call it. What it returns borrows nothing. It throws driver_error: UNSUPPORTED for a
// node or a combination that SQL stores don't do, INVALID_QUERY for a statement that contradicts itself.
#ifndef ORM_SDK_SQL_COMPILER_HPP
#define ORM_SDK_SQL_COMPILER_HPP

#include <orm/sdk/driver.h>
#include <orm/sdk/sql/dialect.hpp>
#include <orm/sdk/sql/references.hpp>
#include <orm/sdk/sql/sql_text.hpp>

#include <cstdint>
#include <vector>

namespace orm::sdk::sql {

enum class output_source : std::uint8_t {
  result,   // column `index` of the statement's result
  given,    // INSERT: column `index` of the row being written
  last_id,  // INSERT: the id that the store generated
  ordinal   // INSERT: the position of the row
};

// One cell of the rows that the statement pushes.
struct output_column {
  orm_cell_type type = ORM_CELL_NULL;
  bool nullable = false;
  output_source source = output_source::result;
  std::uint32_t index = 0;
};

// A column of an INSERT's result that repeats a column of the rows given.
struct repeated_column {
  std::uint32_t result = 0;
  std::uint32_t column = 0;
};

// A reference that a write can violate, where the store does not say which one it was.
struct suspected_reference {
  referring_field by;
  command find;  // DELETE: answers with a row where rows refer to those to be deleted; empty: can't be told
};

struct compiled_statement {
  // Deletes of expired rows that hold keys or references. All commands of a statement belong into one transaction.
  std::vector<command> before;      // once
  std::vector<command> before_row;  // INSERT: for each row, ahead of the first
  // DELETE: answers how many rows `main` is about to delete, where the store leaves out those that a cascade reaches
  // before the statement does. Empty: what the store says is right.
  command count;
  command main;  // INSERT: for each row
  // INSERT where the dialect takes rows as lists: the same for all rows at once, in their order, each list over the
  // values of one column. Empty: there is no such form.
  std::vector<command> before_rows;
  command main_rows;
  // INSERT with SKIP_DUPLICATES and lists: what tells the rows that were written from those left out. Results come in
  // the order of the rows, and rows that agree in these columns are all written or only the first of them is.
  std::vector<repeated_column> repeated;
  std::vector<suspected_reference> suspects;
  std::vector<output_column> output;  // in the order in which cells are pushed
  std::uint32_t result_columns = 0;   // of main; 0: it answers with no rows
};

compiled_statement compile(const orm_schema& schema, const orm_statement& statement, const dialect& dialect);

// DELETE of what expired; parameter 0 is the clock. model must have `expires`.
command compile_purge(const orm_schema& schema, std::uint32_t model, const dialect& dialect);

}  // namespace orm::sdk::sql

#endif
