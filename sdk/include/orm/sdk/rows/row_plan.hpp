/* A compiled statement for stores that evaluate it over rows themselves: what it asks for, checked and owned, and by
 * which key its rows are reached. Stores derive from it and add where their rows are. */
#ifndef ORM_SDK_ROWS_ROW_PLAN_HPP
#define ORM_SDK_ROWS_ROW_PLAN_HPP

#include <orm/sdk/driver.hpp>
#include <orm/sdk/rows/access.hpp>
#include <orm/sdk/rows/filter.hpp>

#include <cstdint>
#include <span>
#include <vector>

namespace orm::sdk {

/* The statement's model. Throws INVALID_QUERY where the schema has no such model. */
const orm_model& model_of(const orm_schema& schema, const orm_statement& statement);

/* For a statement that contradicts itself or the schema: throws INVALID_QUERY. */
[[noreturn]] void throw_malformed(const std::string& what);

/* Immutable once made: sessions share it. */
struct row_plan : driver_plan {
  /* keys: of the statement's model, as the store keeps them; positions in it name keys below. Throws driver_error
   * UNSUPPORTED for what is not known here and INVALID_QUERY for what makes no sense on this schema. The path is for
   * the deriving plan to choose: it knows what else leads to a row. */
  row_plan(const orm_schema& schema, const orm_statement& statement, std::span<const access_key> keys,
           relation_filters relations);

  bool has_flag(std::uint32_t flag) const { return (flags & flag) != 0; }
  bool is_write() const { return kind != ORM_FIND && kind != ORM_AGGREGATE; }
  /* Whether a statement can be run with so many parameters. */
  bool accepts(std::uint32_t parameters) const;

  std::uint16_t kind;
  std::uint16_t flags;
  std::uint32_t now;
  std::uint32_t take;
  std::uint32_t skip;
  std::uint32_t extra_parameters;
  std::uint32_t parameters_needed = 0; /* by index; an INSERT has those of its rows besides */
  filter_program filter;
  access_path path; /* of the statement's rows; KEYED: of the rows of one key, unless through a third model */
  std::vector<std::uint32_t> output;
  std::vector<orm_order> order; /* a mutation of the first row only: by id */
  std::vector<std::uint32_t> distinct;
  std::uint32_t cursor_key = ORM_NONE;          /* the unique key that says where the page starts */
  std::vector<std::uint32_t> cursor_parameters; /* in the order of its fields */
  std::uint32_t key_list;                       /* KEYED */
  std::vector<std::uint32_t> columns;
  std::uint32_t conflict_key = ORM_NONE;       /* UPSERT */
  std::vector<std::uint32_t> conflict_columns; /* the positions among the columns of its fields */
  std::vector<orm_assignment> assignments;
  std::vector<std::uint32_t> group;
  std::vector<orm_aggregate> aggregates;

 private:
  void check_fields(const orm_model& model) const;
  void count_parameters(const orm_statement& statement);
  void find_cursor(const orm_statement& statement, std::span<const access_key> keys);
  void find_conflict(const orm_statement& statement, std::span<const access_key> keys);
};

}  // namespace orm::sdk

#endif
