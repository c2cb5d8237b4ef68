// How a thread that waits for a server is told to give up. One for each session; what the session's connections wait
// with looks at it.
#ifndef ORM_REDIS_INTERRUPTION_HPP
#define ORM_REDIS_INTERRUPTION_HPP

#include <atomic>
#include <chrono>
#include <mutex>
#include <vector>

#include "file_descriptor.hpp"

namespace orm::redis {

class interruption {
 public:
  interruption();
  interruption(const interruption&) = delete;
  interruption& operator=(const interruption&) = delete;

  // By any thread: whoever waits, or waits next, before settle() is called, gives up.
  void raise() noexcept;
  bool is_raised() const { return raised_.load(std::memory_order_acquire); }
  void settle();

  // Readable once it was raised.
  int descriptor() const { return wake_.get(); }

  // Sockets that are read without poll(): they are shut down, which ends the read. Unregister before closing.
  void add(int socket);
  void remove(int socket);

  // Waits, at most so long; raising it ends that.
  void pause(std::chrono::milliseconds time) const;

 private:
  file_descriptor wake_;
  std::atomic<bool> raised_{false};
  std::mutex mutex_;
  std::vector<int> sockets_;
};

}  // namespace orm::redis

#endif
