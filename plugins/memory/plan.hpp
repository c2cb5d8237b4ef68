// A compiled statement: what to do and by which path, decided once.
#ifndef ORM_MEMORY_PLAN_HPP
#define ORM_MEMORY_PLAN_HPP

#include <orm/sdk/driver.hpp>
#include <orm/sdk/rows/access.hpp>
#include <orm/sdk/rows/filter.hpp>

#include "relations.hpp"
#include "table.hpp"

#include <cstdint>
#include <vector>

namespace orm::memory {

class tables;

// Immutable once made: sessions share it.
struct memory_plan : sdk::driver_plan {
  // Throws UNSUPPORTED for what is not known and INVALID_QUERY for what makes no sense on this schema.
  memory_plan(const orm_statement& statement, tables& all);

  bool has_flag(std::uint32_t flag) const { return (flags & flag) != 0; }
  // Whether a statement can be run with so many parameters.
  bool accepts(std::uint32_t parameters) const;
  bool is_write() const { return kind != ORM_FIND && kind != ORM_AGGREGATE; }

  std::uint16_t kind;
  std::uint16_t flags;
  table* where;
  std::uint32_t now;
  std::uint32_t take;
  std::uint32_t skip;
  std::uint32_t extra_parameters;
  std::uint32_t parameters_needed = 0;  // by index; an INSERT has those of its rows besides
  sdk::filter_program filter;
  sdk::access_path path;  // of the statement's rows; KEYED: of the rows of one key, unless through a third model
  std::vector<std::uint32_t> output;
  std::vector<orm_order> order;
  std::vector<std::uint32_t> distinct;
  std::uint32_t cursor_key = ORM_NONE;           // the table's unique key that says where the page starts
  std::vector<std::uint32_t> cursor_parameters;  // in the order of its fields
  const relation_path* relation = nullptr;       // KEYED
  std::uint32_t key_list;
  std::vector<std::uint32_t> columns;
  std::uint32_t conflict_key = ORM_NONE;        // UPSERT
  std::vector<std::uint32_t> conflict_columns;  // the positions among the columns of its fields
  std::vector<orm_assignment> assignments;
  bool assigns_keys = false;  // an assigned field is part of a key
  std::vector<std::uint32_t> group;
  std::vector<orm_aggregate> aggregates;
  bool counts_table = false;  // AGGREGATE: nothing but the number of all rows

 private:
  void compile_find(const orm_statement& statement, tables& all);
  void compile_upsert(const orm_statement& statement);
  void choose_path(const orm_statement& statement, std::uint32_t relation_field);
  void check_fields() const;
  void count_parameters(const orm_statement& statement);
};

}  // namespace orm::memory

#endif
