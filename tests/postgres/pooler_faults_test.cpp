// pgbouncer, or the server behind it, goes and comes back.
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <future>
#include <set>

#include "postgres/place.hpp"
#include "support/servers/pgbouncer.hpp"

namespace orm_test {
namespace {

constexpr std::chrono::milliseconds request_timeout{1000};
constexpr std::chrono::seconds patience{10};  // a busy machine's

struct pooled {
  postgres_server server;
  pgbouncer between{server};
  place store{between.url(),
              {{"prepare", orm::value::of_boolean(false)},
               {"timeout", orm::value::of_integer(request_timeout.count())},
               {"connect_timeout", orm::value::of_integer(request_timeout.count())}}};
  std::set<std::string> surely, perhaps;

  // Its answer in time; null: it failed, as a lost or silent server fails. What is known of it is kept.
  const json* create(const std::string& id) {
    const auto begin = std::chrono::steady_clock::now();
    last = store.request(create_user(id));
    BOOST_TEST((std::chrono::steady_clock::now() - begin < patience));
    if (const json* made = last.find("ok")) return surely.insert(id), made;
    const json& failure = last.at("error");
    const std::string& code = failure.at("code").text();
    BOOST_TEST((code == "CONNECTION_FAILED" || code == "TIMEOUT"), last.dump());
    BOOST_TEST(failure.at("message").text().find("://") == std::string::npos, last.dump());
    const std::string& outcome = failure.at("outcome").text();
    BOOST_TEST(failure.at("retryable").flag() == (outcome != "unknown"), last.dump());
    if (outcome == "unknown") perhaps.insert(id);
    return nullptr;
  }

  // One request may still hear of what happened. It is read and written again, and what is there is what was said.
  void works_again() {
    if (create("again") == nullptr) BOOST_TEST((create("once more") != nullptr), last.dump());
    BOOST_TEST(!store.ok(find_user("a")).is_null());
    store.ok(R"({"schema":"app","op":"transaction","args":{"requests":[)" + create_user("t") + "," +
             create_post("tp", "t") + "]}}");
    surely.insert("t");
    const json all = store.ok(R"({"schema":"app","model":"user","op":"findMany","args":{"select":{"id":true}}})");
    std::set<std::string> there;
    for (const json& row : all.items()) there.insert(row.at("id").text());
    for (const std::string& id : surely) BOOST_TEST(there.erase(id) == 1u, id + " was acknowledged");
    for (const std::string& id : there) BOOST_TEST(perhaps.contains(id), id + " was not written");
  }

  json last;
};

BOOST_FIXTURE_TEST_SUITE(pooler_faults, pooled)

BOOST_AUTO_TEST_CASE(stopped_and_started_between_requests) {
  create("a");
  between.restart();
  works_again();
}

BOOST_AUTO_TEST_CASE(while_it_is_down_every_request_says_so) {
  create("a");
  between.stop();
  for (const char* id : {"b", "c"}) BOOST_TEST((create(id) == nullptr));
  BOOST_TEST(last.at("error").at("code").text() == "CONNECTION_FAILED");
  BOOST_TEST(last.at("error").at("outcome").text() == "not_sent");
  BOOST_TEST(store.error_code(find_user("a")) == "CONNECTION_FAILED");
  between.start();
  works_again();
}

BOOST_AUTO_TEST_CASE(killed_in_the_middle_of_a_write) {
  create("a");
  server.pause();
  auto writing = std::async(std::launch::async, [&] { return create("b") != nullptr; });
  BOOST_TEST((writing.wait_for(std::chrono::milliseconds(150)) == std::future_status::timeout));
  between.kill();
  BOOST_TEST(!writing.get());
  BOOST_TEST(last.at("error").at("code").text() == "CONNECTION_FAILED");
  BOOST_TEST(last.at("error").at("outcome").text() == "unknown");
  server.resume();
  between.start();
  works_again();
}

BOOST_AUTO_TEST_CASE(the_server_behind_it_is_restarted) {
  create("a");
  server.restart();
  works_again();
  server.kill();
  server.start();
  surely.insert("again");
  create("b");
  create("c");
  BOOST_TEST((create("d") != nullptr), last.dump());
}

BOOST_AUTO_TEST_CASE(while_the_server_behind_it_is_down_every_request_fails_in_time) {
  create("a");
  server.stop();
  for (const char* id : {"b", "c"}) BOOST_TEST((create(id) == nullptr));
  const json read = store.request(find_user("a"));
  BOOST_TEST_REQUIRE(read.find("error") != nullptr);
  BOOST_TEST(read.at("error").at("retryable").flag(), read.dump());
  server.start();
  // The pooler tries again by itself, now and then.
  BOOST_TEST(eventually([&] { return store.request(find_user("a")).find("ok") != nullptr; }));
  works_again();
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace orm_test
