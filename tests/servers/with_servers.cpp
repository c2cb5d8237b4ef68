// The command that runs another with servers, and what is left when it is killed.
#include <signal.h>

#include <boost/test/unit_test.hpp>

#include "support/child_process.hpp"
#include "support/servers/postgres_server.hpp"

namespace orm_test {
namespace {

BOOST_AUTO_TEST_SUITE(with_servers)

BOOST_AUTO_TEST_CASE(the_command_finds_the_servers_and_its_status_comes_back) {
  child_process process({ORM_TEST_WITH_SERVERS, "postgres", "redis", "--", "/bin/sh", "-c",
                         "echo $DATABASE_URL; echo $REDIS_URL; read line; exit 7"});
  const std::string url = process.read_line();
  BOOST_TEST(run_sql(url, "SELECT 1") == "1");
  BOOST_TEST(process.read_line().starts_with("redis+unix:///"));
  process.close_input();
  BOOST_TEST(process.wait() == 7);
  BOOST_CHECK_THROW(run_sql(url, "SELECT 1"), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(servers_die_with_the_process_that_started_them) {
  child_process process({ORM_TEST_WITH_SERVERS, "postgres", "--", "/bin/sh", "-c", "echo $DATABASE_URL; read line"});
  const std::string url = process.read_line();
  BOOST_TEST(run_sql(url, "SELECT 1") == "1");
  process.signal(SIGKILL);
  BOOST_TEST(process.wait() == 128 + SIGKILL);
  BOOST_TEST(eventually([&] {
    try {
      run_sql(url, "SELECT 1");
      return false;
    } catch (const std::runtime_error&) {
      return true;
    }
  }));
}

BOOST_AUTO_TEST_CASE(an_unknown_server_is_refused) {
  child_process process({ORM_TEST_WITH_SERVERS, "oracle", "--", "/bin/true"});
  BOOST_TEST(process.wait() == 125);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace orm_test
