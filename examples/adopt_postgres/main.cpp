// A module on the PGconn* that the application has, to the server that $DATABASE_URL names: it writes into the
// application's transaction.
#include <libpq-fe.h>
#include <orm/clients/postgres.hpp>

#include <cstdlib>
#include <iostream>
#include <memory>
#include <stdexcept>

#include "guestbook.hpp"

namespace {

struct closer {
  void operator()(PGconn* connection) const { PQfinish(connection); }
};

void run(PGconn* connection, const char* sql) {
  const std::unique_ptr<PGresult, void (*)(PGresult*)> result(PQexec(connection, sql), PQclear);
  if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) throw std::runtime_error(PQerrorMessage(connection));
}

}  // namespace

int main() {
  try {
    const char* const url = std::getenv("DATABASE_URL");
    if (url == nullptr) throw std::runtime_error("set DATABASE_URL");
    const std::unique_ptr<PGconn, closer> connection(PQconnectdb(url));  // outlives the orm client below
    if (PQstatus(connection.get()) != CONNECTION_OK) throw std::runtime_error(PQerrorMessage(connection.get()));

    const auto book = orm::adopt<guestbook::Guestbook>(connection.get());
    orm::bootstrap(book);
    const int visits = guestbook::welcome(book, "Ada");

    run(connection.get(), "BEGIN");
    guestbook::welcome(book, "Ada");
    run(connection.get(), "ROLLBACK");  // she had no money, so she wasn't there

    const bool undone = guestbook::visits_of(book, "Ada") == visits;
    std::cout << (undone ? "the visit went with the transaction\n" : "the visit is still there\n");
    return undone ? 0 : 1;
  } catch (const std::exception& problem) {
    std::cerr << problem.what() << '\n';
    return 1;
  }
}
