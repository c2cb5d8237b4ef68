// A PGconn of the test's own, and the schema of place.hpp over it.
#pragma once

#include <boost/test/unit_test.hpp>
#include <memory>
#include <orm/clients/postgres.hpp>
#include <string>

#include "orm/store.hpp"
#include "postgres/place.hpp"

namespace orm_test {

struct client {
  explicit client(const postgres_server& server) : connection(PQconnectdb(server.url().c_str()), &PQfinish) {
    BOOST_REQUIRE(PQstatus(connection.get()) == CONNECTION_OK);
  }
  std::string run(const std::string& sql) const {
    const std::unique_ptr<PGresult, decltype(&PQclear)> result(PQexec(connection.get(), sql.c_str()), &PQclear);
    return PQntuples(result.get()) == 0 ? std::string() : PQgetvalue(result.get(), 0, 0);
  }
  PGconn* get() const { return connection.get(); }

  std::unique_ptr<PGconn, decltype(&PQfinish)> connection;
};

// The schema "app" of a store on the client, spoken to in the query protocol.
struct adopted {
  adopted(const client& on, const store_fixture& pushed) {
    orm::configuration here;
    here.plugins = {driver_directory()};
    protocol.add(
        "app", orm::store::adopt(pushed.store("app").shared_schema(), orm::client_traits<PGconn*>::view(on.get()), here,
                                 orm::store_configuration()));
  }
  json request(const std::string& line) const { return json::parse(protocol.respond(line)); }
  json ok(const std::string& line) const {
    const json response = request(line);
    BOOST_REQUIRE_MESSAGE(response.find("ok") != nullptr, response.dump());
    return response.at("ok");
  }

  orm::protocol protocol;
};

}  // namespace orm_test
