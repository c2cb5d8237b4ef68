// A module on the Poco::Data::Session that the application has: it writes into the session's transaction.
#include <Poco/Data/SQLite/Connector.h>
#include <Poco/Data/Session.h>
#include <orm/clients/poco.hpp>

#include <iostream>

#include "guestbook.hpp"

using Poco::Data::Keywords::now;

int main() {
  try {
    Poco::Data::SQLite::Connector::registerConnector();
    Poco::Data::Session session("SQLite", ":memory:");  // outlives the orm client below
    session << "CREATE TABLE bills(guest TEXT, amount INTEGER)", now;

    const auto book = orm::adopt<guestbook::Guestbook>(session);
    orm::bootstrap(book);
    guestbook::welcome(book, "Ada");

    session.begin();
    guestbook::welcome(book, "Ada");
    session << "INSERT INTO bills VALUES ('Ada', 20)", now;
    session.rollback();  // she had no money, so she wasn't there

    std::cout << "Ada came " << guestbook::visits_of(book, "Ada") << " time\n";
    return 0;
  } catch (const std::exception& problem) {
    std::cerr << problem.what() << '\n';
    return 1;
  }
}
