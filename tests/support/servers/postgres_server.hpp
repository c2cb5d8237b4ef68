// A private PostgreSQL 15.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "support/servers/certificates.hpp"
#include "support/servers/server.hpp"

namespace orm_test {

// What acknowledges a commit writes it to the operating system, not to the disk: kill() loses nothing. The default
// collation is a linguistic one (en-US), so that a driver that forgets to say how it sorts is found out.
//
// The role `orm` is superuser; over the unix socket nobody is asked for a password, over TCP it is `postgres_password`.
class postgres_server final : public server {
 public:
  struct options {
    std::map<std::string, std::string> settings;  // of postgresql.conf
    const certificates* tls = nullptr;            // TCP is refused without TLS then
    const postgres_server* primary = nullptr;     // a hot standby of it, which streams from it from its start on
  };

  postgres_server() : postgres_server(options()) {}
  explicit postgres_server(options given);

  std::string url() const override { return url_of("postgres"); }
  std::string url_of(const std::string& database) const;      // over the unix socket
  std::string tcp_url_of(const std::string& database) const;  // with the password
  std::string socket_directory() const { return directory().path(); }
  int port() const noexcept { return port_; }

  // Creates it; answers its name.
  std::string create_database(const std::string& name) const;

  // Runs SQL as the superuser in its own connection; answers the first column of the first row, or nothing. Throws
  // std::runtime_error with the server's message.
  std::string run(const std::string& sql, const std::string& database = "postgres") const;
  // Ends every connection but this one, as an administrator would; answers how many.
  int cut_connections() const;

  // Runs SQL in a transaction that stays open, with its locks, as long as the answer lives.
  std::shared_ptr<void> hold(const std::string& sql) const;

  // Of a standby: waits until it shows all that its primary has committed; throws std::runtime_error after a while.
  void catch_up(const postgres_server& primary) const;
  // Makes a primary of a standby, whether or not its own is still there.
  void promote() const { run("SELECT pg_promote()"); }

 private:
  std::vector<std::string> command() const override;
  bool answers() override;

  options options_;
  std::string programs_;
  int port_ = 0;
};

inline constexpr const char* postgres_password = "not-to-be-shown";

// SQL on any connection, as postgres_server::run(): through pgbouncer for instance.
std::string run_sql(const std::string& url, const std::string& sql);

}  // namespace orm_test
