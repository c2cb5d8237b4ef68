// Sessions of Poco::Data, over its PostgreSQL connector, on the server that $DATABASE_URL names.
#define BOOST_TEST_MODULE poco_postgres
#include <Poco/Data/PostgreSQL/Connector.h>
#include <Poco/Data/Session.h>
#include <stdlib.h>
#include <orm/clients/poco.hpp>

#include <boost/test/unit_test.hpp>
#include <memory>

#include "notebook.hpp"
#include "support/drivers.hpp"

using namespace notebook;
using Poco::Data::Session;
using Poco::Data::Keywords::into;
using Poco::Data::Keywords::now;

namespace {

// Poco's connector takes the words of libpq, not its URLs.
std::string words_of_url(const char* url) {
  BOOST_REQUIRE(url != nullptr);
  const std::unique_ptr<PQconninfoOption, void (*)(PQconninfoOption*)> parts(PQconninfoParse(url, nullptr),
                                                                             PQconninfoFree);
  BOOST_REQUIRE(parts != nullptr);
  std::string words;
  for (const PQconninfoOption* each = parts.get(); each->keyword != nullptr; ++each)
    if (each->val != nullptr) words += std::string(words.empty() ? "" : " ") + each->keyword + "=" + each->val;
  return words;
}

int ask(Session& session, const std::string& sql) {
  int answer = -1;
  session << sql, into(answer), now;
  return answer;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_session_shares_its_connection_and_ends_its_own_transaction) {
  Poco::Data::PostgreSQL::Connector::registerConnector();
  Session session("PostgreSQL", words_of_url(::getenv("DATABASE_URL")));
  orm::configuration configuration;
  configuration.plugins = {orm_test::driver_directory()};
  {
    const auto db = orm::adopt<Notebook>(session, configuration);
    BOOST_TEST(orm::capabilities(db).driver == "postgres");
    orm::bootstrap(db);
    session.begin();
    db.author.create(a.name = "Ada");
    db.transaction([](auto& tx) { tx.author.create(a.name = "Grace"); });
    BOOST_TEST(ask(session, "SELECT count(*)::int FROM authors") == 2);
    session.rollback();
    BOOST_TEST(db.author.count() == 0);
    db.author.create(a.name = "Ada");
  }
  BOOST_TEST(session.isConnected());
  BOOST_TEST(ask(session, "SELECT count(*)::int FROM authors") == 1);
}
