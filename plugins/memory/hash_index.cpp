// Open addressing for unique keys.
#include "hash_index.hpp"

#include <orm/sdk/rows/row.hpp>
#include <orm/sdk/value/cells.hpp>

#include <algorithm>

namespace orm::memory {
namespace {

constexpr std::size_t first_size = 16;

}  // namespace

hash_index::hash_index(std::vector<std::uint32_t> fields)
    : fields_(std::move(fields)), slots_(first_size), mask_(first_size - 1) {}

const orm_cell* hash_index::find(std::span<const orm_cell> values) const {
  const std::size_t hash = sdk::hash_cells(values);
  for (std::size_t at = hash & mask_; slots_[at].row != nullptr; at = (at + 1) & mask_) {
    if (slots_[at].hash != hash) continue;
    const orm_cell* row = slots_[at].row;
    std::size_t i = 0;
    while (i < values.size() && sdk::equal_cells(row[fields_[i]], values[i])) ++i;
    if (i == values.size()) return row;
  }
  return nullptr;
}

const orm_cell* hash_index::find_like(const orm_cell* row) const {
  if (has_null(row)) return nullptr;
  const std::size_t hash = sdk::hash_fields(fields_, row);
  for (std::size_t at = hash & mask_; slots_[at].row != nullptr; at = (at + 1) & mask_) {
    if (slots_[at].hash == hash && sdk::equal_fields(fields_, slots_[at].row, row)) return slots_[at].row;
  }
  return nullptr;
}

void hash_index::insert(const orm_cell* row) {
  if (has_null(row)) return;
  if ((size_ + 1) * 3 > slots_.size() * 2) grow();
  place({sdk::hash_fields(fields_, row), row});
  ++size_;
}

void hash_index::erase(const orm_cell* row) {
  if (has_null(row)) return;
  std::size_t hole = position_of(row);
  // Moves back what was pushed past the hole, so that no probe ends too early.
  for (std::size_t at = (hole + 1) & mask_; slots_[at].row != nullptr; at = (at + 1) & mask_) {
    const std::size_t home = slots_[at].hash & mask_;
    if (((at - home) & mask_) < ((at - hole) & mask_)) continue;
    slots_[hole] = slots_[at];
    hole = at;
  }
  slots_[hole] = {};
  --size_;
}

bool hash_index::has_null(const orm_cell* row) const {
  return std::any_of(fields_.begin(), fields_.end(), [&](std::uint32_t field) { return sdk::is_null(row[field]); });
}

std::size_t hash_index::position_of(const orm_cell* row) const {
  std::size_t at = sdk::hash_fields(fields_, row) & mask_;
  while (slots_[at].row != row) at = (at + 1) & mask_;
  return at;
}

void hash_index::place(const slot& entry) {
  std::size_t at = entry.hash & mask_;
  while (slots_[at].row != nullptr) at = (at + 1) & mask_;
  slots_[at] = entry;
}

void hash_index::grow() {
  std::vector<slot> before(slots_.size() * 2);
  before.swap(slots_);
  mask_ = slots_.size() - 1;
  for (const slot& entry : before) {
    if (entry.row != nullptr) place(entry);
  }
}

}  // namespace orm::memory
