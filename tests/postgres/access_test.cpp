// Where a server is and who may use it.
#include <boost/test/unit_test.hpp>

#include "postgres/place.hpp"

namespace orm_test {
namespace {

std::string secure(const postgres_server& server, const std::string& host, const certificates& trusted) {
  return "host=" + host + " port=" + std::to_string(server.port()) +
         " dbname=postgres user=orm password=" + postgres_password +
         " sslmode=verify-full sslrootcert=" + trusted.authority();
}

BOOST_AUTO_TEST_SUITE(access)

BOOST_AUTO_TEST_CASE(the_first_of_several_hosts_that_answers) {
  const postgres_server server;
  const std::string port = std::to_string(server.port());
  const place store("host=/nowhere," + server.socket_directory() + " port=" + port + "," + port +
                    " dbname=postgres user=orm target_session_attrs=read-write");
  store.ok(create_user("a"));
  BOOST_TEST(server.run("SELECT count(*) FROM users") == "1");
}

BOOST_AUTO_TEST_CASE(certificates_are_verified) {
  const certificates tls, others;
  postgres_server::options options;
  options.tls = &tls;
  const postgres_server server(options);
  place(secure(server, "localhost", tls)).ok(create_user("a"));
  const auto [code, message] = refusal_of(secure(server, "localhost", others));
  BOOST_TEST(code == "CONNECTION_FAILED");
  BOOST_TEST(message.find(postgres_password) == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_certificate_of_another_host) {
  const certificates elsewhere("elsewhere.invalid");
  postgres_server::options options;
  options.tls = &elsewhere;
  const postgres_server server(options);
  BOOST_TEST(refusal_of(secure(server, "localhost", elsewhere)).first == "CONNECTION_FAILED");
}

BOOST_AUTO_TEST_CASE(a_password_that_is_wrong) {
  const postgres_server server;
  std::string url = server.tcp_url_of("postgres");
  url.replace(url.find(postgres_password), std::string(postgres_password).size(), "guessed");
  const auto [code, message] = refusal_of(url);
  BOOST_TEST(code == "NOT_AUTHORIZED");
  BOOST_TEST(message.find("guessed") == std::string::npos, message);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace orm_test
