// Sending statements and placing their rows: the way of every query, typed or JSON.
#include "engine/execution.hpp"

#include <utility>

#include "engine/cells.hpp"
#include "engine/errors.hpp"
#include "orm/sdk/value/cells.hpp"

namespace orm::detail {

// The rows of one level as they arrive: placed, read, and the keys kept that lead to their children.
struct execution::rows_of_level {
  execution& run;
  const level_plan& level;
  const child_reader& place;
  void* target;                 // of a root: its one parent
  std::span<void* const> parents;  // of a related level: by ordinal
  bool first_only = false;
  std::uint64_t count = 0;
  std::vector<std::vector<orm_cell>> keys;  // per child, one key a row, null where the row leads nowhere
  std::exception_ptr failure;

  rows_of_level(execution& run, const level_plan& level, const child_reader& place, void* target)
      : run(run), level(level), place(place), target(target), keys(level.children.size()) {}

  void add(void* parent, const orm_cell* cells) {
    void* const row = place.append(place, parent);
    place.reader->read(*place.reader, row, cells);
    for (std::size_t i = 0; i < keys.size(); ++i)
      keys[i].push_back(run.arena_.copy(cells[level.children[i].key_cell]));
    ++count;
  }

  // As sink functions: what is thrown waits for the way back through the driver.
  static std::int32_t on_root_row(void* context, const orm_cell* cells, std::uint32_t) {
    auto& rows = *static_cast<rows_of_level*>(context);
    return rows.guarded([&] {
      rows.add(rows.target, cells);
      return rows.first_only ? 1 : 0;
    });
  }
  static std::int32_t on_keyed_row(void* context, const orm_cell* cells, std::uint32_t) {
    auto& rows = *static_cast<rows_of_level*>(context);
    return rows.guarded([&] {
      rows.add(rows.parents[static_cast<std::size_t>(cells[0].as.integer)], cells + 1);
      return 0;
    });
  }

  template <class Body>
  std::int32_t guarded(Body body) noexcept {
    try {
      return body();
    } catch (...) {
      failure = std::current_exception();
      return 1;
    }
  }
  void rethrow() const {
    if (failure) std::rethrow_exception(failure);
  }

