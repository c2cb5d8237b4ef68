// Which commands a request costs, and that it stays so however much is stored.
#include <boost/test/unit_test.hpp>

#include "redis/place.hpp"

namespace orm_test {
namespace {

using counted = std::map<std::string, int>;

struct fixture {
  redis_server server;
  place store{server.tcp_url_of()};

  fixture() {
    for (int i = 0; i < 30; ++i) store.ok(create_user("u" + std::to_string(i)));
    store.ok(create_session("s1", "2999-01-01T00:00:00Z"));
    // Each script is known from here on.
    store.ok(find_user(R"({"email":"u1@acme.dev"})"));
    store.ok(
        R"({"schema":"app","model":"user","op":"createMany","args":{"data":[{"id":"k1","email":"k1"},{"id":"k2","email":"k2"}]}})");
    store.ok(R"({"schema":"app","model":"user","op":"deleteMany","args":{"where":{"id":{"in":["k1","k2"]}}}})");
    calls_since(server);
  }

  counted cost_of(const std::string& request) {
    store.ok(request);
    return calls_since(server);
  }
};

BOOST_FIXTURE_TEST_SUITE(commands, fixture)

BOOST_AUTO_TEST_CASE(a_find_by_the_stored_key_is_one_get) {
  BOOST_TEST((cost_of(find_user(R"({"id":"u7"})")) == counted{{"get", 1}}));
  // A session is stored by its token.
  BOOST_TEST((cost_of(R"({"schema":"app","model":"session","op":"findUnique","args":{"where":{"token":"t-s1"}}})") ==
              counted{{"get", 1}}));
}

BOOST_AUTO_TEST_CASE(a_find_by_another_key_is_one_script) {
  BOOST_TEST((cost_of(find_user(R"({"email":"u7@acme.dev"})")) == counted{{"evalsha_ro", 1}, {"get", 2}}));
}

BOOST_AUTO_TEST_CASE(finding_many_by_key_is_one_command) {
  BOOST_TEST(
      (cost_of(R"({"schema":"app","model":"user","op":"findMany","args":{"where":{"id":{"in":["u1","u2","x"]}}}})") ==
       counted{{"mget", 1}}));
}

BOOST_AUTO_TEST_CASE(a_page_of_an_index_is_one_range_and_one_read) {
  BOOST_TEST((cost_of(R"({"schema":"app","model":"user","op":"findMany","args":{"where":{"role":"member"},
                          "orderBy":{"score":"desc"},"take":5}})") == counted{{"zrange", 1}, {"mget", 1}}));
}

BOOST_AUTO_TEST_CASE(a_batch_of_finds_is_one_command) {
  std::string requests;
  for (int i = 0; i < 20; ++i) requests += (i > 0 ? "," : "") + find_user(R"({"id":"u)" + std::to_string(i) + "\"}");
  BOOST_TEST(
      (cost_of(R"({"schema":"app","op":"batch","args":{"requests":[)" + requests + "]}}") == counted{{"mget", 1}}));
}

BOOST_AUTO_TEST_CASE(a_batch_by_several_keys_and_an_index_is_two_round_trips) {
  const std::string requests = find_user(R"({"id":"u1"})") + "," + find_user(R"({"email":"u2@acme.dev"})") + "," +
                               find_user(R"({"id":"u3"})") +
                               R"(,{"schema":"app","model":"user","op":"findMany","args":{"where":{"role":"member"},)" +
                               R"("orderBy":{"score":"asc"},"take":2,"select":{"id":true}}})";
  const std::string batch = R"({"schema":"app","op":"batch","args":{"requests":[)" + requests + "]}}";
  BOOST_TEST((cost_of(batch) == counted{{"mget", 2}, {"evalsha_ro", 1}, {"get", 2}, {"zrange", 1}}));
  const json answers = store.ok(batch);
  BOOST_TEST(answers.at(0).at("ok").at("id").text() == "u1");
  BOOST_TEST(answers.at(1).at("ok").at("id").text() == "u2");
  BOOST_TEST(answers.at(3).at("ok").size() == 2u);
}

BOOST_AUTO_TEST_CASE(a_write_by_key_is_one_script) {
  const auto scripts = [&](const std::string& request) {
    const counted cost = cost_of(request);
    const auto times = [&](const char* name) { return cost.contains(name) ? cost.at(name) : 0; };
    BOOST_TEST(times("evalsha_ro") + times("mget") + times("script|load") == 0, request);
    return times("evalsha") + times("eval");  // the first call of one form brings its script
  };
  BOOST_TEST(scripts(create_user("new")) == 1);
  BOOST_TEST(
      scripts(
          R"({"schema":"app","model":"user","op":"update","args":{"where":{"id":"u1"},"data":{"role":"admin"}}})") ==
      1);
  BOOST_TEST(
      scripts(
          R"({"schema":"app","model":"user","op":"update","args":{"where":{"email":"u2@acme.dev"},"data":{"email":"x@acme.dev"}}})") ==
      1);
  BOOST_TEST(
      scripts(
          R"({"schema":"app","model":"session","op":"update","args":{"where":{"token":"t-s1"},"data":{"expiresAt":"2998-01-01T00:00:00Z"}}})") ==
      1);
  BOOST_TEST(
      scripts(
          R"({"schema":"app","model":"user","op":"upsert","args":{"where":{"email":"u3@acme.dev"},"create":{},"update":{"role":"admin"}}})") ==
      1);
  BOOST_TEST(
      scripts(
          R"({"schema":"app","model":"user","op":"upsert","args":{"where":{"email":"u99@acme.dev"},"create":{},"update":{"role":"admin"}}})") ==
      1);
  BOOST_TEST(scripts(R"({"schema":"app","model":"user","op":"delete","args":{"where":{"id":"u4"}}})") == 1);
  BOOST_TEST(store.ok(R"({"schema":"app","model":"user","op":"count","args":{"where":{"role":"admin"}}})").integer() ==
             2);
  BOOST_TEST(store.ok(find_user(R"({"email":"x@acme.dev"})")).at("id").text() == "u2");
  BOOST_TEST(store.ok(find_user(R"({"email":"u2@acme.dev"})")).is_null());
}

BOOST_AUTO_TEST_CASE(scripts_that_the_server_forgets_are_sent_again) {
  server.run({"SCRIPT", "FLUSH"});
  BOOST_TEST(store.ok(find_user(R"({"email":"u7@acme.dev"})")).at("id").text() == "u7");
  store.ok(create_user("after"));
  BOOST_TEST(store.ok(find_user(R"({"email":"after@acme.dev"})")).at("id").text() == "after");
}

BOOST_AUTO_TEST_CASE(ten_thousand_rows_are_one_commit) {
  std::string rows;
  for (int i = 0; i < 10'000; ++i) {
    const std::string id = "m" + std::to_string(i);
    rows += (i > 0 ? "," : "") + (R"({"id":")" + id + R"(","email":")" + id + R"("})");
  }
  const counted cost = cost_of(R"({"schema":"app","model":"user","op":"createMany","args":{"data":[)" + rows +
                               R"(],"select":{"id":true}}})");
  BOOST_TEST(cost.at("evalsha") == 1);
  BOOST_TEST(store.ok(R"({"schema":"app","model":"user","op":"count","args":{"where":{}}})").integer() == 10'030);
  calls_since(server);
  BOOST_TEST((cost_of(find_user(R"({"id":"m77"})")) == counted{{"get", 1}}));
  // All of them again: nothing comes of it.
  BOOST_TEST(
      store.error_code(R"({"schema":"app","model":"user","op":"createMany","args":{"data":[{"id":"z","email":"z"},
                                  {"id":"m5","email":"y"}]}})") == "UNIQUE_CONSTRAINT_VIOLATION");
  BOOST_TEST(store.ok(find_user(R"({"id":"z"})")).is_null());
}

BOOST_AUTO_TEST_CASE(keys_are_as_documented) {
  const std::string record = server.run({"GET", "app:user:r:u7"});
  BOOST_TEST(record.starts_with("orm1:"));
  BOOST_TEST(record.find("email:s11:u7@acme.dev;") != std::string::npos);
  BOOST_TEST(server.run({"GET", "app:user:u:email:u7@acme.dev"}) == "u7");
  BOOST_TEST(server.run({"TYPE", "app:user:i:role.score"}) == "zset");
  BOOST_TEST(server.run({"GET", "app:session:u:id:s1"}) == "t-s1");
  BOOST_TEST(server.run({"GET", "app:session:r:t-s1"}).starts_with("orm1:"));
}

BOOST_AUTO_TEST_CASE(reset_leaves_what_others_have) {
  server.run({"SET", "app:users", "theirs"});
  store.renew();
  BOOST_TEST(server.run({"GET", "app:users"}) == "theirs");
  BOOST_TEST(store.ok(R"({"schema":"app","model":"user","op":"count","args":{"where":{}}})").integer() == 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace orm_test
