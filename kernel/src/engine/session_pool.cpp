// The session pool.
#include "engine/session_pool.hpp"

#include <algorithm>
#include <chrono>

#include "engine/errors.hpp"

namespace orm::detail {
namespace {

thread_local std::uint32_t hint = 0;  // the slot that this thread had last, of whichever pool

}  // namespace

session_pool::session_pool(const orm_driver& driver, orm_store* store, const orm_store_info& info, const schema& schema)
    : driver_(driver),
      store_(store),
      schema_(schema),
      size_(std::max(info.max_sessions, 1u)),
      timeout_ms_(info.acquire_timeout_ms),
      slots_(std::make_unique<slot[]>(size_)) {}

session_pool::~session_pool() {
  for (std::uint32_t i = 0; i < size_; ++i)
    if (slots_[i].session) driver_.session_close(slots_[i].session);
}

// Sequentially consistent throughout, as waiting_ is: of one who begins to wait and one who gives back at the same time
// at least one sees the other.
session_pool::slot* session_pool::try_take() {
  const auto take = [](slot& slot, state from) {
    return slot.in.load() == from && slot.in.compare_exchange_strong(from, state::busy);
  };
  if (hint < size_ && take(slots_[hint], state::idle)) return &slots_[hint];
  for (const state wanted : {state::idle, state::empty}) {
    for (std::uint32_t i = 0; i < size_; ++i) {
      if (!take(slots_[i], wanted)) continue;
      hint = i;
      return &slots_[i];
    }
  }
  return nullptr;
}

session_pool::slot* session_pool::take_or_wait() {
  if (slot* const taken = try_take()) return taken;
  std::unique_lock lock(mutex_);
  waiter self;
  const auto place = queue_.insert(queue_.end(), &self);
  waiting_.fetch_add(1);  // before the next look: whoever gives back after it sees that somebody waits
  self.given = try_take();
  if (!self.given) self.woken.wait_for(lock, std::chrono::milliseconds(timeout_ms_), [&] { return self.left; });
  if (!self.left) {
    queue_.erase(place);
    waiting_.fetch_sub(1);
  }
  if (self.given) return self.given;
  throw error(error_code::timeout,
              "no session became free within " + std::to_string(timeout_ms_) + " ms: all " + std::to_string(size_) +
                  " are in use. Raise `pool`, or look for a transaction that stays open or asks outside itself")
      .from_driver(driver_.name, "")
      .may_retry(true)
      .ended(write_outcome::not_sent);
}

session_pool::lease session_pool::acquire() {
  slot& taken = *take_or_wait();
  if (!taken.session) open(taken);
  return lease(*this, taken);
}

void session_pool::open(slot& slot) {
  orm_error failure;
  failure.size = sizeof failure;
  if (driver_.session_open(store_, &slot.session, &failure) == ORM_OK) return;
  slot.session = nullptr;
  give_back(slot, false);
  throw_driver_error(failure, driver_, schema_);
}

std::span<orm_error> session_pool::lease::errors(std::size_t count) {
  std::vector<orm_error>& all = slot_->errors;
  if (all.size() < count) all.resize(count);
  for (std::size_t i = 0; i < count; ++i) {
    all[i].size = sizeof all[i];
    all[i].code = ORM_OK;
  }
  return {all.data(), count};
}

void session_pool::give_back(slot& slot, bool suspect) noexcept {
  constexpr std::size_t kept_errors = 128;
  if (slot.errors.size() > kept_errors) slot.errors = {};
  if (suspect) {
    orm_error ignored;
    ignored.size = sizeof ignored;
    if (driver_.session_reset(slot.session, &ignored) != ORM_OK) {
      driver_.session_close(slot.session);
      slot.session = nullptr;
    }
  }
  const state free = slot.session ? state::idle : state::empty;
  if (waiting_.load() == 0) {
    slot.in.store(free);
    state expected = free;
    if (waiting_.load() == 0 || !slot.in.compare_exchange_strong(expected, state::busy)) return;
  }
  hand_over(slot, free);
}

// To who waits longest: else the thread that gives a session back would take it again before anybody has woken up, and
// others would wait in vain.
void session_pool::hand_over(slot& slot, state free) noexcept {
  const std::lock_guard lock(mutex_);
  if (queue_.empty()) return slot.in.store(free);
  waiter& first = *queue_.front();
  queue_.pop_front();
  waiting_.fetch_sub(1);
  first.given = &slot;
  first.left = true;
  first.woken.notify_one();  // under the lock: it may be gone right after
}

}  // namespace orm::detail
