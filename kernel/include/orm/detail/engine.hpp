// Between the typed API's templates and the kernel: how a query is run and how its rows reach C++ structs.
// Not for applications; orm.hpp is.
//
// A typed query whose shape is fixed at compile time is a static_query: a slot number and a function that describes
// it. The first run describes and plans it; every later run finds its plan by indexing an array, without hashing and
// without allocation. Everything else passes an ast::query, whose shape is looked up.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "orm/ast/query.hpp"
#include "orm/schema.hpp"

namespace orm {
class error;
}
struct orm_cell;  // one value that a driver lends until the call returns (driver.h)

namespace orm::detail {

class engine;       // one open store: schema, driver, sessions, plans
class transaction;  // a session with an open transaction

// ---- rows into structs ------------------------------------------------------------------------------------------

struct child_reader;

// Reads one level of a selection. The tree of readers has the shape of the ast::selection it goes with. A reader for
// rows known only at run time derives from it and casts `self` back.
struct row_reader {
  // Reads the cells of the selected fields, in the order of selection::fields, into the row.
  void (*read)(const row_reader& self, void* row, const orm_cell* cells);
  std::uint32_t child_count = 0;
  const child_reader* children = nullptr;  // in the order of selection::relations
};

// Where the rows of a related level go, seen from one row of the level above (for the root: from the target).
struct child_reader {
  const row_reader* reader;
  // Adds one row: an element of a vector, the engaged value of an optional. The address holds until the next append.
  void* (*append)(const child_reader& self, void* parent);
  // The rows added so far, for reaching them again once the level is complete.
  std::size_t (*count)(const child_reader& self, const void* parent);
  void* (*at)(const child_reader& self, void* parent, std::size_t index);
  // Told before the first append how many rows may come at most; may be null.
  void (*reserve)(const child_reader& self, void* parent, std::size_t rows) = nullptr;
  const void* context = nullptr;  // the reader's own
};

// Typed members from cells; a null cell leaves an optional empty.
void read_cell(const orm_cell* cells, std::size_t index, bool& member);
void read_cell(const orm_cell* cells, std::size_t index, std::int32_t& member);
void read_cell(const orm_cell* cells, std::size_t index, std::int64_t& member);
void read_cell(const orm_cell* cells, std::size_t index, double& member);
void read_cell(const orm_cell* cells, std::size_t index, std::string& member);  // text, decimal, json, bytes alike
std::int64_t read_datetime(const orm_cell* cells, std::size_t index);           // microseconds
std::string_view view_text(const orm_cell* cells, std::size_t index);           // valid until the read returns
bool is_null(const orm_cell* cells, std::size_t index) noexcept;

// ---- running --------------------------------------------------------------------------------------------------------

// A shape fixed at compile time.
struct static_query {
  std::uint32_t slot;                   // from next_slot(), one per shape and process
  void (*describe)(ast::query& shape);  // fills in everything but the values: those of the arguments may be null
};
std::uint32_t next_slot() noexcept;

// Where records go; target may be null when no record is wanted.
struct destination {
  const child_reader* root = nullptr;
  void* target = nullptr;
  void (*clear)(void* target) = nullptr;  // takes back what was read, for another try; null: there is none
};

// Runs a static query. The arguments stand in the order of ast::for_each_argument (ast/arguments.hpp): the values of
// the key, of the filters, take and skip, the row, the assignments. They may be changed in place (normalised).
// Answers the rows affected, or the count of a count. transaction: null outside one.
// Throws error; records read so far may be in the target then.
std::uint64_t run(engine& engine, transaction* transaction, const static_query& query, std::span<value> arguments,
                  const destination& to);

// Runs any query. The query's values may be changed in place (normalised, defaults filled in).
std::uint64_t run(engine& engine, transaction* transaction, ast::query& query, const destination& to);

// One query of a batch: each on its own, in order. What it names outlives it; failure is set instead of thrown.
struct batch_entry {
  batch_entry(const static_query& shape, std::span<value> arguments, const destination& to)
      : shape(&shape), arguments(arguments), to(to) {}
  batch_entry(ast::query& query, const destination& to) : query(&query), to(to) {}

  const static_query* shape = nullptr;  // and its arguments; or
  std::span<value> arguments;
  ast::query* query = nullptr;  // any query
  destination to;
  std::uint64_t affected = 0;
  std::exception_ptr failure;
};
void run_batch(engine& engine, transaction* transaction, std::span<batch_entry> entries);

// ---- transactions ---------------------------------------------------------------------------------------------------

enum class isolation : std::uint8_t { standard = 0, serializable = 1, repeatable_read = 2, read_committed = 4 };

// Ends with commit() or, when destroyed before, with a rollback. Used by one thread at a time.
std::unique_ptr<transaction, void (*)(transaction*)> begin(engine& engine, isolation level, bool read_only);
void commit(transaction& transaction);

// Whether to run a transaction again that failed so, after `attempt` further tries of at most `retries`; waits a moment
// if so.
bool may_run_again(const error& failure, unsigned attempt, unsigned retries);

// A part of a transaction that can be undone alone.
void set_savepoint(transaction& transaction);
void release_savepoint(transaction& transaction);
void rollback_to_savepoint(transaction& transaction);

const schema& schema_of(const engine& engine) noexcept;
std::int64_t now_microseconds() noexcept;  // the kernel's clock

}  // namespace orm::detail
