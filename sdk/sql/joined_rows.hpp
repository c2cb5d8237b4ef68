// The rows that stand beside those of a find, one LEFT JOIN each.
#ifndef ORM_SQL_JOINED_ROWS_HPP
#define ORM_SQL_JOINED_ROWS_HPP

#include <cstdint>
#include <vector>

#include "query_builder.hpp"

namespace orm::sdk::sql {

class joined_rows {
 public:
  // Opens a table for each join of the builder's statement. Throws driver_error INVALID_QUERY for one that could
  // multiply rows.
  explicit joined_rows(query_builder& builder);

  bool empty() const { return joins_.empty(); }
  const scope& table(std::uint32_t join) const { return joins_[join].table; }

  // What follows the find's own table in its FROM; find: that table.
  sql_text beside(const scope& find) const;

  // Calls with the table, and the field, of each cell in turn.
  template <class Visit>
  void each_output(Visit visit) const {
    for (std::uint32_t i = 0; i < joins_.size(); ++i)
      for (const std::uint32_t field : output(join(b_.statement(), i))) visit(joins_[i].table, field);
  }

  // The fields of the find's own rows that joins start from.
  std::vector<std::uint32_t> local_fields() const;

 private:
  struct joined {
    const orm_relation* relation;
    std::uint32_t parent;
    scope table;
  };

  sql_text condition(const joined& join, const scope& find) const;

  query_builder& b_;
  std::vector<joined> joins_;
};

}  // namespace orm::sdk::sql

#endif