  // Every row of the level, in the order in which they came.
  std::vector<void*> placed() const {
    std::vector<void*> rows;
    rows.reserve(count);
    const auto add_all = [&](void* parent) {
      const std::size_t size = place.count(place, parent);
      for (std::size_t i = 0; i < size; ++i) rows.push_back(place.at(place, parent, i));
    };
    if (target) add_all(target);
    for (void* const parent : parents) add_all(parent);
    return rows;
  }
};

execution::execution(engine& engine, transaction* outer, const plan& plan, argument_list arguments)
    : engine_(engine), outer_(outer), plan_(plan), arguments_(arguments), now_(now_microseconds()) {
  const bool inserts =
      plan.operation == ast::operation::create || plan.operation == ast::operation::create_many;
  if (inserts) behind_rows_ = row_count() * plan.row_arguments;
}

std::uint64_t execution::run(const destination& to) {
  prepare();
  if (outer_) {
    session_ = outer_->session();
    return run_statements(to);
  }
  const orm_capabilities& can = engine_.declared();
  const bool together =
      plan_.pairs && (plan_.writes ? can.transactions == ORM_TRANSACTIONS_INTERACTIVE
                                   : (can.features & ORM_CAN_READ_SNAPSHOT) != 0);
  if (together) {  // one snapshot for all statements, and a write with its lookups and its answer all or nothing
    transaction own(engine_, isolation::standard, !plan_.writes);
    outer_ = &own;
    session_ = own.session();
    const std::uint64_t affected = run_statements(to);
    own.commit();
    return affected;
  }
  session_pool::lease lease = engine_.sessions().acquire();
  session_ = lease.session();
  try {
    return run_statements(to);
  } catch (const error& failure) {
    if (failure.code() == error_code::connection_failed || failure.code() == error_code::timeout ||
        failure.code() == error_code::cancelled)
      lease.suspect();
    throw;
  }
}

std::uint64_t execution::run_statements(const destination& to) {
  look_up();
  switch (plan_.operation) {
    case ast::operation::find_unique:
    case ast::operation::find_first:
    case ast::operation::find_many: return run_find(to);
    case ast::operation::count:
    case ast::operation::aggregate: return to.root ? run_find(to) : run_count();
    case ast::operation::create:
    case ast::operation::create_many: return run_insert(to);
    case ast::operation::update: return plan_.reads_instead ? run_find(to) : run_returning(to);
    case ast::operation::update_many: return plan_.reads_instead ? run_count() : run_returning(to);
    case ast::operation::upsert: return run_returning(to);
    case ast::operation::remove:
    case ast::operation::remove_many: return run_delete();
  }
  return 0;
}

// ---- parameters ----

orm_cell execution::argument_cell(std::size_t index) {
  const value& given = arguments_[index];
  if (given.kind() != value_kind::list) return to_cell(given);
  const std::vector<value>& items = given.list();
  orm_cell* const cells = arena_.allocate_cells(items.size());
  for (std::size_t i = 0; i < items.size(); ++i) cells[i] = to_cell(items[i]);
  return sdk::list_cell({cells, items.size()});
}

std::span<const orm_cell> execution::parameters_of(const statement_plan& statement, std::span<const orm_cell> keys) {
  const auto& sources = statement.parameters();
  orm_cell* const cells =
      sources.size() <= inline_parameters_.size() ? inline_parameters_.data() : arena_.allocate_cells(sources.size());
  for (std::size_t i = 0; i < sources.size(); ++i) {
    switch (sources[i].from) {
      case parameter_source::kind::argument: cells[i] = argument_cell(behind_rows_ + sources[i].index); break;
      case parameter_source::kind::now: cells[i] = sdk::datetime_cell(now_); break;
      case parameter_source::kind::keys: cells[i] = sdk::list_cell(keys); break;
      case parameter_source::kind::looked_up: cells[i] = sdk::list_cell(looked_up_[sources[i].index]); break;
    }
  }
  return {cells, sources.size()};
}

std::uint64_t execution::send(const statement_plan& statement, std::span<const orm_cell> parameters,
                              std::int32_t (*row)(void*, const orm_cell*, std::uint32_t), void* context) {
  orm_sink sink{sizeof(orm_sink), row, context, 0};
  orm_error failure;
  failure.size = sizeof failure;
  const std::int32_t code =
      engine_.driver().execute(session_, statement.compiled(), parameters.data(),
                               static_cast<std::uint32_t>(parameters.size()), &sink, &failure);
  if (code == ORM_OK) return sink.affected;
  error thrown = driver_error(failure, engine_.driver(), engine_.schema());
  // A statement is all or nothing: where a driver says no more, its failure undid it.
  if (plan_.writes && thrown.outcome() == write_outcome::none) thrown.ended(write_outcome::rolled_back);
  if (outer_) outer_->failed(thrown.code());
  throw thrown;
}

void execution::look_up() {
  for (const statement_plan& lookup : plan_.lookups) {
    struct collector {
      execution& run;
      std::vector<orm_cell> found;
      std::exception_ptr failure;
    } collect{*this, {}, nullptr};
    const auto add = [](void* context, const orm_cell* cells, std::uint32_t) -> std::int32_t {
      auto& to = *static_cast<collector*>(context);
      try {
        if (cells[0].type != ORM_CELL_NULL) to.found.push_back(to.run.arena_.copy(cells[0]));
        return 0;
      } catch (...) {
        to.failure = std::current_exception();
        return 1;
      }
    };
    send(lookup, parameters_of(lookup, {}), add, &collect);
    if (collect.failure) std::rethrow_exception(collect.failure);
    looked_up_.push_back(std::move(collect.found));
  }
}

// ---- reading ----

std::uint64_t execution::run_find(const destination& to) {
  rows_of_level rows(*this, plan_.root, *to.root, to.target);
  rows.first_only = plan_.reads_instead;
  send(plan_.root.statement, parameters_of(plan_.root.statement, {}), rows_of_level::on_root_row, &rows);
  rows.rethrow();
  run_children(plan_.root, *to.root->reader, rows);
  return rows.count;
}

std::uint64_t execution::run_count() {
  std::int64_t counted = 0;
  const auto read = [](void* context, const orm_cell* cells, std::uint32_t) -> std::int32_t {
    *static_cast<std::int64_t*>(context) = cells[0].as.integer;
    return 0;
  };
  send(plan_.root.statement, parameters_of(plan_.root.statement, {}), read, &counted);
  return static_cast<std::uint64_t>(counted);
}

std::uint64_t execution::run_delete() {
  return send(plan_.root.statement, parameters_of(plan_.root.statement, {}), nullptr, nullptr);
}

// One statement a relation, for all rows of the level above; never one per row.
void execution::run_children(const level_plan& level, const row_reader& reader, rows_of_level& rows) {
  if (level.children.empty() || rows.count == 0) return;
  const std::vector<void*> placed = rows.placed();
  for (std::size_t i = 0; i < level.children.size(); ++i) {
    const level_plan& below = *level.children[i].level;
    std::vector<void*> parents;
    std::vector<orm_cell> keys;
    parents.reserve(placed.size());
    keys.reserve(placed.size());
    for (std::size_t row = 0; row < placed.size(); ++row) {
      if (rows.keys[i][row].type == ORM_CELL_NULL) continue;
      parents.push_back(placed[row]);
      keys.push_back(rows.keys[i][row]);
    }
    if (keys.empty()) continue;
    rows_of_level children(*this, below, reader.children[i], nullptr);
    children.parents = parents;
    send(below.statement, parameters_of(below.statement, keys), rows_of_level::on_keyed_row, &children);
    children.rethrow();
    run_children(below, *reader.children[i].reader, children);
  }
}

// ---- writing ----

namespace {

// Rows that an INSERT answers: which of the given rows were inserted, and the ids that the store made.
struct inserted_rows {
  std::vector<std::pair<std::size_t, orm_cell>> rows;
  std::exception_ptr failure;

