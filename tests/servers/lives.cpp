// Starting, stopping, killing and pausing.
#include <sys/stat.h>

#include <boost/test/unit_test.hpp>
#include <future>
#include <thread>

#include "support/servers/pgbouncer.hpp"
#include "support/servers/postgres_server.hpp"
#include "support/servers/redis_server.hpp"
#include "support/servers/shared_servers.hpp"
#include "support/temporary_directory.hpp"

namespace orm_test {
namespace {

using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(lives)

BOOST_AUTO_TEST_CASE(postgres_keeps_what_it_acknowledged) {
  postgres_server server;
  server.create_database("kept");
  server.run("CREATE TABLE t AS SELECT 1 AS n", "kept");
  const std::string url = server.url();
  server.kill();
  BOOST_CHECK_THROW(server.run("SELECT 1"), std::runtime_error);
  server.start();
  BOOST_TEST(server.run("SELECT n FROM t", "kept") == "1");
  server.restart();
  BOOST_TEST(server.run("SELECT n FROM t", "kept") == "1");
  BOOST_TEST(server.url() == url);
}

BOOST_AUTO_TEST_CASE(postgres_over_tcp_asks_for_the_password) {
  BOOST_TEST(run_sql(shared_postgres().tcp_url_of("postgres"), "SELECT current_user") == "orm");
  const std::string without = "postgresql://orm@127.0.0.1:" + std::to_string(shared_postgres().port()) + "/postgres";
  BOOST_CHECK_THROW(run_sql(without, "SELECT 1"), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(postgres_sorts_text_by_language) { BOOST_TEST(shared_postgres().run("SELECT 'a' < 'B'") == "t"); }

BOOST_AUTO_TEST_CASE(redis_forgets_and_comes_back) {
  redis_server server;
  server.run({"SET", "k", "v"});
  BOOST_TEST(server.run({"GET", "k"}) == "v");
  server.kill();
  BOOST_CHECK_THROW(server.run({"PING"}), std::runtime_error);
  server.start();
  BOOST_TEST(server.run({"GET", "k"}) == "(nil)");
}

BOOST_AUTO_TEST_CASE(redis_keeps_what_it_is_told_to_keep) {
  redis_server::options options;
  options.settings = {{"appendonly", "yes"}, {"appendfsync", "always"}};
  redis_server server(options);
  server.run({"SET", "k", "v"});
  server.kill();
  server.start();
  BOOST_TEST(server.run({"GET", "k"}) == "v");
}

template <class Server, class Ask>
void holds_an_answer_back(Server& server, const Ask& ask) {
  ask();
  server.pause();
  std::future<void> waiting = std::async(std::launch::async, ask);
  BOOST_TEST((waiting.wait_for(300ms) == std::future_status::timeout));
  server.resume();
  waiting.get();
}

BOOST_AUTO_TEST_CASE(a_paused_server_answers_later) {
  holds_an_answer_back(shared_postgres(), [] { shared_postgres().run("SELECT 1"); });
  holds_an_answer_back(shared_redis(), [] { shared_redis().run({"PING"}); });
}

BOOST_AUTO_TEST_CASE(a_server_that_does_not_start_shows_its_log) {
  redis_server::options redis;
  redis.settings = {{"maxmemory-policy", "whatever"}};
  BOOST_CHECK_EXCEPTION(redis_server{redis}, std::runtime_error, [](const std::runtime_error& problem) {
    return std::string(problem.what()).find("maxmemory-policy") != std::string::npos;
  });
  postgres_server::options postgres;
  postgres.settings = {{"no_such_setting", "1"}};
  BOOST_CHECK_EXCEPTION(postgres_server{postgres}, std::runtime_error, [](const std::runtime_error& problem) {
    return std::string(problem.what()).find("no_such_setting") != std::string::npos;
  });
}

BOOST_AUTO_TEST_CASE(a_program_that_is_missing_names_its_package) {
  BOOST_CHECK_EXCEPTION(find_program("no-such-server", "some-package"), std::runtime_error,
                        [](const std::runtime_error& problem) {
                          return std::string(problem.what()).find("some-package") != std::string::npos;
                        });
}

BOOST_AUTO_TEST_CASE(servers_are_not_root) {
  struct stat status {};
  for (const pid_t id : {shared_postgres().process_id(), shared_redis().process_id()}) {
    BOOST_TEST_REQUIRE(stat(("/proc/" + std::to_string(id)).c_str(), &status) == 0);
    BOOST_TEST(status.st_uid != 0u);
  }
}

BOOST_AUTO_TEST_CASE(a_server_outlives_the_thread_that_started_it) {
  std::unique_ptr<redis_server> server;
  std::thread([&] { server = std::make_unique<redis_server>(); }).join();
  BOOST_TEST(server->run({"PING"}) == "PONG");
}

BOOST_AUTO_TEST_CASE(pgbouncer_shares_connections) {
  const pgbouncer between(shared_postgres());
  BOOST_TEST(run_sql(between.url(), "SELECT 7") == "7");
  BOOST_TEST(run_sql(between.url_of(shared_postgres().create_database("behind")), "SELECT current_database()") ==
             "behind");
}

BOOST_AUTO_TEST_CASE(storage_is_fresh_for_each_directory_and_schema) {
  std::string first, second;
  {
    const temporary_directory here;
    const std::string path = here.path().string();
    first = fresh_postgres_url(path, "a");
    BOOST_TEST(fresh_postgres_url(path, "a") == first);
    BOOST_TEST(fresh_postgres_url(path, "b") != first);
    run_sql(first, "CREATE TABLE t (n int)");
    second = fresh_redis_url(path, "a");
    BOOST_TEST(fresh_redis_url(path, "b") != second);
  }
  const temporary_directory there;
  const std::string again = fresh_postgres_url(there.path().string(), "a");
  BOOST_TEST(again == first);
  BOOST_TEST(run_sql(again, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == "0");
  BOOST_TEST(fresh_redis_url(there.path().string(), "a") == second);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace orm_test
