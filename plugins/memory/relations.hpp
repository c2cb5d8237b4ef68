// Following relations from a value of the local field to rows.
#ifndef ORM_MEMORY_RELATIONS_HPP
#define ORM_MEMORY_RELATIONS_HPP

#include <orm/sdk/rows/row.hpp>

#include "table.hpp"

#include <cstdint>

namespace orm::memory {

// A relation of the schema with the indexes that serve it.
struct relation_path {
  relation_path(const orm_relation& relation, table* to, table* through);

  bool singular;
  std::uint32_t local_field;
  std::uint32_t remote_field;
  std::uint32_t through_remote;
  table* to;
  table* through;             // null: direct
  std::uint32_t to_key;       // the ordered key of remote_field
  std::uint32_t through_key;  // the ordered key of through_local

  // Calls visit with the rows that the value leads to, in the order of their ids unless through a third model, where a
  // row may also come more than once. Expired rows are left out. False: visit wanted no more.
  bool follow(const orm_cell& value, const orm_cell* now, sdk::row_visitor visit) const;

  // The first of these rows by id, or null.
  const orm_cell* first(const orm_cell& value, const orm_cell* now) const;
};

}  // namespace orm::memory

#endif
