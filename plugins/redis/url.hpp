// redis://user:password@host:port/number, rediss:// likewise with TLS, redis+unix:///path?db=number.
#ifndef ORM_REDIS_URL_HPP
#define ORM_REDIS_URL_HPP

#include <optional>
#include <string>
#include <string_view>

#include "endpoint.hpp"

namespace orm::redis {

struct server_url {
  endpoint at;
  bool tls = false;
  std::string user;  // empty: the password alone is sent
  std::string password;
  int database = 0;
};

// None where it can't be read, and then `problem` says why, without repeating any of it.
std::optional<server_url> read_url(std::string_view text, std::string& problem);

}  // namespace orm::redis

#endif
