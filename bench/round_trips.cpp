// Stands before the system's functions on sockets, for this program and every library in it: libpq calls send() and
// recv(), hiredis write() and read(). A round trip ends when something is received after something was sent.
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "rounds.hpp"

namespace {

bool counting = false, waiting = false;
std::size_t trips = 0;

bool is_socket(int descriptor) {
  struct stat about;
  return fstat(descriptor, &about) == 0 && S_ISSOCK(about.st_mode);
}

ssize_t after_sending(int descriptor, ssize_t sent) {
  if (counting && sent > 0 && is_socket(descriptor)) waiting = true;
  return sent;
}

ssize_t after_receiving(int descriptor, ssize_t received) {
  if (counting && waiting && received > 0 && is_socket(descriptor)) {
    ++trips;
    waiting = false;
  }
  return received;
}

}  // namespace

extern "C" {

[[gnu::visibility("default")]] ssize_t send(int to, const void* data, size_t size, int flags) {
  return after_sending(to, syscall(SYS_sendto, to, data, size, flags, nullptr, 0));
}

[[gnu::visibility("default")]] ssize_t write(int to, const void* data, size_t size) {
  return after_sending(to, syscall(SYS_write, to, data, size));
}

[[gnu::visibility("default")]] ssize_t recv(int from, void* data, size_t size, int flags) {
  return after_receiving(from, syscall(SYS_recvfrom, from, data, size, flags, nullptr, nullptr));
}

[[gnu::visibility("default")]] ssize_t read(int from, void* data, size_t size) {
  return after_receiving(from, syscall(SYS_read, from, data, size));
}
}

namespace bench {

void count_round_trips(bool now) {
  counting = now;
  waiting = false;
}

std::size_t round_trips() { return trips; }

}  // namespace bench
