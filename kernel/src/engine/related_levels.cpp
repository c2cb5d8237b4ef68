// The levels below the rows of a query: one statement a relation, for all rows of the level above; never one per row.
#include <list>
#include <memory>
#include <memory_resource>

#include "engine/errors.hpp"
#include "engine/execution.hpp"

namespace orm::detail {
namespace {

// A level below another one, and the rows of that one which lead to its rows.
struct keyed_level {
  explicit keyed_level(std::pmr::memory_resource* memory) : parents(memory), keys(memory) {}

  std::pmr::vector<void*> parents;
  std::pmr::vector<orm_cell> keys;
  std::optional<level_rows> rows;
};

// Those rows of a level that lead to a child's, in order.
void collect_parents(const level_rows& above, std::span<void* const> placed, std::size_t index, keyed_level& below) {
  const level_plan::child& child = above.level.children[index];
  below.parents.reserve(placed.size());
  below.keys.reserve(placed.size());
  for (std::size_t row = 0; row < placed.size(); ++row) {
    const orm_cell& key = above.keys[index][row];
    if (key.type == ORM_CELL_NULL) continue;
    below.parents.push_back(above.row_above(child, placed[row]));
    below.keys.push_back(key);
  }
}

}  // namespace

// Level by level, so that the relations of one level travel together.
void execution::run_children(const level_plan& level, level_rows& rows) {
  if (level.children.empty() || rows.count == 0) return;  // as of most queries
  struct found_level {
    const level_plan* plan;
    level_rows* rows;
  };
  std::pmr::memory_resource* const memory = memory_.lists();
  std::pmr::vector<found_level> above({{&level, &rows}}, memory);
  std::pmr::list<keyed_level> found(memory);  // stays where it is: statements that are sent point into it
  std::pmr::vector<pending_statement> pending(memory);
  while (!above.empty()) {
    std::pmr::vector<found_level> below(memory);
    pending.clear();
    for (const found_level& parent : above) {
      if (parent.plan->children.empty() || parent.rows->count == 0) continue;
      const std::pmr::vector<void*> placed = parent.rows->placed();
      for (std::size_t i = 0; i < parent.plan->children.size(); ++i) {
        const level_plan& child = *parent.plan->children[i].level;
        keyed_level& made = found.emplace_back(memory);
        collect_parents(*parent.rows, placed, i, made);
        if (made.keys.empty()) continue;
        look_up(child);
        made.rows.emplace(child, parent.rows->place_of(parent.plan->children[i]), made.parents, memory_);
        pending.push_back(
            {&child.statement, parameters_of(child.statement, made.keys, true), level_rows::on_keyed_row, &*made.rows});
        below.push_back({&child, &*made.rows});
      }
    }
    send_together(pending);
    for (const found_level& each : below) each.rows->rethrow();
    above = std::move(below);
  }
}

// All levels at once: each takes its keys from the one above within the store.
std::uint64_t execution::run_linked(const destination& to) {
  std::pmr::list<level_rows> levels(memory_.lists());  // stays where it is, likewise
  std::pmr::vector<pending_statement> pending(memory_.lists());
  levels.emplace_back(plan_.root, *to.root, to.target, memory_);
  pending.push_back(
      {&plan_.root.statement, parameters_of(plan_.root.statement, {}, true), level_rows::on_root_row, &levels.back()});
  const auto add_children = [&](const auto& self, level_rows& above) -> void {
    above.keys.clear();  // the store knows them
    for (const level_plan::child& child : above.level.children) {
      const statement_plan& statement = child.level->statement;
      level_rows& rows = levels.emplace_back(*child.level, above.place_of(child), std::span<void* const>(), memory_);
      rows.above = &above;
      rows.child = &child;
      pending.push_back({&statement, parameters_of(statement, {}, true), level_rows::on_linked_row, &rows});
      self(self, rows);
    }
  };
  add_children(add_children, levels.back());
  send_together(pending);
  for (const level_rows& each : levels) each.rethrow();
  return levels.front().count;
}

// One after the other, in one round trip where the store can; throws the first failure.
void execution::send_together(std::span<const pending_statement> pending) {
  if (!plan_.linked && (pending.size() < 2 || (engine_.declared().features & ORM_CAN_PIPELINE) == 0)) {
    for (const pending_statement& each : pending) send(each);
    return;
  }
  std::pmr::vector<orm_batch_item> items(memory_.lists());
  std::pmr::vector<orm_sink> sinks(memory_.lists());
  const std::unique_ptr<orm_error[]> failures(new orm_error[pending.size() + 1]);  // written only where one fails
  items.reserve(pending.size());
  sinks.reserve(pending.size());
  for (std::size_t i = 0; i < pending.size(); ++i) {
    failures[i].size = sizeof failures[i];
    failures[i].code = ORM_OK;
    sinks.push_back({sizeof(orm_sink), pending[i].row, pending[i].context, 0});
    items.push_back({sizeof(orm_batch_item), static_cast<std::uint32_t>(pending[i].parameters.size()),
                     pending[i].statement->compiled(), pending[i].parameters.data(), &sinks[i], &failures[i]});
  }
  orm_error& whole = failures[pending.size()];
  whole.size = sizeof whole;
  const orm_error* first = nullptr;
  if (engine_.driver().batch(session_, items.data(), static_cast<std::uint32_t>(items.size()), &whole) != ORM_OK)
    first = &whole;
  for (std::size_t i = 0; i < items.size() && !first; ++i)
    if (failures[i].code != ORM_OK) first = &failures[i];
  if (!first) return;
  error thrown = failed(*first);
  if (outer_) outer_->failed(thrown.code());
  throw thrown;
}

}  // namespace orm::detail
