// Starting pgbouncer.
#include "support/servers/pgbouncer.hpp"

#include <libpq-fe.h>
#include <signal.h>

namespace orm_test {

pgbouncer::pgbouncer(const postgres_server& behind, std::string mode, int connections) : server("pgbouncer", SIGINT) {
  find_program("pgbouncer", "pgbouncer");
  directory().write("users", "\"orm\" \"\"\n");
  start_first([&] {
    port_ = free_port();
    directory().write(
        "pgbouncer.ini",
        "[databases]\n* = host=" + behind.socket_directory() + " port=" + std::to_string(behind.port()) +
            "\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = " + std::to_string(port_) + "\nunix_socket_dir = " +
            directory().path() + "\nauth_type = trust\nauth_file = " + directory().file("users") +
            "\npool_mode = " + mode + "\ndefault_pool_size = " + std::to_string(connections) +
            "\nmax_client_conn = 500\nserver_login_retry = 0.2\nserver_round_robin = 1\nlog_connections = 0\n"
            "log_disconnections = 0\n");
  });
}

std::vector<std::string> pgbouncer::command() const {
  return {find_program("pgbouncer", "pgbouncer"), directory().file("pgbouncer.ini")};
}

bool pgbouncer::answers() { return PQping(url().c_str()) == PQPING_OK; }

std::string pgbouncer::url_of(const std::string& database) const {
  return "postgresql:///" + database + "?host=" + directory().path() + "&port=" + std::to_string(port_) + "&user=orm";
}

}  // namespace orm_test
