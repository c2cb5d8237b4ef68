// conformance_adopted_test: each schema on a client of this program's, which the driver adopts. One session serves all.
#include <hiredis/hiredis.h>
#include <libpq-fe.h>
#include <sqlite3.h>

#include <memory>
#include <orm/clients/postgres.hpp>
#include <orm/clients/redis.hpp>
#include <orm/clients/sqlite.hpp>
#include <stdexcept>
#include <vector>

#include "conformance/endpoint.hpp"
#include "orm/store.hpp"
#include "support/temporary_directory.hpp"
#ifdef ORM_TEST_WITH_POCO
#include "conformance/poco_session.hpp"
#endif

namespace orm_test {
namespace {

// A client, which ends with it, as the kernel takes it.
struct owned_client {
  std::shared_ptr<void> owner;
  orm::raw_client raw;
};

owned_client own_sqlite(const std::string& url) {
  sqlite3* made = nullptr;
  const int code = sqlite3_open(url.substr(url.find(':') + 1).c_str(), &made);
  const std::shared_ptr<sqlite3> owner(made, [](sqlite3* each) { sqlite3_close(each); });
  if (code != SQLITE_OK) throw std::runtime_error(sqlite3_errmsg(made));
  sqlite3_exec(made, "PRAGMA synchronous = off", nullptr, nullptr, nullptr);  // no test pulls the plug
  return {owner, orm::client_traits<sqlite3*>::view(made)};
}

owned_client own_libpq(const std::string& url) {
  const std::shared_ptr<PGconn> owner(PQconnectdb(url.c_str()), PQfinish);
  if (PQstatus(owner.get()) != CONNECTION_OK) throw std::runtime_error(PQerrorMessage(owner.get()));
  PQsetNoticeProcessor(
      owner.get(), [](void*, const char*) {}, nullptr);
  return {owner, orm::client_traits<PGconn*>::view(owner.get())};
}

// "redis+unix:///tmp/redis.sock?db=3", as the tests' server is named.
owned_client own_hiredis(const std::string& url) {
  const std::size_t path = url.find("///") + 2, question = url.find("?db=");
  const std::shared_ptr<redisContext> owner(redisConnectUnix(url.substr(path, question - path).c_str()), redisFree);
  if (owner == nullptr || owner->err != 0) throw std::runtime_error("no connection to " + url);
  freeReplyObject(redisCommand(owner.get(), "SELECT %s", url.substr(question + 4).c_str()));
  return {owner, orm::client_traits<redisContext*>::view(owner.get())};
}

owned_client own(const std::string& kind, const std::string& driver, const std::string& url) {
  if (kind == "sqlite3") return own_sqlite(url);
  if (kind == "libpq") return own_libpq(url);
  if (kind == "hiredis") return own_hiredis(url);
#ifdef ORM_TEST_WITH_POCO
  if (kind == "poco") {
    const auto session = open_poco_session(driver, url);
    return {session, orm::client_traits<Poco::Data::Session>::view(*session)};
  }
#endif
  throw std::runtime_error("there are no clients of kind \"" + kind + "\" for the driver " + driver);
}

class adopted_stores final : public endpoint {
 public:
  adopted_stores(const case_set& set, const driver_under_test& driver, const std::string& kind) {
    orm::configuration here;
    here.plugins = {driver_directory()};
    for (const auto& [name, path] : set.schemas) {
      const owned_client& made =
          clients_.emplace_back(own(kind, driver.name, driver.url_of(directory_.path().string(), name)));
      orm::store_configuration selected;
      selected.schema = name;
      selected.driver = driver.name;
      protocol_.add(name, orm::store::adopt(orm::schema::load(path.string()), made.raw, here, selected));
    }
  }
  std::string respond(std::string_view line) override { return protocol_.respond(line); }

 private:
  temporary_directory directory_;
  std::vector<owned_client> clients_;  // outlive the stores
  orm::protocol protocol_;
};

}  // namespace

std::unique_ptr<endpoint> open_endpoint(const case_set& set, const driver_under_test& driver, const std::string& way) {
  return std::make_unique<adopted_stores>(set, driver, way);
}

}  // namespace orm_test
