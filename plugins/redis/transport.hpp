// A stream of bytes to a server, whatever carries it: a socket, TLS, the socket of a client that the application owns.
// Used by one thread at a time.
#ifndef ORM_REDIS_TRANSPORT_HPP
#define ORM_REDIS_TRANSPORT_HPP

#include <cstddef>
#include <exception>
#include <string>
#include <string_view>

#include "deadline.hpp"

namespace orm::redis {

// What a stream ends with. Whoever knows what was being asked turns it into an error of the boundary.
class stream_failure : public std::exception {
 public:
  enum class cause { unreachable, refused_peer, closed, timed_out, cancelled, nonsense };

  stream_failure(cause why, std::string message) : why_(why), message_(std::move(message)) {}

  cause why() const { return why_; }
  const char* what() const noexcept override { return message_.c_str(); }

 private:
  cause why_;
  std::string message_;
};

class transport {
 public:
  virtual ~transport() = default;

  // Both throw stream_failure. After send() threw, the last byte was not sent.
  virtual void send(std::string_view bytes, const deadline& until) = 0;
  // At least one byte.
  virtual std::size_t receive(char* to, std::size_t size, const deadline& until) = 0;

  // Whether nothing can be asked any more, now that no answer is awaited: the peer has closed, or sent what nobody
  // asked for. Doesn't wait.
  virtual bool is_stale() = 0;
};

}  // namespace orm::redis

#endif
