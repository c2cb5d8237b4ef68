// epoll(7), with timerfd_create(2) for the deadline: a time to wait for is set up and taken down by every wait, a timer
// that keeps running by none.
#include "waiting.hpp"

#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <cerrno>
#include <iterator>

#include "errors.hpp"

namespace orm::postgres {

owned_descriptor::owned_descriptor(int descriptor, const char* made_by) : descriptor_(descriptor) {
  if (descriptor < 0) throw no_descriptor(made_by, errno);
}

owned_descriptor::~owned_descriptor() { close(descriptor_); }

// The clock of std::chrono::steady_clock.
alarm_clock::alarm_clock() : timer_(timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK), "timerfd_create") {}

void alarm_clock::ring_by(clock::time_point deadline) {
  if (set_for_ <= deadline) return;
  set_for_ = deadline;
  const auto since_start = std::chrono::duration_cast<std::chrono::nanoseconds>(deadline.time_since_epoch()).count();
  itimerspec at = {};
  at.it_value.tv_sec = static_cast<time_t>(since_start / 1'000'000'000);
  at.it_value.tv_nsec = static_cast<long>(since_start % 1'000'000'000);
  timerfd_settime(timer_.get(), TFD_TIMER_ABSTIME, &at, nullptr);
}

void alarm_clock::stop() {
  set_for_ = clock::time_point::max();
  const itimerspec never = {};
  timerfd_settime(timer_.get(), 0, &never, nullptr);  // takes the expiry back, too
}

waiting::waiting(int socket, const cancellation& cancel)
    : events_(epoll_create1(EPOLL_CLOEXEC), "epoll_create1"), socket_(socket), cancel_(cancel) {
  for (const int each : {socket, cancel.descriptor(), alarm_.descriptor()}) add(each);
}

void waiting::add(int descriptor) const {
  epoll_event wanted = {};
  wanted.events = EPOLLIN;
  wanted.data.fd = descriptor;
  if (epoll_ctl(events_.get(), EPOLL_CTL_ADD, descriptor, &wanted) != 0) {
    throw no_descriptor("epoll_ctl", errno);
  }
}

// Hands over each descriptor on which something has come.
template <class Each>
void waiting::take(int timeout, Each&& each) const {
  epoll_event came[3];
  const int count = epoll_wait(events_.get(), came, std::size(came), timeout);
  for (int i = 0; i < count; ++i) each(came[i].data.fd);
}

bool waiting::until(clock::time_point deadline) {
  if (deadline != clock::time_point::max()) alarm_.ring_by(deadline);
  bool rang = false;
  take(-1, [&](int descriptor) {
    if (descriptor == cancel_.descriptor()) cancel_.forget_late_call();
    if (descriptor == alarm_.descriptor()) rang = true;
  });
  if (rang) alarm_.stop();
  return !rang;
}

bool waiting::is_readable() const {
  bool readable = false;
  take(0, [&](int descriptor) { readable = readable || descriptor == socket_; });
  return readable;
}

}  // namespace orm::postgres
