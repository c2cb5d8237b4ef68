// Starting PostgreSQL.
#include "support/servers/postgres_server.hpp"

#include <libpq-fe.h>
#include <signal.h>

#include <memory>
#include <stdexcept>

#include "support/temporary_directory.hpp"

namespace orm_test {
namespace {

// Debian keeps each version's programs apart; what $PATH finds may be another program of that name.
constexpr const char* program_directory = "/usr/lib/postgresql/15/bin";

// One directory of a new cluster a process: initdb runs once, the others are copies.
void make_data_directory(const server_directory& place, const std::string& programs) {
  static const server_directory first;
  static const bool made = [&] {
    const std::string password = first.write("password", postgres_password);
    const std::string log = first.write("initdb.log", "");
    server_process initdb({programs + "/initdb", "-D", first.file("data"), "-U", "orm", "--pwfile=" + password,
                           "--auth-local=trust", "--auth-host=scram-sha-256", "--no-sync", "--encoding=UTF8",
                           "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en-US", "--no-instructions"},
                          log);
    if (initdb.wait() != 0) throw std::runtime_error("initdb failed:\n" + read_text(log));
    return true;
  }();
  static_cast<void>(made);
  const std::string log = place.write("copy.log", "");
  if (server_process({"/bin/cp", "-a", first.file("data"), place.file("data")}, log).wait() != 0)
    throw std::runtime_error("can't copy the data directory:\n" + read_text(log));
}

// -R leaves the file that makes a standby of it, and how it finds its primary.
void copy_from(const postgres_server& primary, const server_directory& place, const std::string& programs) {
  const std::string log = place.write("basebackup.log", "");
  server_process copying({programs + "/pg_basebackup", "-D", place.file("data"), "-R", "--checkpoint=fast", "--no-sync",
                          "-h", primary.socket_directory(), "-p", std::to_string(primary.port()), "-U", "orm"},
                         log);
  if (copying.wait() != 0) throw std::runtime_error("pg_basebackup failed:\n" + read_text(log));
}

}  // namespace

postgres_server::postgres_server(options given)
    : server("PostgreSQL", SIGINT), options_(std::move(given)), programs_(program_directory) {
  for (const char* name : {"initdb", "postgres"}) find_program(name, "postgresql-15", {programs_});
  if (options_.primary != nullptr) {
    copy_from(*options_.primary, directory(), programs_);
  } else {
    make_data_directory(directory(), programs_);
  }
  if (options_.tls != nullptr)
    directory().write("data/pg_hba.conf", "local all all trust\nhostssl all all all scram-sha-256\n");
  start_first([&] { port_ = free_port(); });
}

std::vector<std::string> postgres_server::command() const {
  std::map<std::string, std::string> settings = {{"listen_addresses", "127.0.0.1"},
                                                 {"port", std::to_string(port_)},
                                                 {"unix_socket_directories", directory().path()},
                                                 {"fsync", "off"},
                                                 {"full_page_writes", "off"},
                                                 {"max_connections", "200"},
                                                 {"shared_buffers", "32MB"},
                                                 {"max_wal_size", "2GB"},
                                                 {"log_min_messages", "warning"},
                                                 {"restart_after_crash", "on"}};
  if (options_.tls != nullptr) {
    settings["ssl"] = "on";
    settings["ssl_cert_file"] = options_.tls->certificate();
    settings["ssl_key_file"] = options_.tls->key();
  }
  for (const auto& [name, value] : options_.settings) settings[name] = value;
  std::vector<std::string> words = {programs_ + "/postgres", "-D", directory().file("data")};
  for (const auto& [name, value] : settings) words.insert(words.end(), {"-c", name + "=" + value});
  return words;
}

bool postgres_server::answers() { return PQping(url().c_str()) == PQPING_OK; }

std::string postgres_server::url_of(const std::string& database) const {
  return "postgresql:///" + database + "?host=" + socket_directory() + "&port=" + std::to_string(port_) + "&user=orm";
}

std::string postgres_server::tcp_url_of(const std::string& database) const {
  return "postgresql://orm:" + std::string(postgres_password) + "@127.0.0.1:" + std::to_string(port_) + "/" + database;
}

std::string postgres_server::create_database(const std::string& name) const {
  run("CREATE DATABASE \"" + name + "\"");
  return name;
}

std::string postgres_server::run(const std::string& sql, const std::string& database) const {
  return run_sql(url_of(database), sql);
}

int postgres_server::cut_connections() const {
  return std::stoi(
      run("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
          "WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"));
}

std::shared_ptr<void> postgres_server::hold(const std::string& sql) const {
  const std::shared_ptr<PGconn> connection(PQconnectdb(url().c_str()), &PQfinish);
  const std::unique_ptr<PGresult, decltype(&PQclear)> result(PQexec(connection.get(), ("BEGIN;" + sql).c_str()),
                                                             &PQclear);
  if (PQtransactionStatus(connection.get()) != PQTRANS_INTRANS)
    throw std::runtime_error(PQerrorMessage(connection.get()));
  return connection;
}

void postgres_server::catch_up(const postgres_server& primary) const {
  const std::string shown =
      "SELECT pg_last_wal_replay_lsn() >= '" + primary.run("SELECT pg_current_wal_flush_lsn()") + "'::pg_lsn";
  if (!eventually([&] { return run(shown) == "t"; }))
    throw std::runtime_error("the standby does not catch up with its primary:\n" + log());
}

std::string run_sql(const std::string& url, const std::string& sql) {
  const std::unique_ptr<PGconn, decltype(&PQfinish)> connection(PQconnectdb(url.c_str()), &PQfinish);
  if (PQstatus(connection.get()) != CONNECTION_OK) throw std::runtime_error(PQerrorMessage(connection.get()));
  const std::unique_ptr<PGresult, decltype(&PQclear)> result(PQexec(connection.get(), sql.c_str()), &PQclear);
  const ExecStatusType status = PQresultStatus(result.get());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
    throw std::runtime_error(PQerrorMessage(connection.get()));
  return PQntuples(result.get()) > 0 && PQnfields(result.get()) > 0 ? PQgetvalue(result.get(), 0, 0) : std::string();
}

}  // namespace orm_test
