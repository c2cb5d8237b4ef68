// The rows of one level as a driver pushes them: placed, read, and the keys kept that lead to their children.
#pragma once

#include <cstdint>
#include <exception>
#include <memory_resource>
#include <span>
#include <vector>

#include "engine/workspace.hpp"
#include "orm/detail/engine.hpp"
#include "orm/error.hpp"
#include "orm/sdk/driver.h"
#include "plan/plan.hpp"

namespace orm::detail {

struct level_rows {
  // A root: every row goes to the one target.
  level_rows(const level_plan& level, const child_reader& place, void* target, workspace& memory)
      : level(level),
        place(place),
        target(target),
        arena(memory.arena),
        linked_parents(list_memory(level, memory)),
        keys(level.children.size(), list_memory(level, memory)) {}
  // A related level: rows go to their parents, by ordinal.
  level_rows(const level_plan& level, const child_reader& place, std::span<void* const> parents, workspace& memory)
      : level(level),
        place(place),
        parents(parents),
        arena(memory.arena),
        linked_parents(memory.lists()),
        keys(level.children.size(), memory.lists()) {}

  void add(void* parent, const orm_cell* cells) {
    void* const row = place.append(place, parent);
    place.reader->read(*place.reader, row, cells);
    if (!level.joined.empty()) add_joined(level.joined, *place.reader, row, cells);
    for (std::size_t i = 0; i < keys.size(); ++i) keys[i].push_back(arena.copy(cells[level.children[i].key_cell]));
    ++count;
  }

  // As sink functions: what is thrown waits in failure for the way back through the driver.
  static std::int32_t on_root_row(void* context, const orm_cell* cells, std::uint32_t) noexcept {
    auto& rows = *static_cast<level_rows*>(context);
    return rows.guarded([&] {
      rows.add(rows.target, cells);
      return rows.first_only ? 1 : 0;
    });
  }
  static std::int32_t on_keyed_row(void* context, const orm_cell* cells, std::uint32_t) noexcept {
    auto& rows = *static_cast<level_rows*>(context);
    return rows.guarded([&] {
      rows.add(rows.parents[static_cast<std::size_t>(cells[0].as.integer)], cells + 1);
      return 0;
    });
  }

  // Of a linked level: its parents are all placed when its first row comes.
  static std::int32_t on_linked_row(void* context, const orm_cell* cells, std::uint32_t) noexcept {
    auto& rows = *static_cast<level_rows*>(context);
    return rows.guarded([&] {
      if (rows.count == 0) {
        rows.linked_parents = rows.above->placed();
        for (void*& row : rows.linked_parents) row = rows.above->row_above(*rows.child, row);
        rows.parents = rows.linked_parents;
      }
      const auto ordinal = static_cast<std::size_t>(cells[0].as.integer);
      void* const parent = ordinal < rows.parents.size() ? rows.parents[ordinal] : nullptr;
      if (parent == nullptr)
        throw error(error_code::driver_failed, "the driver answered a related row of a row that it did not find");
      rows.add(parent, cells + 1);
      return 0;
    });
  }

  void rethrow() const {
    if (failure) std::rethrow_exception(failure);
  }

  // Every row of the level, in the order in which they came: ordinals ascend, so parents in turn.
  std::pmr::vector<void*> placed() const {
    std::pmr::vector<void*> rows(linked_parents.get_allocator());
    rows.reserve(count);
    const auto add_all = [&](void* parent) {
      const std::size_t size = place.count(place, parent);
      for (std::size_t i = 0; i < size; ++i) rows.push_back(place.at(place, parent, i));
    };
    if (target) add_all(target);
    for (void* const parent : parents)
      if (parent != nullptr) add_all(parent);
    return rows;
  }

  // How the rows of a child are placed.
  const child_reader& place_of(const level_plan::child& child) const {
    const row_reader* reader = place.reader;
    for (std::size_t i = 0; i + 1 < child.path.size(); ++i) reader = reader->children[child.path[i]].reader;
    return reader->children[child.path.back()];
  }

  // The row that a child's rows are below, seen from a placed one: that one, or what is joined to it; null: nothing is.
  void* row_above(const level_plan::child& child, void* row) const {
    const row_reader* reader = place.reader;
    for (std::size_t i = 0; i + 1 < child.path.size(); ++i) {
      const child_reader& joined = reader->children[child.path[i]];
      if (joined.count(joined, row) == 0) return nullptr;
      row = joined.at(joined, row, 0);
      reader = joined.reader;
    }
    return row;
  }

  const level_plan& level;
  const child_reader& place;
  void* target = nullptr;
  std::span<void* const> parents;
  const level_rows* above = nullptr;         // of a linked level
  const level_plan::child* child = nullptr;  // of a linked level
  sdk::cell_arena& arena;
  std::pmr::vector<void*> linked_parents;
  bool first_only = false;  // ask for no more than one row
  std::uint64_t count = 0;
  std::pmr::vector<std::pmr::vector<orm_cell>> keys;  // per child, one key a row, null where the row leads nowhere
  std::exception_ptr failure;

 private:
  // What has no rows below needs no lists.
  static std::pmr::memory_resource* list_memory(const level_plan& level, workspace& memory) {
    return level.children.empty() ? std::pmr::get_default_resource() : memory.lists();
  }

  static void add_joined(const std::vector<level_plan::joined_row>& joined, const row_reader& reader, void* parent,
                         const orm_cell* cells) {
    for (const level_plan::joined_row& each : joined) {
      if (cells[each.sign_cell].type == ORM_CELL_NULL) continue;
      const child_reader& place = reader.children[each.place];
      void* const row = place.append(place, parent);
      place.reader->read(*place.reader, row, cells + each.first_cell);
      add_joined(each.below, *place.reader, row, cells);
    }
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
};

}  // namespace orm::detail
