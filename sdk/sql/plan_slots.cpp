#include <orm/sdk/sql/plan_slots.hpp>

#include <atomic>

namespace orm::sdk::sql {
namespace {

std::uint64_t next_generation() {
  static std::atomic<std::uint64_t> next{1};
  return next.fetch_add(1, std::memory_order_relaxed);
}

}  // namespace

std::uint32_t plan_slots::take() {
  const std::lock_guard lock(mutex_);
  if (free_.empty()) {
    free_.reserve(count_ + 1);  // giving back can't fail then
    return count_++;
  }
  const std::uint32_t slot = free_.back();
  free_.pop_back();
  return slot;
}

void plan_slots::give_back(std::uint32_t slot) noexcept {
  const std::lock_guard lock(mutex_);
  free_.push_back(slot);
}

slotted_plan::slotted_plan(plan_slots& slots) : slot(slots.take()), generation(next_generation()), slots_(slots) {}

slotted_plan::~slotted_plan() { slots_.give_back(slot); }

}  // namespace orm::sdk::sql
