// The query AST: one request on one model, names resolved to indexes of its schema.
//
// JSON requests, the typed API and anything else that comes to speak to the kernel all end here; what follows
// (checking, defaults, planning, execution) is the same for all. A query is a plain value.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "orm/ast/filter.hpp"
#include "orm/value.hpp"

namespace orm::ast {

enum class operation : std::uint8_t {
  find_unique,
  find_first,
  find_many,
  count,
  aggregate,
  create,
  create_many,
  update,
  update_many,
  upsert,
  remove,
  remove_many,
};

struct order_key {
  std::uint32_t field = 0;
  bool descending = false;
};

struct related;

// What a record consists of: scalar fields, then related records, each in this order.
struct selection {
  std::vector<std::uint32_t> fields;
  std::vector<related> relations;
};

struct related {
  std::uint32_t relation = 0;  // index in schema::relations
  filter where;
  std::vector<order_key> order;
  std::optional<std::uint64_t> take, skip;
  selection select;
};

// A unique key by value: the id, a unique field or a declared compound, fields in any order.
struct unique_key {
  std::vector<std::uint32_t> fields;
  std::vector<value> values;
};

enum class assignment_kind : std::uint8_t { set = 1, add = 2, subtract = 3, multiply = 4 };

struct assignment {
  std::uint32_t field = 0;
  assignment_kind kind = assignment_kind::set;
  value operand;
};

enum class aggregate_kind : std::uint8_t { count_all, count, sum, average, minimum, maximum };

struct aggregate {
  aggregate_kind kind = aggregate_kind::count_all;
  std::uint32_t field = no_field;
  static constexpr std::uint32_t no_field = 0xffffffffu;
};

// A condition on a group: on an aggregate of it, or on one of its fields.
struct group_condition {
  enum class kind : std::uint8_t { always, never, all_of, any_of, negation, comparison } type = kind::always;
  std::vector<group_condition> operands;
  ast::aggregate on;                // comparison; a grouped field is written as (minimum, field) with on_field set
  bool on_field = false;
  filter_kind compare = filter_kind::eq;
  std::uint16_t flags = 0;          // insensitive
  value operand;                    // null: is null; a list for `in`
};

struct group_order {
  ast::aggregate on;
  bool on_field = false;
  bool descending = false;
};

// One row of a create: a value per field of the model, value_kind::absent where none was given.
using row = std::vector<value>;

struct query {
  ast::operation operation = ast::operation::find_many;
  std::uint32_t model = 0;

  filter where;                            // all but find_unique, create, create_many, upsert
  std::optional<unique_key> key;           // find_unique, upsert
  std::vector<order_key> order;
  std::optional<std::uint64_t> take, skip;
  std::optional<unique_key> cursor;
  std::vector<std::uint32_t> distinct;
  selection select;                        // what the answer's records consist of

  std::vector<row> rows;                   // create (one), create_many, upsert (one)
  std::vector<assignment> assignments;     // update, update_many, upsert
  bool skip_duplicates = false;

  std::vector<ast::aggregate> aggregates;
  std::vector<std::uint32_t> group;
  bool grouped = false;                    // groupBy was given
  std::optional<group_condition> having;
  std::vector<group_order> group_order_by;
};

}  // namespace orm::ast
