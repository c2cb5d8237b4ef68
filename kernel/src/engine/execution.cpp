// Sending statements and placing their rows: the way of every query, typed or JSON.
#include "engine/execution.hpp"

#include <algorithm>
#include <utility>

#include "engine/cells.hpp"
#include "engine/errors.hpp"
#include "orm/sdk/value/cells.hpp"

namespace orm::detail {

execution::execution(engine& engine, transaction* outer, const plan& plan, argument_list arguments, workspace& memory)
    : engine_(engine), outer_(outer), plan_(plan), arguments_(arguments), memory_(memory) {
  if (inserts()) behind_rows_ = row_count() * plan.row_arguments;
}

std::uint64_t execution::run(const destination& to) {
  prepare();
  if (outer_) {
    session_ = outer_->session();
    return run_statements(to);
  }
  if (plan_.pairs && plan_.writes) {
    // Lookups and the write that goes by them are one; a write and its answer need no more than to be all or nothing,
    // and shall not meet conflicts that the write alone would not.
    if (!plan_.lookups.empty() && engine_.declared().transactions == ORM_TRANSACTIONS_INTERACTIVE)
      return run_in_transaction(to, isolation::standard, 0);
    if (plan_.lookups.empty() && (engine_.declared().isolations & ORM_ISOLATION_READ_COMMITTED) != 0)
      return run_in_transaction(to, isolation::read_committed, 0);
  } else if (plan_.pairs && (engine_.declared().features & ORM_CAN_READ_SNAPSHOT) != 0) {
    const bool snapshots = (engine_.declared().isolations & ORM_ISOLATION_REPEATABLE_READ) != 0;
    return run_in_transaction(to, snapshots ? isolation::repeatable_read : isolation::standard,
                              ORM_BEGIN_READ_ONLY | (plan_.linked ? std::uint32_t{ORM_BEGIN_ONE_BATCH} : 0));
  }
  session_pool::lease lease = engine_.sessions().acquire();
  session_ = lease.session();
  try {
    return run_statements(to);
  } catch (const error& failure) {
    if (leaves_doubt(failure.code())) lease.suspect();
    throw;
  }
}

// A transaction of this query's own: nobody knows of it, so nobody hears of its conflicts until it has been tried
// often.
std::uint64_t execution::run_in_transaction(const destination& to, isolation level, std::uint32_t flags) {
  constexpr unsigned retries = 12;
  for (unsigned attempt = 0;; ++attempt) {
    try {
      transaction own(engine_, level, flags);
      outer_ = &own;
      session_ = own.session();
      const std::uint64_t affected = run_statements(to);
      own.commit();
      return affected;
    } catch (const error& failure) {
      outer_ = nullptr;
      if ((to.root && !to.clear) || !may_run_again(failure, attempt, retries)) throw;
      start_over(to);
    }
  }
}

void execution::start_over(const destination& to) {
  rows_.reset();
  inserted_ = {};
  looked_up_.clear();
  counted_ = 0;
  if (to.clear) to.clear(to.target);
}

std::uint64_t execution::run_statements(const destination& to) {
  if (plan_.linked) return run_linked(to);
  look_up(plan_.root);
  const pending_statement pending = open(to);
  const std::uint64_t affected = pending.statement ? send(pending) : 0;
  return close(to, affected);
}

bool execution::counts() const noexcept {
  return plan_.operation == ast::operation::count ||
         (plan_.operation == ast::operation::update_many && plan_.reads_instead);
}

bool execution::inserts() const noexcept {
  return plan_.operation == ast::operation::create || plan_.operation == ast::operation::create_many;
}

pending_statement execution::open(const destination& to, bool together) {
  const statement_plan& statement = plan_.root.statement;
  if (inserts()) {
    const std::size_t rows = row_count();
    if (rows == 0) return {};
    check_atomic_rows(rows);
    return {&statement, insert_parameters(rows, together), inserted_rows::add, &inserted_};
  }
  const auto parameters = parameters_of(statement, {}, together);
  if (counts()) {
    const auto read = [](void* context, const orm_cell* cells, std::uint32_t) -> std::int32_t {
      *static_cast<std::int64_t*>(context) = cells[0].as.integer;
      return 0;
    };
    return {&statement, parameters, read, &counted_};
  }
  if (!to.root) return {&statement, parameters, nullptr, nullptr};
  reserve_rows(to);
  rows_.emplace(plan_.root, *to.root, to.target, memory_);
  rows_->first_only = plan_.reads_instead;
  return {&statement, parameters, level_rows::on_root_row, &*rows_};
}

// Room for the page that was asked for; a limit that is no page costs no more than a page.
void execution::reserve_rows(const destination& to) {
  constexpr std::int64_t usual_page = 128;
  if (plan_.take_argument == no_index || !to.root->reserve) return;
  const std::int64_t most = arguments_[plan_.take_argument].integer();
  to.root->reserve(*to.root, to.target, static_cast<std::size_t>(std::min(most, usual_page)));
}

std::uint64_t execution::close(const destination& to, std::uint64_t affected) {
  if (counts()) return static_cast<std::uint64_t>(counted_);
  if (inserts()) {
    if (inserted_.failure) std::rethrow_exception(inserted_.failure);
    if (to.root && row_count() > 0) place_inserted(to);
    return affected;
  }
  if (!rows_) return affected;
  rows_->rethrow();
  run_children(plan_.root, *rows_);
  return plan_.writes ? affected : rows_->count;
}

// ---- parameters ----

orm_cell execution::argument_cell(std::size_t index) {
  const value& given = arguments_[index];
  if (given.kind() != value_kind::list) return to_cell(given);
  const std::vector<value>& items = given.list();
  orm_cell* const cells = memory_.arena.allocate_cells(items.size());
  for (std::size_t i = 0; i < items.size(); ++i) cells[i] = to_cell(items[i]);
  return sdk::list_cell({cells, items.size()});
}

std::span<const orm_cell> execution::parameters_of(const statement_plan& statement, std::span<const orm_cell> keys,
                                                   bool together) {
  const auto& sources = statement.parameters();
  orm_cell* const cells = memory_.allocate_parameters(sources.size(), together);
  for (std::size_t i = 0; i < sources.size(); ++i) {
    switch (sources[i].from) {
      case parameter_source::kind::argument:
        cells[i] = argument_cell(behind_rows_ + sources[i].index);
        break;
      case parameter_source::kind::now:
        cells[i] = sdk::datetime_cell(memory_.now());
        break;
      case parameter_source::kind::keys:
        cells[i] = sdk::list_cell(keys);
        break;
      case parameter_source::kind::looked_up:
        cells[i] = sdk::list_cell(looked_up_[sources[i].index]);
        break;
    }
  }
  return {cells, sources.size()};
}

std::uint64_t execution::send(const pending_statement& pending) {
  orm_sink sink{sizeof(orm_sink), pending.row, pending.context, 0};
  orm_error failure;
  failure.size = sizeof failure;
  const std::int32_t code =
      engine_.driver().execute(session_, pending.statement->compiled(), pending.parameters.data(),
                               static_cast<std::uint32_t>(pending.parameters.size()), &sink, &failure);
  if (code == ORM_OK) return sink.affected;
  error thrown = failed(failure);
  if (outer_) outer_->failed(thrown.code());
  throw thrown;
}

error execution::failed(const orm_error& failure) const {
  error made = driver_error(failure, engine_.driver(), engine_.schema());
  // A statement is all or nothing: where a driver says no more, its failure undid it.
  if (plan_.writes && made.outcome() == write_outcome::none) made.ended(write_outcome::rolled_back);
  return made;
}

void execution::look_up(const level_plan& level) {
  if (plan_.lookups.empty()) return;
  looked_up_.resize(plan_.lookups.size());
  for (std::uint32_t at = level.first_lookup; at < level.end_lookup; ++at) {
    const statement_plan& lookup = plan_.lookups[at];
    struct collector {
      execution& run;
      std::vector<orm_cell> found;
      std::exception_ptr failure;
    } collect{*this, {}, nullptr};
    const auto add = [](void* context, const orm_cell* cells, std::uint32_t) -> std::int32_t {
      auto& to = *static_cast<collector*>(context);
      try {
        if (cells[0].type != ORM_CELL_NULL) to.found.push_back(to.run.memory_.arena.copy(cells[0]));
        return 0;
      } catch (...) {
        to.failure = std::current_exception();
        return 1;
      }
    };
    send({&lookup, parameters_of(lookup, {}), add, &collect});
    if (collect.failure) std::rethrow_exception(collect.failure);
    looked_up_[at] = std::move(collect.found);
  }
}

// ---- writing ----

std::int32_t execution::inserted_rows::add(void* context, const orm_cell* cells, std::uint32_t count) noexcept {
  auto& to = *static_cast<inserted_rows*>(context);
  try {
    to.rows.emplace_back(static_cast<std::size_t>(cells[0].as.integer), count > 1 ? cells[1] : sdk::null_cell());
    return 0;
  } catch (...) {
    to.failure = std::current_exception();
    return 1;
  }
}

std::span<const orm_cell> execution::insert_parameters(std::size_t rows, bool together) {
  const auto& extra = plan_.root.statement.parameters();
  const std::size_t size = rows * plan_.columns.size() + extra.size();
  orm_cell* const cells = memory_.allocate_parameters(size, together);
  orm_cell* next = cells;
  for (std::size_t row = 0; row < rows; ++row)
    for (const std::uint32_t column : plan_.columns) *next++ = to_cell(arguments_[row * plan_.row_arguments + column]);
  for (std::size_t i = 0; i < extra.size(); ++i) *next++ = sdk::datetime_cell(memory_.now());
  return {cells, size};
}

void execution::check_atomic_rows(std::size_t rows) const {
  const std::uint64_t most = engine_.declared().max_atomic_rows;
  if (most == 0 || rows <= most) return;
  throw error(error_code::unsupported, "createMany takes at most " + std::to_string(most) + " rows at once on \"" +
                                           engine_.capabilities().driver + "\"")
      .from_driver(engine_.capabilities().driver, "")
      .ended(write_outcome::not_sent);
}

// The answer's cells are what was sent: a store is not asked for what is known.
void execution::place_inserted(const destination& to) {
  const auto& answered = inserted_.rows;
  level_rows rows(plan_.root, *to.root, to.target, memory_);
  const model& model = engine_.schema().models()[plan_.model];
  const bool store_makes_id = plan_.columns.size() != model.fields.size();
  const std::size_t count = answered.empty() && !plan_.skips_duplicates ? row_count() : answered.size();
  if (to.root->reserve) to.root->reserve(*to.root, to.target, count);
  const std::size_t width = plan_.root.output.size();
  orm_cell* const cells = memory_.allocate_parameters(width, false);  // those of the statement have done their work
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t row = answered.empty() ? i : answered[i].first;
    for (std::size_t k = 0; k < width; ++k) {
      const std::uint32_t field = plan_.root.output[k];
      cells[k] = store_makes_id && field == model.id ? answered[i].second
                                                     : to_cell(arguments_[row * plan_.row_arguments + field]);
    }
    rows.add(to.target, cells);
  }
  run_children(plan_.root, rows);
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
  looked_up_.resize(plan_.lookups.size());
  for (const statement_plan& lookup : plan_.lookups) {
    ask(lookup, parameters_of(lookup, {}));
  }
  ask(plan_.root.statement, inserts() ? insert_parameters(row_count()) : parameters_of(plan_.root.statement, {}));
  const auto ask_children = [&](const auto& self, const level_plan& level) -> void {
    for (const level_plan::child& child : level.children) {
      ask(child.level->statement, parameters_of(child.level->statement, {}));
      self(self, *child.level);
    }
  };
  ask_children(ask_children, plan_.root);
}

}  // namespace orm::detail
