// Many readers or one writer, for as long as a session wants: not tied to a thread, with a deadline and cancellation.
#ifndef ORM_MEMORY_STORE_LOCK_HPP
#define ORM_MEMORY_STORE_LOCK_HPP

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace orm::memory {

// A waiting writer goes before readers that come later; readers that waited while a writer was at work go before the
// next one. Where nobody waits, taking and leaving cost one atomic operation each. Any thread may call anything.
class store_lock {
 public:
  enum class answer { acquired, timed_out, cancelled };

  // Wait until the deadline that lies timeout ahead, or until cancelled becomes true and wake() is called.
  answer lock_shared(std::chrono::milliseconds timeout, const std::atomic<bool>& cancelled);
  answer lock(std::chrono::milliseconds timeout, const std::atomic<bool>& cancelled);

  void unlock_shared();
  void unlock();

  // Has everyone who waits look at its cancellation.
  void wake();

 private:
  static constexpr std::uint32_t writing = 1u << 31;
  static constexpr std::uint32_t waited_for = 1u << 30;  // somebody waits: no short cuts
  // The lower bits count readers.

  bool try_enter_shared(bool entitled);
  bool try_enter();
  void forget_waiters();

  std::atomic<std::uint32_t> state_{0};

  std::mutex mutex_;  // guards what follows, and setting and clearing waited_for
  std::condition_variable changed_;
  std::uint32_t waiting_readers_ = 0;
  std::uint32_t waiting_writers_ = 0;
  std::uint32_t entitled_readers_ = 0;  // those that waited while a writer left
  std::uint64_t writers_gone_ = 0;
};

}  // namespace orm::memory

#endif
