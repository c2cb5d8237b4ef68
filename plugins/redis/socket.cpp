// Connecting never blocks: a server that doesn't answer costs the deadline, not the system's minutes.
#include "socket.hpp"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <cerrno>
#include <cstring>
#include <memory>

namespace orm::redis {
namespace {

using cause = stream_failure::cause;

std::string reason(int error) { return std::strerror(error); }

file_descriptor begin_connect(const sockaddr* address, socklen_t size, int family) {
  file_descriptor made(socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (made.get() < 0) throw stream_failure(cause::unreachable, "no socket can be made: " + reason(errno));
  if (family != AF_UNIX) {
    const int on = 1;
    setsockopt(made.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    setsockopt(made.get(), SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
  }
  if (connect(made.get(), address, size) == 0 || errno == EINPROGRESS) return made;
  // A unix socket whose queue is full says EAGAIN and never finishes: as if refused.
  throw stream_failure(cause::unreachable, reason(errno));
}

file_descriptor finish_connect(file_descriptor made, const deadline& until, const interruption& stop) {
  await_events(made.get(), POLLOUT, until, stop);
  int error = 0;
  socklen_t size = sizeof error;
  getsockopt(made.get(), SOL_SOCKET, SO_ERROR, &error, &size);
  if (error != 0) throw stream_failure(cause::unreachable, reason(error));
  return made;
}

file_descriptor connect_unix(const std::string& path, const deadline& until, const interruption& stop) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) {
    throw stream_failure(cause::unreachable, "the path of a unix socket has at most 107 bytes");
  }
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  return finish_connect(begin_connect(reinterpret_cast<const sockaddr*>(&address), sizeof address, AF_UNIX), until,
                        stop);
}

file_descriptor connect_tcp(const endpoint& to, const deadline& until, const interruption& stop) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_ADDRCONFIG | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  const int failed = getaddrinfo(to.host.c_str(), std::to_string(to.port).c_str(), &hints, &found);
  if (failed != 0) throw stream_failure(cause::unreachable, gai_strerror(failed));
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> addresses(found, freeaddrinfo);
  std::string last;
  for (const addrinfo* each = found; each != nullptr; each = each->ai_next) {
    try {
      return finish_connect(begin_connect(each->ai_addr, each->ai_addrlen, each->ai_family), until, stop);
    } catch (const stream_failure& failure) {
      if (failure.why() != cause::unreachable) throw;
      last = failure.what();
    }
  }
  throw stream_failure(cause::unreachable, last);
}

}  // namespace

void throw_closed(int error) {
  throw stream_failure(cause::closed,
                       "the server closed the connection" + (error == 0 ? std::string() : ": " + reason(error)));
}

void throw_timed_out(const char* doing) {
  throw stream_failure(cause::timed_out, std::string("the server did not ") + doing + " in time");
}

void throw_cancelled() { throw stream_failure(cause::cancelled, "the call was cancelled"); }

void await_events(int socket, short events, const deadline& until, const interruption& stop) {
  pollfd watched[] = {{socket, events, 0}, {stop.descriptor(), POLLIN, 0}};
  for (;;) {
    const int ready = poll(watched, 2, static_cast<int>(until.left().count()));
    if (stop.is_raised()) throw_cancelled();
    if (ready < 0 && errno != EINTR) throw stream_failure(cause::closed, reason(errno));
    if (ready > 0 && watched[0].revents != 0) return;
    if (until.passed()) throw_timed_out((events & POLLOUT) != 0 ? "take the request" : "answer");
  }
}

bool has_unread(int socket) {
  char byte;
  const ssize_t got = recv(socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return got >= 0 || (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR);
}

void send_all(int socket, std::string_view bytes, const deadline& until, const interruption& stop) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      await_events(socket, POLLOUT, until, stop);
    } else if (errno != EINTR) {
      if (stop.is_raised()) throw_cancelled();
      throw_closed(errno);
    }
  }
}

file_descriptor connect_socket(const endpoint& to, const deadline& until, const interruption& stop) {
  if (stop.is_raised()) throw_cancelled();
  try {
    return to.path.empty() ? connect_tcp(to, until, stop) : connect_unix(to.path, until, stop);
  } catch (const stream_failure& failure) {
    if (failure.why() == cause::cancelled) throw;
    throw stream_failure(failure.why() == cause::timed_out ? cause::timed_out : cause::unreachable,
                         "no connection to " + to.text() + ": " +
                             (failure.why() == cause::timed_out ? "it did not accept one in time" : failure.what()));
  }
}

}  // namespace orm::redis
