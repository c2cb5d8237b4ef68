// An eventfd beside the flag wakes what waits with poll().
#include "interruption.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <new>

namespace orm::redis {

interruption::interruption() : wake_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (wake_.get() < 0) throw std::bad_alloc();
}

void interruption::raise() noexcept {
  const std::lock_guard lock(mutex_);
  raised_.store(true, std::memory_order_release);
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = write(wake_.get(), &one, sizeof one);  // full: it is readable already
  for (const int socket : sockets_) shutdown(socket, SHUT_RDWR);
}

void interruption::settle() {
  if (!is_raised()) return;
  const std::lock_guard lock(mutex_);
  std::uint64_t count = 0;
  [[maybe_unused]] const auto taken = read(wake_.get(), &count, sizeof count);
  raised_.store(false, std::memory_order_release);
}

void interruption::add(int socket) {
  const std::lock_guard lock(mutex_);
  sockets_.push_back(socket);
  if (is_raised()) shutdown(socket, SHUT_RDWR);
}

void interruption::remove(int socket) {
  const std::lock_guard lock(mutex_);
  std::erase(sockets_, socket);
}

void interruption::pause(std::chrono::milliseconds time) const {
  pollfd wake{wake_.get(), POLLIN, 0};
  poll(&wake, 1, static_cast<int>(time.count()));
}

}  // namespace orm::redis
