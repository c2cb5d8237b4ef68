// Sockets without TLS.
#ifndef ORM_REDIS_PLAIN_TRANSPORT_HPP
#define ORM_REDIS_PLAIN_TRANSPORT_HPP

#include "socket.hpp"

namespace orm::redis {

// Our own socket. It blocks, so that a request costs two system calls and not three; being raised shuts it down, and
// the deadline is the socket's own timeout.
class plain_transport final : public transport {
 public:
  plain_transport(file_descriptor connected, interruption& stop);
  ~plain_transport() override;

  void send(std::string_view bytes, const deadline& until) override;
  std::size_t receive(char* to, std::size_t size, const deadline& until) override;
  bool is_stale() override { return has_unread(socket_.get()); }

 private:
  void set_timeout(std::chrono::milliseconds time);

  file_descriptor socket_;
  interruption& stop_;
  std::chrono::milliseconds timeout_{-1};  // what the socket has now
};

// A socket that belongs to somebody else: it is left open, and none of its settings is touched.
class borrowed_transport final : public transport {
 public:
  borrowed_transport(int socket, interruption& stop) : socket_(socket), stop_(stop) {}

  void send(std::string_view bytes, const deadline& until) override { send_all(socket_, bytes, until, stop_); }
  std::size_t receive(char* to, std::size_t size, const deadline& until) override;
  bool is_stale() override { return has_unread(socket_); }

 private:
  int socket_;
  interruption& stop_;
};

}  // namespace orm::redis

#endif
