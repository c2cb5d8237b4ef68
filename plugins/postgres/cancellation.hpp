// What a session is doing, as other threads see it, and how they interrupt it.
#ifndef ORM_POSTGRES_CANCELLATION_HPP
#define ORM_POSTGRES_CANCELLATION_HPP

#include <libpq-fe.h>

#include <atomic>
#include <chrono>
#include <memory>

namespace orm::postgres {

using clock = std::chrono::steady_clock;

// One running call at a time; cancel() from any thread.
class cancellation {
 public:
  cancellation();
  ~cancellation();
  cancellation(const cancellation&) = delete;
  cancellation& operator=(const cancellation&) = delete;

  void cancel() noexcept;  // no effect when nothing is running
  bool is_wanted() const { return state_.load(std::memory_order_acquire) == activity::cancelled; }
  int descriptor() const { return descriptor_; }  // readable once cancel() was called
  // A call that is running and finds the descriptor readable without being meant: makes it quiet again. Ask is_wanted()
  // before the next wait.
  void forget_late_call() const;

  // A call is running until this goes out of scope.
  class running {
   public:
    explicit running(cancellation& owner) : owner_(owner) { owner_.begin(); }
    ~running() { owner_.end(); }
    running(const running&) = delete;
    running& operator=(const running&) = delete;

   private:
    cancellation& owner_;
  };

 private:
  enum class activity : int { idle, running, cancelled };

  void begin();
  void end();

  std::atomic<activity> state_{activity::idle};
  int descriptor_;
};

// Asks the server to end what the connection is doing. libpq's request waits for the server to hang up, and a server
// that never answers never does: a thread of its own waits, and can be left behind.
class cancel_request {
 public:
  explicit cancel_request(PGconn* connection);
  // Whether the server has taken the request; from then on it concerns nothing that is sent later.
  bool has_arrived_by(clock::time_point deadline) const;

 private:
  struct progress;
  std::shared_ptr<progress> progress_;
};

}  // namespace orm::postgres

#endif
