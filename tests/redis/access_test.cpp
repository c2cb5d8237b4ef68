// Where a store is and who may use it.
#include <boost/test/unit_test.hpp>

#include "redis/place.hpp"

namespace orm_test {
namespace {

orm::value text(const std::string& given) { return orm::value::of_text(given); }

BOOST_AUTO_TEST_SUITE(access)

BOOST_AUTO_TEST_CASE(sockets_and_numbers_of_databases) {
  const redis_server server;
  const place here(server.url_of(3));
  here.ok(create_user("a"));
  BOOST_TEST(server.run({"EXISTS", "app:user:r:a"}, 3) == "1");
  BOOST_TEST(server.run({"EXISTS", "app:user:r:a"}) == "0");
  const place there(server.tcp_url_of(3));
  BOOST_TEST(there.ok(find_user(R"({"id":"a"})")).at("id").text() == "a");
  const place by_name("redis://localhost:" + std::to_string(server.port()) + "/3");
  BOOST_TEST(by_name.ok(find_user(R"({"id":"a"})")).at("id").text() == "a");
  BOOST_TEST(refusal_of(server.tcp_url_of(redis_server::database_count)).first == "INVALID_CONFIG");
}

BOOST_AUTO_TEST_CASE(a_user_of_an_acl) {
  const redis_server server;
  server.run({"ACL", "SETUSER", "app", "on", ">p@ss/w:rd%", "~app:*", "+@read", "+@write", "+@scripting",
              "+@connection", "+time"});
  server.run({"ACL", "SETUSER", "reader", "on", ">r", "~app:*", "+@read", "+@connection"});
  const std::string at = "127.0.0.1:" + std::to_string(server.port()) + "/0";
  const place store("redis://app:p%40ss%2fw%3Ard%25@" + at);
  store.ok(create_user("a"));
  store.ok(create_session("s", "2999-01-01T00:00:00Z"));
  BOOST_TEST(store.ok(find_user(R"({"email":"a@acme.dev"})")).at("id").text() == "a");
  store.ok(R"({"schema":"app","model":"user","op":"deleteMany","args":{"where":{}}})");

  const auto [code, message] = refusal_of("redis://app:not-to-be-shown@" + at);
  BOOST_TEST(code == "NOT_AUTHORIZED");
  BOOST_TEST(message.find("not-to-be-shown") == std::string::npos);

  store.ok(create_user("b"));
  store_fixture reader({"redis", "redis://reader:r@" + at});
  reader.open("app", std::make_shared<orm::schema>(store.store("app").schema()));
  BOOST_TEST(reader.ok(find_user(R"({"id":"b"})")).at("id").text() == "b");
  BOOST_TEST(reader.error_code(create_user("c")) == "NOT_AUTHORIZED");

  // A prefix outside what the user may touch.
  BOOST_TEST(refusal_of("redis://app:p%40ss%2fw%3Ard%25@" + at, {{"prefix", text("other")}}).first == "NOT_AUTHORIZED");
}

BOOST_AUTO_TEST_CASE(a_password_that_is_wanted_and_not_given) {
  redis_server::options options;
  options.password = "not-to-be-shown";
  const redis_server server(options);
  place(server.tcp_url_of()).ok(create_user("a"));
  BOOST_TEST(refusal_of("redis://127.0.0.1:" + std::to_string(server.port()) + "/0").first == "NOT_AUTHORIZED");
}

BOOST_AUTO_TEST_CASE(options_that_can_not_be) {
  const redis_server server;
  const auto code = [&](store_fixture::options given) { return refusal_of(server.url(), std::move(given)).first; };
  BOOST_TEST(code({{"hash_tag", text("all")}}) == "INVALID_CONFIG");
  BOOST_TEST(code({{"pol", orm::value::of_integer(3)}}) == "INVALID_CONFIG");
  BOOST_TEST(code({{"timeout", text("long")}}) == "INVALID_CONFIG");
  BOOST_TEST(code({{"tls_ca", text("ca.pem")}}) == "INVALID_CONFIG");
  BOOST_TEST(refusal_of("http://127.0.0.1/").first == "INVALID_CONFIG");
  BOOST_TEST(refusal_of("redis://127.0.0.1:99999/0").first == "INVALID_CONFIG");
}

BOOST_AUTO_TEST_CASE(a_scan_can_be_refused) {
  const redis_server server;
  const place store(server.url(), {{"scan", text("refuse")}});
  store.ok(create_user("a"));
  BOOST_TEST(store.error_code(
                 R"({"schema":"app","model":"user","op":"findMany","args":{"where":{"email":{"contains":"x"}}}})") ==
             "UNSUPPORTED");
  // An index that only gives the order is read to its end where nothing matches.
  const std::string page =
      R"({"schema":"app","model":"user","op":"findMany","args":{"where":{"note":"x"},"orderBy":{"email":"asc"},"take":1}})";
  BOOST_TEST(store.error_code(page) == "UNSUPPORTED");
  BOOST_TEST(store.error_code(
                 R"({"schema":"app","model":"user","op":"update","args":{"where":{"note":"x"},"data":{"score":1}}})") ==
             "UNSUPPORTED");
  const place lenient(server.url());
  BOOST_TEST(
      lenient.ok(R"({"schema":"app","op":"explain","args":{"request":)" + page + "}}").dump().find("scan app:") !=
      std::string::npos);
  BOOST_TEST(lenient.ok(page) == json::array());
  store.ok(R"({"schema":"app","model":"user","op":"findMany","args":{"orderBy":{"email":"asc"},"take":1}})");
  store.ok(R"({"schema":"app","model":"user","op":"findMany","args":{"where":{"role":"member"}}})");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace orm_test
