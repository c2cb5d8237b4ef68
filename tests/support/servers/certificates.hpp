// A throw-away certificate authority and a server's certificate, made by the openssl command.
#pragma once

#include <string>

#include "support/servers/server.hpp"

namespace orm_test {

class certificates {
 public:
  // For localhost and 127.0.0.1, or for another host only, which clients must refuse. Each object is an authority of
  // its own.
  explicit certificates(const std::string& host = {});

  std::string authority() const { return directory_.file("ca.crt"); }
  std::string certificate() const { return directory_.file("server.crt"); }
  // As the servers' user reads it, and nobody else: PostgreSQL insists on that.
  std::string key() const { return directory_.file("server.key"); }

 private:
  server_directory directory_;
};

}  // namespace orm_test
