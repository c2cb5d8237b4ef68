// A cluster: slots that move, nodes that fail, and what can't be done in one step.
#include <boost/test/unit_test.hpp>

#include "redis/place.hpp"
#include "support/servers/redis_cluster.hpp"

namespace orm_test {
namespace {

orm::value text(const std::string& given) { return orm::value::of_text(given); }

std::string transaction_of(const std::string& first, const std::string& second) {
  return R"({"schema":"app","op":"transaction","args":{"requests":[)" + first + "," + second + "]}}";
}

BOOST_AUTO_TEST_SUITE(cluster)

BOOST_AUTO_TEST_CASE(slots_that_move_are_followed) {
  redis_cluster servers;
  const place store(servers.url(), {{"hash_tag", text("model")}});
  for (int i = 0; i < 5; ++i) store.ok(create_user("u" + std::to_string(i)));
  const int slot = servers.slot_of("app:{user}:r:u1");
  BOOST_TEST(slot == servers.slot_of("{user}"));
  const std::size_t before = servers.master_of(slot);
  servers.move(slot, (before + 1) % redis_cluster::master_count);
  BOOST_TEST(store.ok(find_user(R"({"id":"u1"})")).at("id").text() == "u1");
  BOOST_TEST(store.ok(find_user(R"({"email":"u2@acme.dev"})")).at("id").text() == "u2");
  store.ok(create_user("v"));
  store.ok(
      R"({"schema":"app","model":"user","op":"update","args":{"where":{"email":"v@acme.dev"},"data":{"role":"admin"}}})");
  // Half moved: one key is asked for where it will be, and reads of it go on.
  servers.begin_to_move(slot, before);
  BOOST_TEST(store.ok(find_user(R"({"id":"nobody"})")).is_null());
  BOOST_TEST(store.ok(find_user(R"({"id":"u3"})")).at("id").text() == "u3");
}

BOOST_AUTO_TEST_CASE(a_store_that_has_just_been_opened_resets_the_right_node) {
  redis_cluster servers;
  for (const char* prefix : {"one", "two", "three", "four"}) {
    place(servers.url(), {{"prefix", text(prefix)}}).ok(create_user("a"));
    store_fixture again({"redis", servers.url()});
    const place schema(servers.url(), {{"prefix", text("other")}});
    again.open("app", schema.store("app").shared_schema(), {{"prefix", text(prefix)}});
    again.ok(R"({"schema":"app","op":"reset"})");
    BOOST_TEST(again.ok(find_user(R"({"id":"a"})")).is_null(), prefix);
  }
}

BOOST_AUTO_TEST_CASE(a_batch_goes_to_every_node_at_once) {
  redis_cluster servers;
  const place store(servers.url(), {{"hash_tag", text("model")}});
  store.ok(create_user("a"));
  store.ok(create_session("s", "2999-01-01T00:00:00Z"));
  const json answers = store.ok(
      R"({"schema":"app","op":"batch","args":{"requests":[)" + find_user(R"({"id":"a"})") +
      R"(,{"schema":"app","model":"session","op":"findUnique","args":{"where":{"token":"t-s"},"select":{"id":true}}}]}})");
  BOOST_TEST(answers.at(0).at("ok").at("id").text() == "a");
  BOOST_TEST(answers.at(1).at("ok").at("id").text() == "s");
}

BOOST_AUTO_TEST_CASE(models_in_several_slots_are_not_changed_in_one_step) {
  redis_cluster servers;
  const place store(servers.url(), {{"hash_tag", text("model")}});
  BOOST_TEST(store.error_code(transaction_of(create_user("a"), create_session("s", "2999-01-01T00:00:00Z"))) ==
             "UNSUPPORTED");
  BOOST_TEST(store.ok(find_user(R"({"id":"a"})")).is_null());
  store.ok(transaction_of(create_user("a"), create_user("b")));

  const place together(servers.url(), {{"prefix", text("one")}});
  together.ok(transaction_of(create_user("a"), create_session("s", "2999-01-01T00:00:00Z")));
  BOOST_TEST(together.ok(find_user(R"({"id":"a"})")).at("id").text() == "a");

  BOOST_TEST(refusal_of(servers.url(), {{"hash_tag", text("none")}}).first == "INVALID_CONFIG");
}

BOOST_AUTO_TEST_CASE(a_master_that_fails_is_replaced) {
  redis_cluster::options options;
  options.replicas = 1;
  redis_cluster servers(options);
  const place store(servers.url(), {{"hash_tag", text("model")}, {"timeout", orm::value::of_integer(20'000)}});
  store.ok(create_user("a"));
  const int slot = servers.slot_of("{user}");
  redis_server& master = servers.node(servers.master_of(slot));
  BOOST_REQUIRE(eventually([&] { return master.run({"WAIT", "1", "1000"}) == "1"; }));
  master.kill();
  BOOST_TEST(store.ok(find_user(R"({"id":"a"})")).at("id").text() == "a");
  store.ok(create_user("b"));
  BOOST_TEST(store.ok(find_user(R"({"email":"b@acme.dev"})")).at("id").text() == "b");
}

BOOST_AUTO_TEST_CASE(with_tls_and_a_password) {
  const certificates tls;
  redis_cluster::options options;
  options.tls = &tls;
  options.password = "not-to-be-shown";
  redis_cluster servers(options);
  const place store(servers.url(), {{"hash_tag", text("model")}, {"tls_ca", text(tls.authority())}});
  store.ok(create_user("a"));
  store.ok(create_session("s", "2999-01-01T00:00:00Z"));
  BOOST_TEST(store.ok(find_user(R"({"email":"a@acme.dev"})")).at("id").text() == "a");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace orm_test
