// Where a server listens.
#ifndef ORM_REDIS_ENDPOINT_HPP
#define ORM_REDIS_ENDPOINT_HPP

#include <compare>
#include <cstdint>
#include <string>

namespace orm::redis {

struct endpoint {
  std::string host;  // a name or an address
  std::uint16_t port = 6379;
  std::string path;  // of a unix socket; then host and port mean nothing

  // For messages: "db.example:6379", "[::1]:6379", "/run/redis.sock".
  std::string text() const {
    if (!path.empty()) return path;
    const bool brackets = host.find(':') != std::string::npos;
    return (brackets ? '[' + host + ']' : host) + ':' + std::to_string(port);
  }

  auto operator<=>(const endpoint&) const = default;
};

}  // namespace orm::redis

#endif
