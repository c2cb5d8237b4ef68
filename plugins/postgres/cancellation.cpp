// Waking a waiting session, and PQcancel() beside it.
#include "cancellation.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <condition_variable>
#include <mutex>
#include <system_error>
#include <thread>

#include "errors.hpp"

namespace orm::postgres {

cancellation::cancellation() : descriptor_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (descriptor_ < 0) throw no_descriptor("eventfd", errno);
}

cancellation::~cancellation() { close(descriptor_); }

void cancellation::begin() { state_.store(activity::running, std::memory_order_release); }

void cancellation::end() {
  if (state_.exchange(activity::idle, std::memory_order_acq_rel) != activity::cancelled) return;
  eventfd_t ignored = 0;
  eventfd_read(descriptor_, &ignored);
}

void cancellation::forget_late_call() const {
  if (is_wanted()) return;
  eventfd_t ignored = 0;
  eventfd_read(descriptor_, &ignored);
}

// The descriptor may become readable after the call that was meant has ended: whoever waits asks is_wanted() too.
void cancellation::cancel() noexcept {
  activity expected = activity::running;
  if (state_.compare_exchange_strong(expected, activity::cancelled)) eventfd_write(descriptor_, 1);
}

struct cancel_request::progress {
  std::mutex mutex;
  std::condition_variable changed;
  bool arrived = false;
};

cancel_request::cancel_request(PGconn* connection) : progress_(std::make_shared<progress>()) {
  PGcancel* const request = PQgetCancel(connection);
  if (request == nullptr) return;
  try {
    std::thread([request, shared = progress_] {
      char ignored[256];
      PQcancel(request, ignored, sizeof ignored);
      PQfreeCancel(request);
      const std::lock_guard lock(shared->mutex);
      shared->arrived = true;
      shared->changed.notify_all();
    }).detach();
  } catch (const std::system_error&) {  // no thread to be had: the connection will be closed instead
    PQfreeCancel(request);
  }
}

bool cancel_request::has_arrived_by(clock::time_point deadline) const {
  std::unique_lock lock(progress_->mutex);
  return progress_->changed.wait_until(lock, deadline, [&] { return progress_->arrived; });
}

}  // namespace orm::postgres
