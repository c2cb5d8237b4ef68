// Servers that tests break.
#include "faults/own_server.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <future>
#include <set>

#include "support/servers/postgres_server.hpp"
#include "support/servers/redis_server.hpp"

namespace orm_test {
namespace {

server_kind postgres_kind() {
  server_kind made;
  made.driver = "postgres";
  made.start = [] { return std::make_unique<postgres_server>(); };
  made.start_with_password = made.start;  // over TCP it always asks
  made.tcp_url = [](const server& on) { return static_cast<const postgres_server&>(on).tcp_url_of("postgres"); };
  made.tcp_url_with = [](const server& on, const std::string& password) {
    const int port = static_cast<const postgres_server&>(on).port();
    return "postgresql://orm:" + password + "@127.0.0.1:" + std::to_string(port) + "/postgres";
  };
  made.url_of_port = [](int port) { return "postgresql://orm@127.0.0.1:" + std::to_string(port) + "/postgres"; };
  made.cut_connections = [](const server& on) { static_cast<const postgres_server&>(on).cut_connections(); };
  made.hold_writes = [](const server& on) {
    return static_cast<const postgres_server&>(on).hold("LOCK TABLE note IN EXCLUSIVE MODE");
  };
  made.start_replica = [](const server& primary) {
    postgres_server::options options;
    options.primary = &static_cast<const postgres_server&>(primary);
    return std::make_unique<postgres_server>(options);
  };
  made.catch_up = [](const server& replica, const server& primary) {
    static_cast<const postgres_server&>(replica).catch_up(static_cast<const postgres_server&>(primary));
  };
  made.promote = [](const server& replica) { static_cast<const postgres_server&>(replica).promote(); };
  made.refusal_of_replica = "NOT_AUTHORIZED";
  return made;
}

server_kind redis_kind() {
  server_kind made;
  made.driver = "redis";
  redis_server::options durable;
  durable.settings = {{"appendonly", "yes"}, {"appendfsync", "always"}};
  made.start = [durable] { return std::make_unique<redis_server>(durable); };
  made.start_with_password = [durable]() mutable {
    durable.password = postgres_password;
    return std::make_unique<redis_server>(durable);
  };
  made.tcp_url = [](const server& on) { return static_cast<const redis_server&>(on).tcp_url_of(); };
  made.tcp_url_with = [](const server& on, const std::string& password) {
    return "redis://:" + password + "@127.0.0.1:" + std::to_string(static_cast<const redis_server&>(on).port()) + "/0";
  };
  made.url_of_port = [](int port) { return "redis://127.0.0.1:" + std::to_string(port) + "/0"; };
  made.cut_connections = [](const server& on) { static_cast<const redis_server&>(on).cut_connections(); };
  made.hold_writes = [](const server& on) { return static_cast<const redis_server&>(on).hold_writes(); };
  made.start_replica = [](const server& primary) {
    redis_server::options options;
    options.master = &static_cast<const redis_server&>(primary);
    return std::make_unique<redis_server>(options);
  };
  made.catch_up = [](const server& replica, const server& primary) {
    static_cast<const redis_server&>(replica).catch_up(static_cast<const redis_server&>(primary));
  };
  made.promote = [](const server& replica) { static_cast<const redis_server&>(replica).promote(); };
  made.refusal_of_replica = "CONNECTION_FAILED";
  const auto limit_memory = [](const server& on, const char* bytes) {
    static_cast<const redis_server&>(on).run({"CONFIG", "SET", "maxmemory", bytes});
  };
  made.fill_up = [=](const server& on) { limit_memory(on, "1"); };
  made.make_room = [=](const server& on) { limit_memory(on, "0"); };
  return made;
}

}  // namespace

std::vector<server_kind> kinds_under_test() {
  std::vector<server_kind> all = {postgres_kind(), redis_kind()};
  std::erase_if(all, [](const server_kind& kind) {
    const auto& tested = drivers_under_test();
    return std::none_of(tested.begin(), tested.end(),
                        [&](const driver_under_test& driver) { return driver.name == kind.driver; });
  });
  return all;
}

store_fixture::options short_patience() {
  return {{"timeout", orm::value::of_integer(request_timeout.count())},
          {"connect_timeout", orm::value::of_integer(request_timeout.count())}};
}

own_server::own_server(const server_kind& kind)
    : kind_(kind), server_(kind.start()), store_({kind.driver, server_->url()}) {
  store_.add_text("app", note_schema, short_patience());
}

void own_server::works_again(const std::string& id) {
  const json first = response_in_time(store_, create_note(id));
  if (first.find("ok")) return;
  const json failure = expect_failure(first, {"CONNECTION_FAILED"});
  BOOST_TEST(failure.at("retryable").flag() == (outcome(failure) != "unknown"));
  const json second = response_in_time(store_, create_note(id));
  const json* refused = second.find("error");
  // Only what may have happened may have happened.
  if (refused != nullptr && outcome(failure) == "unknown")
    BOOST_TEST(refused->at("code").text() == "UNIQUE_CONSTRAINT_VIOLATION");
  else
    BOOST_TEST(second == json::parse(R"({"ok":{"id":")" + id + R"("}})"));
}

void own_server::holds(const std::vector<std::string>& surely, const std::vector<std::string>& perhaps) const {
  const json rows = store_.ok(R"({"schema":"app","model":"note","op":"findMany","args":{"select":{"id":true}}})");
  std::set<std::string> kept;
  for (const json& row : rows.items()) kept.insert(row.at("id").text());
  for (const std::string& id : surely) BOOST_TEST(kept.erase(id) == 1u, id + " was acknowledged and is not there");
  for (const std::string& id : perhaps) kept.erase(id);
  for (const std::string& id : kept) BOOST_ERROR(id + " is there although its write had no effect");
}

void on_own_servers(const std::function<void(own_server&)>& test) {
  for (const server_kind& kind : kinds_under_test()) {
    BOOST_TEST_CONTEXT(kind.driver) {
      own_server made(kind);
      test(made);
    }
  }
}

json response_beside(const store_fixture& store, const std::string& request, const std::function<void()>& meanwhile) {
  std::future<json> waiting = std::async(std::launch::async, [&] { return store.request(request); });
  // Long enough to be under way. Where it isn't, what follows holds all the same.
  BOOST_TEST((waiting.wait_for(std::chrono::milliseconds(150)) == std::future_status::timeout));
  meanwhile();
  BOOST_TEST((waiting.wait_for(patience) == std::future_status::ready), "no answer in time: " << request);
  return waiting.get();
}

json response_in_time(const store_fixture& store, const std::string& request) {
  std::future<json> waiting = std::async(std::launch::async, [&] { return store.request(request); });
  BOOST_TEST((waiting.wait_for(patience) == std::future_status::ready), "no answer in time: " << request);
  return waiting.get();
}

json expect_failure(const json& response, const std::vector<std::string>& codes) {
  BOOST_TEST_REQUIRE(response.find("error") != nullptr, "worked: " << response.dump());
  const json& failure = response.at("error");
  const std::string& code = failure.at("code").text();
  BOOST_TEST((std::find(codes.begin(), codes.end(), code) != codes.end()), response.dump());
  const std::string& message = failure.at("message").text();
  BOOST_TEST(message.size() > 15u, message);
  BOOST_TEST(message.find(postgres_password) == std::string::npos, message);
  BOOST_TEST(message.find("://") == std::string::npos, message);
  return failure;
}

std::string outcome(const json& failure) {
  const json* told = failure.find("outcome");
  return told == nullptr ? std::string() : told->text();
}

}  // namespace orm_test
