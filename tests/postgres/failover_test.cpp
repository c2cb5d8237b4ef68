// Two servers of which one may be written to, and what becomes of an application when that one changes.
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <mutex>
#include <thread>
#include <vector>

#include "postgres/place.hpp"

namespace orm_test {
namespace {

constexpr std::chrono::milliseconds patience{2000};  // what each request has, connecting included

struct two_servers {
  postgres_server first;
  postgres_server second{[this] {
    place(first.url()).store("app").push();
    postgres_server::options made;
    made.primary = &first;
    return made;
  }()};

  std::string url(const std::string& wanted) const {
    return "host=" + second.socket_directory() + "," + first.socket_directory() +
           " port=" + std::to_string(second.port()) + "," + std::to_string(first.port()) +
           " dbname=postgres user=orm target_session_attrs=" + wanted;
  }
  static store_fixture::options patient() {
    return {{"timeout", orm::value::of_integer(patience.count())},
            {"connect_timeout", orm::value::of_integer(patience.count())}};
  }
};

// The error of a request that nobody can serve, in time; its outcome says that nothing was written.
void expect_nobody(const store_fixture& store, const std::string& request) {
  const auto begin = std::chrono::steady_clock::now();
  const json response = store.request(request);
  BOOST_TEST((std::chrono::steady_clock::now() - begin < 2 * patience + std::chrono::seconds(5)));  // a busy machine
  BOOST_TEST_REQUIRE(response.find("error") != nullptr, response.dump());
  const json& failure = response.at("error");
  BOOST_TEST(failure.at("code").text() == "CONNECTION_FAILED", response.dump());
  BOOST_TEST(failure.at("retryable").flag());
  const json* const outcome = failure.find("outcome");
  BOOST_TEST((outcome == nullptr || outcome->text() != "unknown"), response.dump());
}

BOOST_FIXTURE_TEST_SUITE(failover, two_servers)

BOOST_AUTO_TEST_CASE(writes_reach_the_primary_and_reads_what_may_be_read) {
  const place writer(url("read-write"), patient());
  writer.ok(create_user("a"));
  BOOST_TEST(first.run("SELECT count(*) FROM users") == "1");
  second.catch_up(first);
  store_fixture reader({"postgres", url("prefer-standby")});
  reader.open("app", writer.store("app").shared_schema(), patient());
  BOOST_TEST(reader.ok(find_user("a")).at("id").text() == "a");
  BOOST_TEST(reader.error_code(create_user("b")) == "NOT_AUTHORIZED");  // so that it is the standby which was asked
}

BOOST_AUTO_TEST_CASE(a_standby_that_is_promoted_takes_over_without_a_restart_of_the_application) {
  const place store(url("read-write"), patient());
  store.ok(create_user("a"));
  second.catch_up(first);
  first.stop();
  for (const std::string& request : {create_user("b"), find_user("a"), nested("a"), create_user("b")})
    expect_nobody(store, request);
  expect_nobody(store, R"({"schema":"app","op":"transaction","args":{"requests":[)" + create_user("b") + "]}}");
  second.promote();
  store.ok(create_user("c"));
  BOOST_TEST(store.ok(find_user("a")).at("id").text() == "a");
  BOOST_TEST(second.run("SELECT string_agg(id, ',' ORDER BY id) FROM users") == "a,c");
}

// Every connection of the pool finds its way; what was acknowledged to anybody is there afterwards.
BOOST_AUTO_TEST_CASE(under_many_writers_nothing_that_was_acknowledged_is_lost) {
  // A commit waits for the standby: only so a failover loses nothing.
  first.run("ALTER SYSTEM SET synchronous_standby_names = '*'");
  first.run("ALTER SYSTEM SET synchronous_commit = 'remote_apply'");
  first.run("SELECT pg_reload_conf()");
  BOOST_REQUIRE(eventually([&] { return first.run("SELECT max(sync_state) FROM pg_stat_replication") == "sync"; }));
  const place store(url("read-write"), patient());
  std::mutex mutex;
  std::vector<std::string> surely, never;
  bool over = false;
  const auto write = [&](int thread) {
    for (int round = 0;; ++round) {
      const std::string id = std::to_string(thread) + "-" + std::to_string(round);
      const json response = store.request(create_user(id));
      const std::lock_guard lock(mutex);
      if (response.find("ok") != nullptr) {
        surely.push_back(id);
      } else {
        BOOST_TEST(response.at("error").at("code").text() == "CONNECTION_FAILED", response.dump());
        if (response.at("error").at("outcome").text() != "unknown") never.push_back(id);
      }
      if (over) return;
    }
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < 6; ++i) threads.emplace_back(write, i);
  const auto acknowledged = [&](std::size_t more) {
    const std::size_t wanted = [&] {
      const std::lock_guard lock(mutex);
      return surely.size() + more;
    }();
    return eventually([&] {
      const std::lock_guard lock(mutex);
      return surely.size() >= wanted;
    });
  };
  BOOST_TEST(acknowledged(100));
  first.kill();
  second.run("ALTER SYSTEM RESET ALL");
  second.promote();
  BOOST_TEST(acknowledged(100));
  {
    const std::lock_guard lock(mutex);
    over = true;
  }
  for (std::thread& each : threads) each.join();
  BOOST_TEST(!never.empty());
  for (const std::string& id : surely) BOOST_TEST(!store.ok(find_user(id)).is_null(), id);
  for (const std::string& id : never) BOOST_TEST(store.ok(find_user(id)).is_null(), id);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace orm_test
