// Sessions of one store, kept open and lent out.
//
// A thread gets the session that it had last where it can (its slot number is remembered as a hint), by one compare
// and swap; a lock is taken only when every session is out, and then the first to wait is the first to be served.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

#include "orm/schema.hpp"
#include "orm/sdk/driver.h"

namespace orm::detail {

class session_pool {
 public:
  session_pool(const orm_driver& driver, orm_store* store, const orm_store_info& info, const schema& schema);
  ~session_pool();  // every session is back by then

  // A session, for as long as the lease lives. Opens one when none is free and the store allows another; else waits
  // up to the store's limit. Throws error: timeout, and what opening throws.
  class lease;
  lease acquire();

 private:
  enum class state : std::uint8_t { empty, idle, busy };
  struct alignas(64) slot {  // one cache line each: threads with sessions of their own don't disturb each other
    std::atomic<state> in{state::empty};
    orm_session* session = nullptr;
    std::vector<orm_error> errors;
  };

  struct waiter {
    std::condition_variable woken;
    slot* given = nullptr;
    bool left = false;  // the queue, with what was given
  };

  slot* try_take();
  slot* take_or_wait();
  void open(slot& slot);
  void give_back(slot& slot, bool suspect) noexcept;
  void hand_over(slot& slot, state free) noexcept;

  const orm_driver& driver_;
  orm_store* store_;
  const schema& schema_;
  const std::uint32_t size_;
  const std::uint32_t timeout_ms_;
  std::unique_ptr<slot[]> slots_;
  std::atomic<std::uint32_t> waiting_{0};
  std::mutex mutex_;
  std::list<waiter*> queue_;
};

class session_pool::lease {
 public:
  lease() = default;
  lease(lease&& other) noexcept : pool_(other.pool_), slot_(other.slot_), suspect_(other.suspect_) {
    other.slot_ = nullptr;
  }
  lease& operator=(lease&& other) = delete;
  ~lease() {
    if (slot_) pool_->give_back(*slot_, suspect_);
  }

  orm_session* session() const noexcept { return slot_->session; }

  // So many errors for the items of a batch, none of them set, for as long as the lease lives. They are large, and so
  // the session keeps those of a usual batch.
  std::span<orm_error> errors(std::size_t count);

  // After an error that may have left the session in a bad state: it is reset, or closed, when it goes back.
  void suspect() noexcept { suspect_ = true; }

 private:
  friend class session_pool;
  lease(session_pool& pool, slot& slot) noexcept : pool_(&pool), slot_(&slot) {}
  session_pool* pool_ = nullptr;
  session_pool::slot* slot_ = nullptr;
  bool suspect_ = false;
};

}  // namespace orm::detail