  static std::int32_t add(void* context, const orm_cell* cells, std::uint32_t count) {
    auto& to = *static_cast<inserted_rows*>(context);
    try {
      to.rows.emplace_back(static_cast<std::size_t>(cells[0].as.integer), count > 1 ? cells[1] : sdk::null_cell());
      return 0;
    } catch (...) {
      to.failure = std::current_exception();
      return 1;
    }
  }
};

}  // namespace

std::span<const orm_cell> execution::insert_parameters(std::size_t rows) {
  const auto& extra = plan_.root.statement.parameters();
  const std::size_t size = rows * plan_.columns.size() + extra.size();
  orm_cell* const cells = size <= inline_parameters_.size() ? inline_parameters_.data() : arena_.allocate_cells(size);
  orm_cell* next = cells;
  for (std::size_t row = 0; row < rows; ++row)
    for (const std::uint32_t column : plan_.columns) *next++ = to_cell(arguments_[row * plan_.row_arguments + column]);
  for (std::size_t i = 0; i < extra.size(); ++i) *next++ = sdk::datetime_cell(now_);
  return {cells, size};
}

std::uint64_t execution::run_insert(const destination& to) {
  const std::size_t rows = row_count();
  if (rows == 0) return 0;
  const orm_capabilities& can = engine_.declared();
  if (can.max_atomic_rows != 0 && rows > can.max_atomic_rows)
    throw error(error_code::unsupported, "createMany takes at most " + std::to_string(can.max_atomic_rows) +
                                             " rows at once on \"" + engine_.capabilities().driver + "\"")
        .from_driver(engine_.capabilities().driver, "")
        .ended(write_outcome::not_sent);
  inserted_rows inserted;
  const std::uint64_t affected =
      send(plan_.root.statement, insert_parameters(rows), inserted_rows::add, &inserted);
  if (inserted.failure) std::rethrow_exception(inserted.failure);
  if (to.root) place_inserted(to, rows, inserted.rows);
  return affected;
}

// The answer's cells are what was sent: a store is not asked for what is known.
void execution::place_inserted(const destination& to, std::size_t sent,
                               const std::vector<std::pair<std::size_t, orm_cell>>& answered) {
  rows_of_level rows(*this, plan_.root, *to.root, to.target);
  const model& model = engine_.schema().models()[plan_.model];
  const bool store_makes_id = plan_.columns.size() != model.fields.size();
  const std::size_t count = answered.empty() && !plan_.skips_duplicates ? sent : answered.size();
  if (to.root->reserve) to.root->reserve(*to.root, to.target, count);
  std::vector<orm_cell> cells(plan_.root.output.size());
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t row = answered.empty() ? i : answered[i].first;
    for (std::size_t k = 0; k < cells.size(); ++k) {
      const std::uint32_t field = plan_.root.output[k];
      cells[k] = store_makes_id && field == model.id ? answered[i].second
                                                     : to_cell(arguments_[row * plan_.row_arguments + field]);
    }
    rows.add(to.target, cells.data());
  }
  run_children(plan_.root, *to.root->reader, rows);
}

std::uint64_t execution::run_returning(const destination& to) {
  const auto parameters = parameters_of(plan_.root.statement, {});
  if (!to.root) return send(plan_.root.statement, parameters, nullptr, nullptr);
  rows_of_level rows(*this, plan_.root, *to.root, to.target);
  const std::uint64_t affected = send(plan_.root.statement, parameters, rows_of_level::on_root_row, &rows);
  rows.rethrow();
  run_children(plan_.root, *to.root->reader, rows);
  return affected;
}

// ---- explaining ----

void execution::explain(std::vector<std::string>& lines) {
  const auto ask = [&](const statement_plan& statement, std::span<const orm_cell> parameters) {
    const auto add = [](void* context, const char* data, std::uint64_t size) -> std::int32_t {
      static_cast<std::vector<std::string>*>(context)->emplace_back(data, size);
      return 0;
    };
    const orm_text_sink sink{sizeof(orm_text_sink), add, &lines};
    orm_error failure;
    failure.size = sizeof failure;
    if (engine_.driver().explain(engine_.store(), statement.compiled(), parameters.data(),
                                 static_cast<std::uint32_t>(parameters.size()), &sink, &failure) != ORM_OK)
      throw_driver_error(failure, engine_.driver(), engine_.schema());
  };
  for (const statement_plan& lookup : plan_.lookups) {
    ask(lookup, parameters_of(lookup, {}));
    looked_up_.emplace_back();
  }
  const bool inserts =
      plan_.operation == ast::operation::create || plan_.operation == ast::operation::create_many;
  ask(plan_.root.statement, inserts ? insert_parameters(row_count()) : parameters_of(plan_.root.statement, {}));
  const auto ask_children = [&](const auto& self, const level_plan& level) -> void {
    for (const level_plan::child& child : level.children) {
      ask(child.level->statement, parameters_of(child.level->statement, {}));
      self(self, *child.level);
    }
  };
  ask_children(ask_children, plan_.root);
}

}  // namespace orm::detail
