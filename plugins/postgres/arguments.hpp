// Cells as the parameters of one statement, in PostgreSQL's binary formats. What is given by reference (texts, bytes)
// is borrowed; the rest is kept in here until the next statement.
#ifndef ORM_POSTGRES_ARGUMENTS_HPP
#define ORM_POSTGRES_ARGUMENTS_HPP

#include <libpq-fe.h>
#include <orm/sdk/driver.hpp>
#include <orm/sdk/sql/sql_text.hpp>
#include <orm/sdk/value/arena.hpp>

#include <span>
#include <vector>

namespace orm::postgres {

// Where a statement's placeholders find their values: the parameters; the rows of an insert, cell by cell; what follows
// them.
struct bind_values {
  const orm_cell* parameters = nullptr;
  const orm_cell* rows = nullptr;
  std::uint32_t width = 0;  // cells of a row
  std::uint32_t row_count = 0;
  const orm_cell* extra = nullptr;
};

class arguments {
 public:
  // Throws driver_error INVALID_VALUE for what is larger than PostgreSQL takes.
  void assign(std::span<const sdk::sql::bind> binds, const bind_values& values);

  int count() const { return static_cast<int>(values_.size()); }
  const char* const* values() const { return values_.data(); }
  const int* lengths() const { return lengths_.data(); }
  const int* formats() const { return formats_.data(); }  // all binary

 private:
  void add(const orm_cell& cell, std::uint16_t type);
  template <class CellAt>
  void add_list(std::uint16_t type, std::uint32_t length, CellAt cell_at);
  void add(const char* data, std::size_t size) {
    values_.push_back(data);
    lengths_.push_back(static_cast<int>(size));
  }

  sdk::cell_arena arena_;
  std::vector<const char*> values_;
  std::vector<int> lengths_;
  std::vector<int> formats_;
};

}  // namespace orm::postgres

#endif
