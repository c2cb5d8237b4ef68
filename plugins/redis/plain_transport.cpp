// Reading and writing sockets.
#include "plain_transport.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <cerrno>

namespace orm::redis {
namespace {

bool would_block() { return errno == EAGAIN || errno == EWOULDBLOCK; }

}  // namespace

plain_transport::plain_transport(file_descriptor connected, interruption& stop)
    : socket_(std::move(connected)), stop_(stop) {
  fcntl(socket_.get(), F_SETFL, fcntl(socket_.get(), F_GETFL) & ~O_NONBLOCK);
  stop_.add(socket_.get());
}

plain_transport::~plain_transport() { stop_.remove(socket_.get()); }

void plain_transport::set_timeout(std::chrono::milliseconds time) {
  if (time == timeout_) return;
  const timeval value{static_cast<time_t>(time.count() / 1000), static_cast<suseconds_t>(time.count() % 1000 * 1000)};
  setsockopt(socket_.get(), SOL_SOCKET, SO_RCVTIMEO, &value, sizeof value);
  timeout_ = time;
}

void plain_transport::send(std::string_view bytes, const deadline& until) {
  send_all(socket_.get(), bytes, until, stop_);
}

std::size_t plain_transport::receive(char* to, std::size_t size, const deadline& until) {
  for (;;) {
    // To a tenth of a second, so that the setting of one request does for the next one too.
    constexpr std::chrono::milliseconds grain{100};
    const std::chrono::milliseconds left = until.left();
    set_timeout(left > grain ? (left + grain - std::chrono::milliseconds(1)) / grain * grain
                             : std::max(left, std::chrono::milliseconds(1)));
    const ssize_t got = recv(socket_.get(), to, size, 0);
    if (got > 0) return static_cast<std::size_t>(got);
    if (stop_.is_raised()) throw_cancelled();
    if (got == 0) throw_closed(0);
    if (errno == EINTR) continue;
    if (!would_block()) throw_closed(errno);
    if (until.passed()) throw_timed_out("answer");
  }
}

std::size_t borrowed_transport::receive(char* to, std::size_t size, const deadline& until) {
  for (;;) {
    const ssize_t got = recv(socket_, to, size, MSG_DONTWAIT);
    if (got > 0) return static_cast<std::size_t>(got);
    if (got == 0) throw_closed(0);
    if (would_block()) {
      await_events(socket_, POLLIN, until, stop_);
    } else if (errno != EINTR) {
      throw_closed(errno);
    }
  }
}

}  // namespace orm::redis
