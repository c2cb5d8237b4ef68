// A private Redis 7.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "support/servers/certificates.hpp"
#include "support/servers/server.hpp"

namespace orm_test {

// Keeps nothing on disk unless the settings say so (`appendonly yes`).
class redis_server final : public server {
 public:
  struct options {
    std::map<std::string, std::string> settings;  // of redis.conf
    std::string password;                         // of the default user; empty: none is asked for
    const certificates* tls = nullptr;            // TCP is TLS only then
    bool cluster = false;                         // one node of a cluster: see redis_cluster.hpp
    const redis_server* master = nullptr;         // a replica of it
  };

  redis_server() : redis_server(options()) {}
  explicit redis_server(options given);

  static constexpr int database_count = 1024;

  std::string url() const override { return url_of(0); }
  std::string url_of(int database) const;          // over the unix socket
  std::string tcp_url_of(int database = 0) const;  // redis:// or, with TLS, rediss://; with the password
  std::string socket() const { return directory().file("redis.sock"); }
  int port() const noexcept { return port_; }
  int bus_port() const noexcept { return bus_port_; }  // of a cluster's node

  // One command over the unix socket, the reply as text: arrays line by line, null as "(nil)". Throws
  // std::runtime_error with the server's error.
  std::string run(const std::vector<std::string>& words, int database = 0) const;
  // Ends every client's connection, as an operator would.
  void cut_connections() const;
  // Whatever writes waits, and reads go on, as long as the answer lives.
  std::shared_ptr<void> hold_writes() const;

  // Of a replica: waits until it has all that its master has; throws std::runtime_error after a while.
  void catch_up(const redis_server& master) const;
  void promote() const { run({"REPLICAOF", "NO", "ONE"}); }

 private:
  std::vector<std::string> command() const override;
  bool answers() override;

  options options_;
  int port_ = 0, bus_port_ = 0;
};

}  // namespace orm_test
