// The plan cache.
#include "engine/plan_cache.hpp"

#include "orm/error.hpp"

namespace orm::detail {

plan_cache::~plan_cache() {
  for (auto& chunk : chunks_) delete chunk.load();
}

const plan* plan_cache::find(std::uint32_t slot) const noexcept {
  if (slot >= chunk_size * chunk_count) return nullptr;
  const chunk* const plans = chunks_[slot / chunk_size].load(std::memory_order_acquire);
  return plans ? (*plans)[slot % chunk_size].load(std::memory_order_acquire) : nullptr;
}

const plan* plan_cache::keep(std::uint32_t slot, std::shared_ptr<const plan> made) {
  if (slot >= chunk_size * chunk_count)
    throw error(error_code::unsupported, "a program has at most 65,536 query shapes that are fixed at compile time");
  const std::lock_guard lock(slots_mutex_);
  auto& place = chunks_[slot / chunk_size];
  if (!place.load()) place.store(new chunk{}, std::memory_order_release);
  auto& plan_at = (*place.load())[slot % chunk_size];
  if (const plan* const first = plan_at.load()) return first;
  plan_at.store(made.get(), std::memory_order_release);
  kept_.push_back(std::move(made));
  return kept_.back().get();
}

std::shared_ptr<const plan> plan_cache::find(const std::string& shape) const {
  const std::shared_lock lock(shapes_mutex_);
  const auto found = shapes_.find(shape);
  return found == shapes_.end() ? nullptr : found->second;
}

std::shared_ptr<const plan> plan_cache::keep(std::string shape, std::shared_ptr<const plan> made) {
  std::vector<std::shared_ptr<const plan>> dropped;  // released after the lock: that calls the driver
  const std::unique_lock lock(shapes_mutex_);
  if (shapes_.size() >= most_shapes) {
    for (auto at = shapes_.begin(); at != shapes_.end() && dropped.size() < most_shapes / 2;) {
      dropped.push_back(std::move(at->second));
      at = shapes_.erase(at);
    }
  }
  return shapes_.try_emplace(std::move(shape), std::move(made)).first->second;
}

}  // namespace orm::detail
