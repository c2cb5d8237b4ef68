// The columns of a result as cells. What a cell points to lives as long as the result, or until the next row.
#ifndef ORM_POSTGRES_RESULT_CELLS_HPP
#define ORM_POSTGRES_RESULT_CELLS_HPP

#include <libpq-fe.h>
#include <orm/sdk/driver.hpp>
#include <orm/sdk/sql/compiler.hpp>

#include <string>
#include <string_view>
#include <vector>

#include "plan.hpp"

namespace orm::postgres {

class result_cells {
 public:
  explicit result_cells(const orm_schema& schema) : schema_(schema) {}

  // Looks at the types of a result's columns. Throws driver_error INVALID_SCHEMA for one that the schema does not mean.
  static void check_columns(const PGresult* rows, const plan& of);
  void open(const PGresult* rows, const plan& of);

  // The output of a row, as the plan wants it; given: the row that was written, for an INSERT. Throws driver_error for
  // a value that no field can hold. The cells are there until the next call.
  const orm_cell* read(int row, std::uint32_t ordinal, const orm_cell* given);

  // One column, as a field of that cell type.
  orm_cell column(int row, int column, orm_cell_type type);

 private:
  orm_cell value(int row, int column, orm_cell_type type, const output_field& of);
  orm_cell converted(std::string_view bytes, int column, orm_cell_type type, const output_field& of);
  std::string& scratch();
  [[noreturn]] void refuse(const output_field& of, const std::string& what) const;

  const orm_schema& schema_;
  const PGresult* rows_ = nullptr;
  const plan* plan_ = nullptr;
  std::vector<orm_cell> cells_;
  std::vector<std::string> texts_;  // what is not in the result as it is
  std::size_t used_texts_ = 0;
};

}  // namespace orm::postgres

#endif
