// Plans by shape: by slot number for shapes fixed at compile time, by the shape's bytes for all others.
#pragma once

#include <array>
#include <atomic>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "plan/plan.hpp"

namespace orm::detail {

class plan_cache {
 public:
  plan_cache() = default;
  ~plan_cache();

  // The plan of a slot, or null; stays valid as long as the cache.
  const plan* find(std::uint32_t slot) const noexcept;
  // Keeps a plan for a slot unless another thread was first; answers the one that is kept.
  const plan* keep(std::uint32_t slot, std::shared_ptr<const plan> made);

  std::shared_ptr<const plan> find(const std::string& shape) const;
  std::shared_ptr<const plan> keep(std::string shape, std::shared_ptr<const plan> made);

 private:
  static constexpr std::size_t chunk_size = 256, chunk_count = 256;
  using chunk = std::array<std::atomic<const plan*>, chunk_size>;

  // Run-time shapes are data: without a bound a caller could fill the memory with plans.
  static constexpr std::size_t most_shapes = 2048;

  std::array<std::atomic<chunk*>, chunk_count> chunks_{};
  std::vector<std::shared_ptr<const plan>> kept_;  // owns what the slots point to
  std::mutex slots_mutex_;

  mutable std::shared_mutex shapes_mutex_;
  std::unordered_map<std::string, std::shared_ptr<const plan>> shapes_;
};

}  // namespace orm::detail
