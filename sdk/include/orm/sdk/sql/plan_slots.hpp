/* Where the sessions of a store keep what they prepared for a plan: each in a vector of its own, by the plan's slot. A
 * slot is used again when its plan is gone; sessions tell by the generation whether what they have is of this plan. */
#ifndef ORM_SDK_SQL_PLAN_SLOTS_HPP
#define ORM_SDK_SQL_PLAN_SLOTS_HPP

#include <cstdint>
#include <mutex>
#include <vector>

namespace orm::sdk::sql {

/* The slots of one store: as few as there ever were plans at once. May be used by many threads. */
class plan_slots {
 public:
  std::uint32_t take();
  void give_back(std::uint32_t slot) noexcept;

 private:
  std::mutex mutex_;
  std::vector<std::uint32_t> free_;
  std::uint32_t count_ = 0;
};

/* A base of plans: the slot that a plan has for as long as it lives. The slots must live longer. */
class slotted_plan {
 public:
  explicit slotted_plan(plan_slots& slots);
  slotted_plan(const slotted_plan&) = delete;
  slotted_plan& operator=(const slotted_plan&) = delete;

  const std::uint32_t slot;
  const std::uint64_t generation; /* never 0, and of no other plan of the process, whatever its store */

 protected:
  ~slotted_plan();

 private:
  plan_slots& slots_;
};

}  // namespace orm::sdk::sql

#endif
