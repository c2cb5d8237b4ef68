// Behind pgbouncer, which gives each transaction whichever session is free.
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <thread>
#include <vector>

#include "postgres/place.hpp"
#include "support/servers/pgbouncer.hpp"

namespace orm_test {
namespace {

const store_fixture::options unprepared = {{"prepare", orm::value::of_boolean(false)}};

BOOST_AUTO_TEST_SUITE(pooler)

BOOST_AUTO_TEST_CASE(everything_works_without_prepared_statements) {
  const postgres_server server;
  const pgbouncer between(server);
  const place store(between.url(), unprepared);
  store.ok(create_user("a"));
  store.ok(create_post("p", "a"));
  store.ok(R"({"schema":"app","model":"comment","op":"create","args":{"data":{"id":"c","postId":"p"}}})");
  BOOST_TEST(store.ok(nested("a")) == json::parse(R"({"id":"a","posts":[{"id":"p","comments":[{"id":"c"}]}]})"));
  const json batch = store.ok(R"({"schema":"app","op":"batch","args":{"requests":[
      {"model":"user","op":"create","args":{"data":{"id":"b","email":"b","name":"b"},"select":{"id":true}}},
      {"model":"user","op":"create","args":{"data":{"id":"b","email":"x","name":"b"},"select":{"id":true}}},
      {"model":"user","op":"count"}]}})");
  BOOST_TEST(batch.dump().find("UNIQUE_CONSTRAINT_VIOLATION") != std::string::npos);
  BOOST_TEST(store.ok(count_users) == json::parse("2"));
  store.ok(R"({"schema":"app","op":"transaction","args":{"requests":[
      {"model":"user","op":"update","args":{"where":{"id":"a"},"data":{"name":"m"}}},
      {"model":"user","op":"findUnique","args":{"where":{"id":"a"}}}]}})");
  BOOST_TEST(store.ok(find_user("a")).at("name").text() == "m");
}

// Eight threads share two sessions of the server.
BOOST_AUTO_TEST_CASE(many_threads_share_few_sessions) {
  const postgres_server server;
  const pgbouncer between(server);
  const place store(between.url(), unprepared);
  std::atomic<int> failures = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 40; ++i) {
        const std::string id = std::to_string(t) + "-" + std::to_string(i);
        if (store.request(create_user(id)).find("ok") == nullptr || store.request(nested(id)).find("ok") == nullptr)
          ++failures;
      }
    });
  }
  for (std::thread& each : threads) each.join();
  BOOST_TEST(failures == 0);
  BOOST_TEST(store.ok(count_users) == json::parse("320"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace orm_test
