// The lock of a store.
#include "store_lock.hpp"

namespace orm::memory {

// Under the mutex. A reader goes in unless a writer is at work, or waits and has the right of way.
bool store_lock::try_enter_shared(bool entitled) {
  if (waiting_writers_ > 0 && !entitled) return false;
  std::uint32_t state = state_.load();
  while ((state & writing) == 0) {
    if (state_.compare_exchange_weak(state, state + 1)) return true;
  }
  return false;
}

// Under the mutex.
bool store_lock::try_enter() {
  if (entitled_readers_ > 0) return false;
  std::uint32_t state = state_.load();
  while ((state & ~waited_for) == 0) {
    if (state_.compare_exchange_weak(state, state | writing)) return true;
  }
  return false;
}

// Under the mutex.
void store_lock::forget_waiters() {
  if (waiting_readers_ + waiting_writers_ == 0) state_.fetch_and(~waited_for);
}

store_lock::answer store_lock::lock_shared(std::chrono::milliseconds timeout, const std::atomic<bool>& cancelled) {
  std::uint32_t state = state_.load(std::memory_order_relaxed);
  while ((state & (writing | waited_for)) == 0) {
    if (state_.compare_exchange_weak(state, state + 1, std::memory_order_acquire)) return answer::acquired;
  }
  const auto deadline = std::chrono::steady_clock::now() + timeout;
  std::unique_lock guard(mutex_);
  ++waiting_readers_;
  state_.fetch_or(waited_for);  // before the state is looked at: whoever leaves after that will wake us
  const std::uint64_t arrival = writers_gone_;
  answer result = answer::acquired;
  while (!try_enter_shared(writers_gone_ != arrival)) {
    if (cancelled.load()) {
      result = answer::cancelled;
      break;
    }
    if (changed_.wait_until(guard, deadline) == std::cv_status::timeout) {
      if (!try_enter_shared(writers_gone_ != arrival)) result = answer::timed_out;
      break;
    }
  }
  --waiting_readers_;
  if (writers_gone_ != arrival && entitled_readers_ > 0) --entitled_readers_;
  forget_waiters();
  if (result != answer::acquired) changed_.notify_all();  // a writer may have waited for us
  return result;
}

store_lock::answer store_lock::lock(std::chrono::milliseconds timeout, const std::atomic<bool>& cancelled) {
  std::uint32_t state = 0;
  if (state_.compare_exchange_strong(state, writing, std::memory_order_acquire)) return answer::acquired;
  const auto deadline = std::chrono::steady_clock::now() + timeout;
  std::unique_lock guard(mutex_);
  ++waiting_writers_;
  state_.fetch_or(waited_for);
  answer result = answer::acquired;
  while (!try_enter()) {
    if (cancelled.load()) {
      result = answer::cancelled;
      break;
    }
    if (changed_.wait_until(guard, deadline) == std::cv_status::timeout) {
      if (!try_enter()) result = answer::timed_out;
      break;
    }
  }
  --waiting_writers_;
  forget_waiters();
  if (result != answer::acquired) changed_.notify_all();  // readers may have waited behind us
  return result;
}

void store_lock::unlock_shared() {
  const std::uint32_t before = state_.fetch_sub(1, std::memory_order_release);
  if (before == (waited_for | 1)) wake();
}

void store_lock::unlock() {
  const std::uint32_t before = state_.fetch_and(~writing, std::memory_order_release);
  if ((before & waited_for) == 0) return;
  const std::lock_guard guard(mutex_);
  ++writers_gone_;
  entitled_readers_ = waiting_readers_;
  changed_.notify_all();
}

void store_lock::wake() {
  const std::lock_guard guard(mutex_);
  changed_.notify_all();
}

}  // namespace orm::memory
