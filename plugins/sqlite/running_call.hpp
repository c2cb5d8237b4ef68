// What a session is doing, as other threads see it.
#ifndef ORM_SQLITE_RUNNING_CALL_HPP
#define ORM_SQLITE_RUNNING_CALL_HPP

#include <atomic>

namespace orm::sqlite {

// cancel() turns running into cancelled, and nothing else.
enum class activity : int { idle, running, cancelled };

// The session's call is running until this goes out of scope.
class running_call {
 public:
  explicit running_call(std::atomic<activity>& state) : state_(state) {
    state_.store(activity::running, std::memory_order_release);
  }
  ~running_call() { state_.store(activity::idle, std::memory_order_release); }
  running_call(const running_call&) = delete;
  running_call& operator=(const running_call&) = delete;

 private:
  std::atomic<activity>& state_;
};

}  // namespace orm::sqlite

#endif
