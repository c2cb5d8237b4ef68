// A private pgbouncer before a PostgreSQL server.
#pragma once

#include "support/servers/postgres_server.hpp"

namespace orm_test {

class pgbouncer final : public server {
 public:
  // `mode`: session, transaction or statement. `connections`: how many to the server, for each database.
  explicit pgbouncer(const postgres_server& behind, std::string mode = "transaction", int connections = 2);

  std::string url() const override { return url_of("postgres"); }
  std::string url_of(const std::string& database) const;  // over its unix socket, for the role `orm`
  int port() const noexcept { return port_; }

 private:
  std::vector<std::string> command() const override;
  bool answers() override;

  int port_ = 0;
};

}  // namespace orm_test
