// One writer at a time: the writers of a process wait here instead of polling the file's lock.
#ifndef ORM_SQLITE_WRITE_GATE_HPP
#define ORM_SQLITE_WRITE_GATE_HPP

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>

#include "running_call.hpp"

namespace orm::sqlite {

// Any thread may call it; who enters on one thread may leave on another.
class write_gate {
 public:
  enum class entry { entered, timed_out, cancelled };

  // Waits for its turn until the timeout or until caller becomes cancelled.
  entry enter(std::chrono::milliseconds timeout, const std::atomic<activity>& caller);
  void leave();
  void wake_all();  // so that those who were cancelled notice

 private:
  std::mutex mutex_;
  std::condition_variable turn_;
  bool taken_ = false;
};

}  // namespace orm::sqlite

#endif
