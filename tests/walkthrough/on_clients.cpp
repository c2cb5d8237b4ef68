// The walkthrough's story on clients that the application owns: on_clients DURABLE FAST, each of sqlite, postgres,
// redis, poco. Servers are those that $DATABASE_URL and $REDIS_URL name, files are made in the working directory.
#include <Poco/Data/SQLite/Connector.h>
#include <Poco/Data/Session.h>
#include <hiredis/hiredis.h>
#include <libpq-fe.h>
#include <sqlite3.h>

#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <orm/clients/poco.hpp>
#include <orm/clients/postgres.hpp>
#include <orm/clients/redis.hpp>
#include <orm/clients/sqlite.hpp>
#include <stdexcept>
#include <string>

#include "story.hpp"

namespace {

template <auto Close>
struct closes {
  template <class T>
  void operator()(T* client) const {
    Close(client);
  }
};
using sqlite_client = std::unique_ptr<sqlite3, closes<sqlite3_close>>;
using postgres_client = std::unique_ptr<PGconn, closes<PQfinish>>;
using redis_client = std::unique_ptr<redisContext, closes<redisFree>>;

std::string variable(const char* name) {
  const char* const found = std::getenv(name);
  if (found == nullptr) throw std::runtime_error(std::string(name) + " is not set");
  return found;
}

sqlite_client open_sqlite(const std::string& file) {
  sqlite3* made = nullptr;
  const int code = sqlite3_open(file.c_str(), &made);
  sqlite_client client(made);
  if (code != SQLITE_OK) throw std::runtime_error(sqlite3_errmsg(made));
  return client;
}

postgres_client connect_postgres() {
  postgres_client client(PQconnectdb(variable("DATABASE_URL").c_str()));
  if (PQstatus(client.get()) != CONNECTION_OK) throw std::runtime_error(PQerrorMessage(client.get()));
  return client;
}

redis_client connect_redis() {
  const std::string url = variable("REDIS_URL"), socket = "redis+unix://";
  if (!url.starts_with(socket)) throw std::runtime_error("this test's server listens on a unix socket");
  redis_client client(redisConnectUnix(url.substr(socket.size(), url.find('?') - socket.size()).c_str()));
  if (client == nullptr || client->err != 0) throw std::runtime_error("can't connect to the redis server");
  return client;
}

// A client of the application, and the orm client over it.
template <template <class> class App>
class owned {
 public:
  owned(const std::string& kind, const std::string& name) {
    if (kind == "sqlite") {
      sqlite_ = open_sqlite(name + "_owned.db");
      over_ = orm::adopt<App>(sqlite_.get());
    } else if (kind == "poco") {
      poco_.emplace("SQLite", name + "_poco.db");
      over_ = orm::adopt<App>(*poco_);
    } else if (kind == "postgres") {
      postgres_ = connect_postgres();
      over_ = orm::adopt<App>(postgres_.get());
    } else if (kind == "redis") {
      redis_ = connect_redis();
      orm::store_configuration selected;
      selected.options = {{"prefix", orm::value::of_text(name)}};
      over_ = orm::adopt<App>(redis_.get(), selected);
    } else {
      throw std::runtime_error("a client of kind " + kind + " is not known here");
    }
    orm::bootstrap(*over_);
  }
  const orm::client<App>& operator*() const { return *over_; }

 private:
  sqlite_client sqlite_;
  std::optional<Poco::Data::Session> poco_;
  postgres_client postgres_;
  redis_client redis_;
  std::optional<orm::client<App>> over_;  // goes before its client
};

}  // namespace

int main(int count, char** words) {
  try {
    if (count != 3) throw std::runtime_error("name two kinds of clients");
    Poco::Data::SQLite::Connector::registerConnector();
    const owned<platform::ControlPlane> durable(words[1], "control_plane");
    const owned<platform::FastState> fast(words[2], "fast_state");
    platform::tell_story(platform::platform_store(*durable, *fast));
    return 0;
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "on_clients: %s\n", failure.what());
    return 1;
  }
}
