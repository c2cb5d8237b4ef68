// The queue of writers.
#include "write_gate.hpp"

namespace orm::sqlite {

write_gate::entry write_gate::enter(std::chrono::milliseconds timeout, const std::atomic<activity>& caller) {
  std::unique_lock lock(mutex_);
  if (taken_) {
    const bool ready = turn_.wait_for(lock, timeout, [&] { return !taken_ || caller == activity::cancelled; });
    if (!ready) return entry::timed_out;
    if (taken_) return entry::cancelled;
  }
  taken_ = true;
  return entry::entered;
}

void write_gate::leave() {
  {
    const std::lock_guard lock(mutex_);
    taken_ = false;
  }
  turn_.notify_one();
}

void write_gate::wake_all() {
  const std::lock_guard lock(mutex_);
  turn_.notify_all();
}

}  // namespace orm::sqlite
