// A module on the sqlite3* that the application has: it writes into the application's transaction.
#include <sqlite3.h>
#include <orm/clients/sqlite.hpp>

#include <iostream>
#include <memory>
#include <stdexcept>

#include "guestbook.hpp"

namespace {

struct closer {
  void operator()(sqlite3* database) const { sqlite3_close(database); }
};

void run(sqlite3* database, const char* sql) {
  if (sqlite3_exec(database, sql, nullptr, nullptr, nullptr) != SQLITE_OK)
    throw std::runtime_error(sqlite3_errmsg(database));
}

}  // namespace

int main() {
  try {
    sqlite3* opened = nullptr;
    sqlite3_open(":memory:", &opened);
    const std::unique_ptr<sqlite3, closer> database(opened);  // outlives the orm client below
    run(opened, "CREATE TABLE bills(guest TEXT, amount INTEGER)");

    const auto book = orm::adopt<guestbook::Guestbook>(opened);
    orm::bootstrap(book);
    guestbook::welcome(book, "Ada");

    run(opened, "BEGIN");
    guestbook::welcome(book, "Ada");
    run(opened, "INSERT INTO bills VALUES ('Ada', 20)");
    run(opened, "ROLLBACK");  // she had no money, so she wasn't there

    std::cout << "Ada came " << guestbook::visits_of(book, "Ada") << " time\n";
    return 0;
  } catch (const std::exception& problem) {
    std::cerr << problem.what() << '\n';
    return 1;
  }
}
