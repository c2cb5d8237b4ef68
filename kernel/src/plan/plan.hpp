// A plan: what to send to the driver for every query of one shape, and what to do with what comes back.
//
// Immutable once made; used by any number of threads at once.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "orm/ast/query.hpp"
#include "orm/schema.hpp"
#include "orm/sdk/driver.h"

namespace orm::detail {

// How an argument is checked before it is sent.
struct argument_rule {
  enum class kind : std::uint8_t {
    value,       // conform to the field
    text,        // any text: what contains, startsWith and endsWith look for
    row,         // a cell of a row that is created: absent ones get their default
    arithmetic,  // conform to the field, and not null
    number,      // skip and take: nothing to check
  };
  kind check = kind::value;
  std::uint32_t model = 0;
  std::uint32_t field = 0;
};

// Where a statement's parameter comes from.
struct parameter_source {
  enum class kind : std::uint8_t {
    argument,  // argument `index` of the query
    now,       // the request's instant
    keys,      // KEYED: the list of keys of the level above
    looked_up  // the list that lookup `index` found
  };
  kind from = kind::argument;
  std::uint32_t index = 0;
};

// One statement, compiled by the driver.
class statement_plan {
 public:
  statement_plan() = default;
  statement_plan(const orm_driver& driver, orm_store* store, const orm_statement& statement,
                 std::vector<parameter_source> parameters, const schema& schema);  // throws error
  statement_plan(statement_plan&& other) noexcept { *this = std::move(other); }
  statement_plan& operator=(statement_plan&& other) noexcept;
  ~statement_plan();

  explicit operator bool() const noexcept { return compiled_ != nullptr; }
  const orm_plan* compiled() const noexcept { return compiled_; }
  const std::vector<parameter_source>& parameters() const noexcept { return parameters_; }

 private:
  const orm_driver* driver_ = nullptr;
  orm_store* store_ = nullptr;
  orm_plan* compiled_ = nullptr;
  std::vector<parameter_source> parameters_;
};

// One level of a selection: its records' cells, then those of the rows joined to them; keys that lead to its children
// among both.
struct level_plan {
  // A singular relation whose row comes beside that of the level.
  struct joined_row {
    std::uint32_t place = 0;       // among the relations selected
    std::uint32_t first_cell = 0;  // where its cells begin
    std::uint32_t sign_cell = 0;   // null where there is no row, and only there
    std::vector<joined_row> below;
  };
  struct child {
    std::uint32_t key_cell = 0;  // which of this level's cells leads to the child's rows
    std::uint32_t relation = 0;
    // Its place among the relations selected; before that the places of the joined rows that it is below.
    std::vector<std::uint32_t> path;
    std::uint32_t join = no_index;  // the last one of these among the statement's joins
    std::unique_ptr<level_plan> level;
  };
  // The lookups of its filter, [first, end): they run just before it, when what came before has been written.
  std::uint32_t first_lookup = 0, end_lookup = 0;
  statement_plan statement;           // of a root: the find, or the mutation whose output these cells are
  std::vector<std::uint32_t> output;  // fields of the model
  std::vector<joined_row> joined;
  std::vector<child> children;  // in the order of the selection, those below joined rows in its place
};

struct plan {
  ast::operation operation = ast::operation::find_many;
  std::uint32_t model = 0;
  bool records = false;  // the caller wants records
  bool writes = false;
  bool pairs = false;                    // more than one statement runs
  bool linked = false;                   // the levels take their keys from each other: all are sent together
  std::shared_ptr<const plan> unlinked;  // of a linked one: the same query for a transaction of the caller's, whose
                                         // statements may each see another state
  std::vector<argument_rule> rules;      // of the arguments in order; of rows: one per field, repeated for each row
  // For a driver without relation filters: finds that run first, in this order, and whose one column each becomes a
  // list parameter of what comes after.
  std::vector<statement_plan> lookups;
  level_plan root;

  // A find: the argument that says how many rows there are at most, or no_index.
  std::uint32_t take_argument = no_index;

  // create, create_many, upsert: the fields that are sent.
  std::vector<std::uint32_t> columns;
  bool skips_duplicates = false;
  std::uint32_t row_arguments = 0;  // arguments that are cells of rows: fields per row, times rows at run time
  bool reads_instead = false;       // an update without assignments: a find or count

  // update, upsert: per field of the model the argument that it is set to, or no_index; empty when none is set.
  std::vector<std::uint32_t> assigned_fields;

  // upsert: key argument i stands for row cell key_fields[i].
  std::vector<std::uint32_t> key_fields;
  std::uint32_t key_argument = 0;  // index of the key's first argument behind the rows
  struct repeated_key {
    std::uint32_t assignment = 0;  // argument behind the rows
    std::uint32_t key_part = 0;
  };
  std::vector<repeated_key> repeated_keys;  // upsert.update naming the key again: must agree
};

}  // namespace orm::detail
