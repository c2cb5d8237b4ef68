// Sessions of Poco::Data, over its SQLite connector.
#include <Poco/Data/SQLite/Connector.h>
#include <Poco/Data/Session.h>
#include <Poco/Data/SessionPool.h>
#include <orm/clients/poco.hpp>

#include <boost/test/unit_test.hpp>
#include <vector>

#include "application.hpp"
#include "support/temporary_directory.hpp"

using namespace notebook;
using namespace Poco::Data::Keywords;
using orm_test::refusal;
using Poco::Data::Session;

namespace {

Session open_session(const std::string& file = ":memory:") {
  Poco::Data::SQLite::Connector::registerConnector();
  return Session("SQLite", file);
}

template <template <class> class App = Notebook>
orm::client<App> prepared(Session& session) {
  auto db = orm::adopt<App>(session, orm_test::built_drivers());
  orm::bootstrap(db);
  return db;
}

int ask(Session& session, const std::string& sql) {
  int answer = -1;
  session << sql, into(answer), now;
  return answer;
}

// A session of some other connector, which there is no driver for.
class other_session final : public Poco::Data::SessionImpl {
 public:
  other_session() : SessionImpl("") {}
  Poco::SharedPtr<Poco::Data::StatementImpl> createStatementImpl() override { return nullptr; }
  void open(const std::string&) override {}
  void close() override {}
  void reset() override {}
  bool isConnected() const override { return true; }
  bool isGood() const override { return true; }
  void setConnectionTimeout(std::size_t) override {}
  std::size_t getConnectionTimeout() const override { return 0; }
  void begin() override {}
  void commit() override {}
  void rollback() override {}
  bool canTransact() const override { return false; }
  bool isTransaction() const override { return false; }
  void setTransactionIsolation(Poco::UInt32) override {}
  Poco::UInt32 getTransactionIsolation() const override { return 0; }
  bool hasTransactionIsolation(Poco::UInt32) const override { return false; }
  bool isTransactionIsolation(Poco::UInt32) const override { return false; }
  const std::string& connectorName() const override { return name_; }
  void setFeature(const std::string&, bool) override {}
  bool getFeature(const std::string&) override { return false; }
  void setProperty(const std::string&, const Poco::Any&) override {}
  Poco::Any getProperty(const std::string&) override { return {}; }

 private:
  const std::string name_ = "odbc";
};

}  // namespace

BOOST_AUTO_TEST_SUITE(poco_sqlite)

BOOST_AUTO_TEST_CASE(shares_its_connection) {
  Session session = open_session();
  {
    const auto db = prepared(session);
    BOOST_TEST(orm::capabilities(db).driver == "sqlite");
    db.author.create(a.name = "Ada");
    session << "INSERT INTO authors VALUES ('1', 'Grace')", now;
    BOOST_TEST(db.author.count(a.name.in({"Ada", "Grace"})) == 2);
    BOOST_TEST(ask(session, "PRAGMA foreign_keys") == 1);
  }
  BOOST_TEST(session.isConnected());
  BOOST_TEST(ask(session, "PRAGMA foreign_keys") == 0);
  BOOST_TEST(ask(session, "SELECT count(*) FROM authors") == 2);
}

BOOST_AUTO_TEST_CASE(ends_its_own_transaction) {
  Session session = open_session();
  const auto db = prepared(session);
  session.begin();
  db.author.create(a.name = "Ada");
  db.transaction([](auto& tx) { tx.author.create(a.name = "Grace"); });
  BOOST_TEST(session.isTransaction());
  session.rollback();
  BOOST_TEST(db.author.count() == 0);
  session.begin();
  db.author.create(a.name = "Ada");
  session.commit();
  BOOST_TEST(ask(session, "SELECT count(*) FROM authors") == 1);
}

BOOST_AUTO_TEST_CASE(of_a_pool_is_taken_too) {
  Poco::Data::SQLite::Connector::registerConnector();
  const orm_test::temporary_directory directory;
  Poco::Data::SessionPool pool("SQLite", directory.file("app.db"), 1, 2);
  {
    Session session = pool.get();
    prepared(session).author.create(a.name = "Ada");
  }
  Session again = pool.get();
  BOOST_TEST(prepared(again).author.count() == 1);
}

BOOST_AUTO_TEST_CASE(that_is_closed_is_refused) {
  Session session = open_session();
  session.close();
  BOOST_TEST(refusal([&] { prepared(session); }) ==
             "CONNECTION_FAILED: the Poco session is closed: open it before it is adopted");
}

BOOST_AUTO_TEST_CASE(of_another_connector_is_refused) {
  Session session{Poco::AutoPtr<Poco::Data::SessionImpl>(new other_session)};
  BOOST_TEST(refusal([&] { prepared(session); }) ==
             "UNSUPPORTED: sessions of Poco's connector \"odbc\" can't be adopted: use the connector for SQLite or "
             "PostgreSQL");
}

BOOST_AUTO_TEST_SUITE_END()
