// What runs need while they last.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <optional>

#include "engine/engine.hpp"
#include "orm/sdk/driver.h"
#include "orm/sdk/value/arena.hpp"

namespace orm::detail {

// The request's instant, and memory. Shared by those that are sent together.
class workspace {
 public:
  // One instant a request. Not asked for by most.
  std::int64_t now() {
    if (now_ == unknown) now_ = now_microseconds();
    return now_;
  }

  // Stays until the end. together: beside that of other statements.
  orm_cell* allocate_parameters(std::size_t count, bool together) {
    return !together && count <= inline_.size() ? inline_.data() : arena.allocate_cells(count);
  }

  // For lists that are no longer than the run: from memory of this object's first.
  std::pmr::memory_resource* lists() {
    if (!lists_) lists_.emplace(list_memory_.data(), list_memory_.size());
    return &*lists_;
  }

  sdk::cell_arena arena;

 private:
  static constexpr std::int64_t unknown = INT64_MIN;

  std::int64_t now_ = unknown;
  std::array<orm_cell, 24> inline_;  // enough for most statements: no allocation
  alignas(std::max_align_t) std::array<std::byte, 3072> list_memory_;
  std::optional<std::pmr::monotonic_buffer_resource> lists_;  // of those with related rows
};

}  // namespace orm::detail
