// A server that takes connections and never answers.
#pragma once

#include <string>

namespace orm_test {

class silent_server {
 public:
  silent_server();
  ~silent_server();
  silent_server(const silent_server&) = delete;
  silent_server& operator=(const silent_server&) = delete;

  int port() const noexcept { return port_; }
  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }

 private:
  int socket_ = -1, port_ = 0;
};

}  // namespace orm_test
