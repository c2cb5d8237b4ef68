// TLS.
#include <boost/test/unit_test.hpp>

#include "support/servers/postgres_server.hpp"
#include "support/servers/redis_server.hpp"
#include "support/servers/silent_server.hpp"

namespace orm_test {
namespace {

BOOST_AUTO_TEST_SUITE(secure)

BOOST_AUTO_TEST_CASE(postgres_with_a_certificate) {
  const certificates tls, others;
  postgres_server::options options;
  options.tls = &tls;
  const postgres_server server(options);
  const std::string url = server.tcp_url_of("postgres") + "?sslmode=verify-full&sslrootcert=";
  BOOST_TEST(run_sql(url + tls.authority(), "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()") == "t");
  BOOST_CHECK_THROW(run_sql(url + others.authority(), "SELECT 1"), std::runtime_error);
  BOOST_CHECK_THROW(run_sql(server.tcp_url_of("postgres") + "?sslmode=disable", "SELECT 1"), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(a_certificate_of_another_host) {
  const certificates elsewhere("elsewhere.invalid");
  postgres_server::options options;
  options.tls = &elsewhere;
  const postgres_server server(options);
  const std::string url = server.tcp_url_of("postgres") + "?sslrootcert=" + elsewhere.authority() + "&sslmode=";
  BOOST_TEST(run_sql(url + "verify-ca", "SELECT 1") == "1");
  BOOST_CHECK_THROW(run_sql(url + "verify-full", "SELECT 1"), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(redis_with_a_certificate) {
  const certificates tls;
  redis_server::options options;
  options.tls = &tls;
  options.password = "not-to-be-shown";
  const redis_server server(options);
  BOOST_TEST(server.tcp_url_of(3) == "rediss://:not-to-be-shown@127.0.0.1:" + std::to_string(server.port()) + "/3");
  const std::string log = server.directory().write("client.log", "");
  const auto status_of = [&](const std::string& authority) {
    return server_process({find_program("openssl", "openssl"), "s_client", "-connect",
                           "127.0.0.1:" + std::to_string(server.port()), "-CAfile", authority, "-verify_return_error"},
                          log)
        .wait();
  };
  const certificates others;
  BOOST_TEST(status_of(tls.authority()) == 0);
  BOOST_TEST(status_of(others.authority()) != 0);
}

BOOST_AUTO_TEST_CASE(a_silent_server_takes_connections) {
  const silent_server server;
  BOOST_CHECK_THROW(run_sql("postgresql://orm@" + server.address() + "/postgres?connect_timeout=2", "SELECT 1"),
                    std::runtime_error);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace orm_test
