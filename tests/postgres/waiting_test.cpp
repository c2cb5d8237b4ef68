// Statements that are cancelled or take too long, prepared already: they go without libpq's pipeline mode.
#include <libpq-fe.h>
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <memory>
#include <thread>

#include "support/driver_session.hpp"
#include "support/servers/postgres_server.hpp"

namespace orm_test {
namespace {

using std::chrono::milliseconds;
using clock = std::chrono::steady_clock;

using client = std::unique_ptr<PGconn, decltype(&PQfinish)>;

client connected(const postgres_server& server) { return {PQconnectdb(server.url().c_str()), &PQfinish}; }

// Keeps everybody else from writing to the table.
class table_lock {
 public:
  explicit table_lock(const postgres_server& server) : locker_(connected(server)) {
    PQclear(PQexec(locker_.get(), "BEGIN; LOCK TABLE note IN EXCLUSIVE MODE"));
  }

 private:
  client locker_;
};

bool somebody_waits(const postgres_server& server) {
  return server.run("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'") == "1";
}

// The session has prepared all that it runs.
void warm(driver_session& session) {
  BOOST_REQUIRE_EQUAL(session.create("a").code, ORM_OK);
  for (int i = 0; i < 2; ++i) {
    BOOST_REQUIRE_EQUAL(session.rename("a").rows, 1);
    BOOST_REQUIRE_EQUAL(session.find("a").rows, 1);
  }
}

void check_works(driver_session& session) {
  BOOST_TEST(session.find("a").rows == 1);
  BOOST_TEST(session.rename("a").rows == 1);
}

void check_cancelled_while_waiting(const postgres_server& server, driver_session& session) {
  {
    const table_lock lock(server);
    std::thread other([&] {
      eventually([&] { return somebody_waits(server); });
      session.cancel();
    });
    const auto end = session.rename("a");
    other.join();
    BOOST_TEST(end.code == ORM_CANCELLED);
    BOOST_TEST(end.outcome == ORM_OUTCOME_ROLLED_BACK);
    BOOST_TEST(!somebody_waits(server));
  }
  check_works(session);
}

struct with_server {
  postgres_server server;
};

BOOST_FIXTURE_TEST_SUITE(waiting, with_server)

BOOST_AUTO_TEST_CASE(a_statement_that_waits_is_cancelled_and_the_connection_stays) {
  const driver_store store("postgres", server.url());
  driver_session session(store);
  warm(session);
  const std::string connections =
      "SELECT string_agg(pid::text, ',' ORDER BY pid) FROM pg_stat_activity WHERE "
      "application_name = 'orm'";
  // That of the session that pushed goes in its own time.
  BOOST_REQUIRE(eventually([&] { return server.run(connections).find(',') == std::string::npos; }));
  const std::string before = server.run(connections);
  check_cancelled_while_waiting(server, session);
  BOOST_TEST(server.run(connections) == before);
}

BOOST_AUTO_TEST_CASE(on_a_client_of_the_application_too) {
  const client mine = connected(server);
  {
    const driver_store store("postgres", "libpq", mine.get());
    driver_session session(store);
    warm(session);
    check_cancelled_while_waiting(server, session);
  }
  BOOST_TEST(PQtransactionStatus(mine.get()) == PQTRANS_IDLE);
  BOOST_TEST(PQpipelineStatus(mine.get()) == PQ_PIPELINE_OFF);
}

// A transaction that could not be kept is none of the application's business.
BOOST_AUTO_TEST_CASE(a_transaction_that_fails_at_its_end_leaves_the_client_as_it_was) {
  const client mine = connected(server);
  const driver_store store("postgres", "libpq", mine.get());
  driver_session session(store);
  warm(session);
  for (const auto& [opens, stays] : {std::pair("", PQTRANS_IDLE), std::pair("BEGIN", PQTRANS_INTRANS)}) {
    PQclear(PQexec(mine.get(), opens));
    BOOST_REQUIRE_EQUAL(session.begin().code, ORM_OK);
    BOOST_REQUIRE_EQUAL(session.create("b").code, ORM_OK);
    BOOST_REQUIRE_NE(session.create("a").code, ORM_OK);
    const auto end = session.commit();
    BOOST_TEST(end.code != ORM_OK);
    BOOST_TEST(end.outcome == ORM_OUTCOME_ROLLED_BACK);
    BOOST_TEST(PQtransactionStatus(mine.get()) == stays);
    BOOST_TEST(session.find("b").rows == 0);
    BOOST_TEST(session.find("a").rows == 1);
    PQclear(PQexec(mine.get(), "ROLLBACK"));
  }
}

BOOST_AUTO_TEST_CASE(nothing_that_runs_later_is_cancelled) {
  const driver_store store("postgres", server.url());
  driver_session session(store);
  warm(session);
  session.cancel();
  check_works(session);
}

// Cancelled at any moment, also when a statement has just ended, a statement has worked or was cancelled, and the next
// one answers its own question.
BOOST_AUTO_TEST_CASE(at_any_moment) {
  const driver_store store("postgres", server.url());
  driver_session session(store);
  warm(session);
  std::atomic<bool> ends = false;
  std::thread other([&] {
    while (!ends) session.cancel();
  });
  for (int i = 0; i < 200; ++i) {
    const auto end = i % 2 == 0 ? session.find("a") : session.rename("a");
    BOOST_TEST((end.code == ORM_CANCELLED || (end.code == ORM_OK && end.rows == 1)), "code " << end.code);
  }
  ends = true;
  other.join();
  check_works(session);
}

BOOST_AUTO_TEST_CASE(a_silent_server_is_a_timeout_in_time) {
  const driver_store store("postgres", server.url(), 400);
  driver_session session(store);
  warm(session);
  // Longer than a statement may take, so that what rings for the first of them rings for none of them.
  for (const auto begin = clock::now(); clock::now() - begin < milliseconds(700);) {
    BOOST_REQUIRE_EQUAL(session.find("a").rows, 1);
  }
  server.pause();
  const auto begin = clock::now();
  const auto end = session.rename("a");
  const auto took = clock::now() - begin;
  server.resume();
  BOOST_TEST(end.code == ORM_TIMEOUT);
  BOOST_TEST(end.outcome == ORM_OUTCOME_UNKNOWN);
  BOOST_TEST((took >= milliseconds(400)));
  BOOST_TEST((took < milliseconds(4000)));
  check_works(session);
}

BOOST_AUTO_TEST_CASE(a_silent_server_does_not_keep_a_cancellation_waiting) {
  const driver_store store("postgres", server.url());
  driver_session session(store);
  warm(session);
  server.pause();
  std::atomic<bool> ends = false;
  std::thread other([&] {
    while (!ends) session.cancel();  // until the statement is there
  });
  const auto begin = clock::now();
  const auto end = session.rename("a");
  const auto took = clock::now() - begin;
  ends = true;
  other.join();
  server.resume();
  BOOST_TEST(end.code == ORM_CANCELLED);
  BOOST_TEST(end.outcome == ORM_OUTCOME_UNKNOWN);
  BOOST_TEST((took < milliseconds(4000)));
  check_works(session);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace orm_test
