// TLS: whom it trusts, and that it waits no longer than it may.
#include <boost/test/unit_test.hpp>
#include <chrono>

#include "redis/place.hpp"
#include "support/servers/silent_server.hpp"

namespace orm_test {
namespace {

orm::value text(const std::string& given) { return orm::value::of_text(given); }

std::unique_ptr<redis_server> secure_server(const certificates& tls, const std::string& clients = "no") {
  redis_server::options options;
  options.tls = &tls;
  options.password = "not-to-be-shown";
  options.settings["tls-auth-clients"] = clients;
  return std::make_unique<redis_server>(options);
}

BOOST_AUTO_TEST_SUITE(tls)

BOOST_AUTO_TEST_CASE(a_server_that_is_vouched_for) {
  const certificates tls;
  const auto server = secure_server(tls);
  const place store(server->tcp_url_of(2), {{"tls_ca", text(tls.authority())}});
  store.ok(create_user("a"));
  server->cut_connections();
  store.ok(create_user("b"));
  BOOST_TEST(store.ok(find_user(R"({"email":"a@acme.dev"})")).at("id").text() == "a");
  // More than one record of TLS, either way.
  const std::string large(300'000, 'x');
  store.ok(R"({"schema":"app","model":"user","op":"update","args":{"where":{"id":"a"},"data":{"note":")" + large +
           R"("}}})");
  BOOST_TEST(
      store.ok(R"({"schema":"app","model":"user","op":"findUnique","args":{"where":{"id":"a"}}})").at("note").text() ==
      large);
}

BOOST_AUTO_TEST_CASE(a_server_that_others_vouch_for) {
  const certificates tls, others;
  const auto server = secure_server(tls);
  BOOST_TEST(refusal_of(server->tcp_url_of(), {{"tls_ca", text(others.authority())}}).first == "CONNECTION_FAILED");
  BOOST_TEST(refusal_of(server->tcp_url_of()).first == "CONNECTION_FAILED");
}

BOOST_AUTO_TEST_CASE(a_certificate_of_another_host) {
  const certificates elsewhere("elsewhere.invalid");
  const auto server = secure_server(elsewhere);
  const auto [code, message] = refusal_of(server->tcp_url_of(), {{"tls_ca", text(elsewhere.authority())}});
  BOOST_TEST(code == "CONNECTION_FAILED");
  BOOST_TEST(message.find("certificate is not for") != std::string::npos, message);
  BOOST_TEST(message.find("not-to-be-shown") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_client_that_shows_a_certificate) {
  const certificates tls;
  const auto server = secure_server(tls, "yes");
  BOOST_TEST(refusal_of(server->tcp_url_of(), {{"tls_ca", text(tls.authority())}}).first == "CONNECTION_FAILED");
  const place store(
      server->tcp_url_of(),
      {{"tls_ca", text(tls.authority())}, {"tls_cert", text(tls.certificate())}, {"tls_key", text(tls.key())}});
  store.ok(create_user("a"));
}

BOOST_AUTO_TEST_CASE(files_that_are_not_there) {
  const certificates tls;
  const auto server = secure_server(tls);
  BOOST_TEST(refusal_of(server->tcp_url_of(), {{"tls_ca", text("/nowhere/ca.pem")}}).first == "INVALID_CONFIG");
}

BOOST_AUTO_TEST_CASE(a_server_that_never_shakes_hands) {
  const silent_server server;
  const auto begin = std::chrono::steady_clock::now();
  BOOST_TEST(
      refusal_of("rediss://" + server.address() + "/0", {{"connect_timeout", orm::value::of_integer(500)}}).first ==
      "TIMEOUT");
  const auto took = std::chrono::steady_clock::now() - begin;
  BOOST_TEST((took > std::chrono::milliseconds(400)));
  BOOST_TEST((took < std::chrono::milliseconds(1500)));
}

BOOST_AUTO_TEST_CASE(a_server_without_tls) {
  // Redis takes the greeting for the beginning of a command and waits for its end.
  const redis_server server;
  BOOST_TEST(refusal_of("rediss://127.0.0.1:" + std::to_string(server.port()) + "/0",
                        {{"connect_timeout", orm::value::of_integer(500)}})
                 .first == "TIMEOUT");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace orm_test
