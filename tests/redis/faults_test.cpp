// What a server refuses, and connections that end.
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <future>

#include "redis/place.hpp"
#include "redis/scripted_server.hpp"

namespace orm_test {
namespace {

const char* const count_users = R"({"schema":"app","model":"user","op":"count","args":{"where":{}}})";

redis_server::options watched() {
  redis_server::options options;
  options.settings["enable-debug-command"] = "local";  // DEBUG DIGEST is of all that is stored
  return options;
}

struct fixture {
  redis_server server{watched()};
  place store{server.url()};
};

const json& failure_in(const json& response, const std::string& code) {
  BOOST_TEST_REQUIRE(response.find("error") != nullptr, response.dump());
  BOOST_TEST(response.at("error").at("code").text() == code, response.dump());
  return response.at("error");
}

std::string outcome_of(const json& failure) {
  const json* told = failure.find("outcome");
  return told == nullptr ? "" : told->text();
}

BOOST_FIXTURE_TEST_SUITE(faults, fixture)

BOOST_AUTO_TEST_CASE(a_connection_that_was_cut_while_idle_costs_nothing) {
  store.ok(create_user("a"));
  server.cut_connections();
  store.ok(create_user("b"));
  server.cut_connections();
  BOOST_TEST(store.ok(count_users).integer() == 2);
}

// Redis answers nobody while a script runs: the request is under way when its connection is cut.
BOOST_AUTO_TEST_CASE(a_connection_that_is_cut_during_a_write_leaves_its_outcome_open) {
  store.ok(create_user("a"));
  server.pause();
  auto writing = std::async(std::launch::async, [&] { return store.request(create_user("b")); });
  BOOST_TEST((writing.wait_for(std::chrono::milliseconds(100)) == std::future_status::timeout));
  server.kill();
  const json failure = failure_in(writing.get(), "CONNECTION_FAILED");
  BOOST_TEST(outcome_of(failure) == "unknown");
  BOOST_TEST(!failure.at("retryable").flag());
  server.start();
  BOOST_TEST(store.ok(count_users).integer() == 0);
  store.ok(create_user("b"));
}

// What nobody answered is not waited for again: a batch takes as long as one request of it.
BOOST_AUTO_TEST_CASE(a_batch_waits_for_a_silent_server_once) {
  constexpr std::int64_t patience = 400;
  const place impatient(server.url(), {{"timeout", orm::value::of_integer(patience)}});
  impatient.ok(create_user("a"));
  const auto asked = [&](const std::string& first, const std::string& others) {
    std::string requests = first;
    for (int i = 0; i < 7; ++i) requests += "," + others;
    impatient.ok(find_user(R"({"id":"a"})"));  // so that there is a connection, which what comes next goes out by
    server.pause();
    const auto begun = std::chrono::steady_clock::now();
    const json answers = impatient.request(R"({"schema":"app","op":"batch","args":{"requests":[)" + requests + "]}}");
    const auto took = std::chrono::steady_clock::now() - begun;
    server.resume();
    BOOST_TEST(std::chrono::duration_cast<std::chrono::milliseconds>(took).count() < 2 * patience);
    return answers;
  };
  const std::string find = find_user(R"({"id":"a"})");
  const std::string write =
      R"({"schema":"app","model":"user","op":"update","args":{"where":{"id":"a"},"data":{"note":"n"}}})";
  const auto expect_timeouts = [](const json& answers, const std::vector<std::string>& outcomes) {
    BOOST_TEST_REQUIRE(answers.find("ok") != nullptr, answers.dump());
    const auto& items = answers.at("ok").items();
    BOOST_TEST_REQUIRE(items.size() == 8u);
    for (std::size_t i = 0; i < items.size(); ++i)
      BOOST_TEST(outcome_of(failure_in(items[i], "TIMEOUT")) == outcomes[std::min(i, outcomes.size() - 1)]);
  };
  expect_timeouts(asked(find, find), {""});
  expect_timeouts(asked(write, write), {"unknown", "not_sent"});
  expect_timeouts(asked(find, write), {"", "not_sent"});
  expect_timeouts(asked(write, find), {"unknown", "not_sent"});
  // Who comes next is answered again.
  BOOST_TEST(impatient.ok(find).at("id").text() == "a");
}

BOOST_AUTO_TEST_CASE(without_memory_nothing_is_half_written) {
  store.ok(create_user("a", "member"));
  store.ok(create_session("s", "2999-01-01T00:00:00Z"));
  server.run({"CONFIG", "SET", "maxmemory", "1"});
  const std::string before = server.run({"DEBUG", "DIGEST"});
  for (
      const std::string& request :
      {create_user("b"),
       std::string(
           R"({"schema":"app","model":"user","op":"update","args":{"where":{"id":"a"},"data":{"role":"admin"}}})"),
       std::string(
           R"({"schema":"app","model":"user","op":"updateMany","args":{"where":{"role":"member"},"data":{"email":"q"}}})"),
       create_session("t", "2999-01-01T00:00:00Z")}) {
    const json failure = failure_in(store.request(request), "OUT_OF_SPACE");
    BOOST_TEST(outcome_of(failure) == "rolled_back");
    BOOST_TEST(failure.at("native").text() == "OOM");
    BOOST_TEST(server.run({"DEBUG", "DIGEST"}) == before, request);
  }
  BOOST_TEST(store.ok(find_user(R"({"id":"a"})")).at("id").text() == "a");
  // What frees memory works.
  BOOST_TEST(store.ok(R"({"schema":"app","model":"user","op":"deleteMany","args":{"where":{}}})").integer() == 1);
  server.run({"CONFIG", "SET", "maxmemory", "0"});
  store.ok(create_user("a"));
}

BOOST_AUTO_TEST_CASE(a_replica_can_be_read_and_says_so_when_written) {
  store.ok(create_user("a"));
  const redis_server master;
  server.run({"REPLICAOF", "127.0.0.1", std::to_string(free_port())});
  BOOST_TEST(store.ok(find_user(R"({"id":"a"})")).at("id").text() == "a");
  const json failure = failure_in(store.request(create_user("b")), "CONNECTION_FAILED");
  BOOST_TEST(failure.at("message").text().find("replica") != std::string::npos);
  BOOST_TEST(outcome_of(failure) == "rolled_back");
  const json reset = failure_in(store.request(R"({"schema":"app","op":"reset"})"), "CONNECTION_FAILED");
  BOOST_TEST(outcome_of(reset) == "rolled_back");
  server.run({"REPLICAOF", "NO", "ONE"});
  store.ok(create_user("b"));
}

BOOST_AUTO_TEST_CASE(a_server_that_is_busy_with_a_script_is_a_timeout) {
  server.run({"CONFIG", "SET", "busy-reply-threshold", "1"});
  auto endless = std::async(std::launch::async, [&] {
    try {
      server.run({"EVAL", "while true do end", "0"});
    } catch (const std::runtime_error&) {  // SCRIPT KILL ends it
    }
  });
  BOOST_REQUIRE(eventually([&] {
    try {
      server.run({"PING"});
      return false;
    } catch (const std::runtime_error&) {
      return true;
    }
  }));
  const json failure = failure_in(store.request(create_user("b")), "TIMEOUT");
  BOOST_TEST(outcome_of(failure) == "rolled_back");
  BOOST_TEST(failure.at("native").text() == "BUSY");
  server.run({"SCRIPT", "KILL"});
  endless.get();
  store.ok(create_user("b"));
}

// The script changes fields that are fine; that another can't be read is found out when it has.
BOOST_AUTO_TEST_CASE(a_record_that_cannot_be_read_once_it_is_written_leaves_the_outcome_open) {
  store.ok(create_user("a"));
  std::string record = server.run({"GET", "app:user:r:a"});
  const std::size_t at = record.find("score:i0");
  BOOST_TEST_REQUIRE(at != std::string::npos);
  server.run({"SET", "app:user:r:a", record.replace(at, 8, "score:iX")});
  const json failure = failure_in(
      store.request(
          R"({"schema":"app","model":"user","op":"update","args":{"where":{"id":"a"},"data":{"note":"written"}}})"),
      "DRIVER_FAILED");
  BOOST_TEST(outcome_of(failure) == "unknown");
  BOOST_TEST(server.run({"GET", "app:user:r:a"}).find("written") != std::string::npos);
}

// Somebody removed a record, or put another one in its place: the unique key that is left is in nobody's way.
BOOST_AUTO_TEST_CASE(a_unique_key_that_no_record_has_is_free) {
  const auto leave = [&](const char* email, const char* id) {
    server.run({"SET", "app:user:u:email:" + std::string(email), id});
  };
  store.ok(create_user("a"));
  leave("b@acme.dev", "nobody");
  leave("c@acme.dev", "a");  // whose email is another
  store.ok(create_user("b"));
  store.ok(create_user("c"));
  leave("z@acme.dev", "nobody");
  store.ok(
      R"({"schema":"app","model":"user","op":"update","args":{"where":{"id":"a"},"data":{"email":"z@acme.dev"}}})");
  for (const auto& [email, id] : {std::pair("b", "b"), std::pair("c", "c"), std::pair("z", "a")}) {
    BOOST_TEST(store.ok(find_user(R"({"email":")" + std::string(email) + R"(@acme.dev"})")).at("id").text() == id);
  }
  leave("d@acme.dev", "nobody");
  store.ok(
      R"({"schema":"app","model":"user","op":"upsert","args":{"where":{"email":"d@acme.dev"},"create":{"id":"d"},"update":{"note":"n"}}})");
  BOOST_TEST(store.ok(find_user(R"({"email":"d@acme.dev"})")).at("id").text() == "d");
  // A transaction has seen it: the next one does not.
  leave("e@acme.dev", "nobody");
  const std::string transaction =
      R"({"schema":"app","op":"transaction","args":{"requests":[)" + create_user("e") + "]}}";
  if (const json first = store.request(transaction); first.find("error") != nullptr) {
    BOOST_TEST(failure_in(first, "TRANSACTION_CONFLICT").at("retryable").flag());
    store.ok(transaction);
  }
  BOOST_TEST(store.ok(find_user(R"({"email":"e@acme.dev"})")).at("id").text() == "e");
  BOOST_TEST(store.error_code(create_user("e")) == "UNIQUE_CONSTRAINT_VIOLATION");
}

BOOST_AUTO_TEST_CASE(a_key_of_another_kind_is_told_and_nothing_is_written) {
  server.run({"SET", "app:user:i:email", "theirs"});
  const json failure = failure_in(store.request(create_user("a")), "DRIVER_FAILED");
  BOOST_TEST(failure.at("native").text() == "WRONGTYPE");
  BOOST_TEST(store.ok(find_user(R"({"id":"a"})")).is_null());
  BOOST_TEST(server.run({"EXISTS", "app:user:u:email:a@acme.dev"}) == "0");
}

BOOST_AUTO_TEST_SUITE_END()

// A file that takes as long to load as the test wants.
BOOST_AUTO_TEST_CASE(a_server_that_loads_its_data_is_waited_for_by_nobody_and_works_afterwards) {
  redis_server::options options;
  options.settings = {{"key-load-delay", "20000"}, {"loading-process-events-interval-bytes", "1024"}};
  redis_server slow(options);
  const place before(slow.url());
  before.ok(create_user("a"));
  slow.run({"EVAL", "for i = 1, 2000 do redis.call('SET', 'other:' .. i, string.rep('x', 1024)) end", "0"});
  slow.run({"SAVE"});
  slow.stop();
  auto starting = std::async(std::launch::async, [&] { slow.start(); });
  BOOST_REQUIRE(eventually([&] {
    try {
      return slow.run({"INFO", "persistence"}).find("loading:1") != std::string::npos;
    } catch (const std::runtime_error&) {  // not there yet
      return false;
    }
  }));
  for (const std::string& request : {create_user("b"), find_user(R"({"id":"a"})"), create_user("b")}) {
    const json failure = failure_in(before.request(request), "CONNECTION_FAILED");
    BOOST_TEST(failure.at("retryable").flag());
    BOOST_TEST(failure.at("message").text().find("loading") != std::string::npos);
    if (request == create_user("b")) BOOST_TEST(outcome_of(failure) != "unknown");
  }
  BOOST_TEST(refusal_of(slow.url()).first == "CONNECTION_FAILED");
  BOOST_TEST((starting.wait_for(std::chrono::seconds(0)) == std::future_status::timeout));  // it was loading throughout
  slow.run({"CONFIG", "SET", "key-load-delay", "0"});
  starting.get();
  BOOST_TEST(before.ok(find_user(R"({"id":"a"})")).at("id").text() == "a");
  BOOST_TEST(before.ok(find_user(R"({"id":"b"})")).is_null());
  before.ok(create_user("b"));
}

BOOST_AUTO_TEST_SUITE(scripted)

BOOST_AUTO_TEST_CASE(a_server_that_is_loading) {
  const scripted_server server([](const auto&) { return "-LOADING Redis is loading the dataset in memory\r\n"; });
  BOOST_TEST(refusal_of(server.url()).first == "CONNECTION_FAILED");
}

BOOST_AUTO_TEST_CASE(a_server_with_too_many_clients) {
  const scripted_server server([](const auto&) { return "-ERR max number of clients reached\r\n"; });
  BOOST_TEST(refusal_of(server.url()).first == "CONNECTION_FAILED");
}

BOOST_AUTO_TEST_CASE(a_server_whose_disk_is_full) {
  const scripted_server server([](const std::vector<std::string>& words) -> std::string {
    if (words[0] == "PING") return "+PONG\r\n";
    if (words[0] == "INFO" || words[0] == "GET") return "$-1\r\n";
    return "-MISCONF Errors writing to the AOF file: No space left on device\r\n";
  });
  BOOST_TEST(refusal_of(server.url()).first == "OUT_OF_SPACE");
}

// Redis repeats what an unknown command was given.
BOOST_AUTO_TEST_CASE(a_password_stays_out_of_what_a_server_without_auth_says) {
  const scripted_server server([](const std::vector<std::string>& words) -> std::string {
    std::string said = "-ERR unknown command '" + words[0] + "', with args beginning with:";
    for (std::size_t i = 1; i < words.size(); ++i) said += " '" + words[i] + "'";
    return said + "\r\n";
  });
  std::string url = server.url();
  url.insert(url.find("127"), "ada:secret@");
  const auto [code, message] = refusal_of(url);
  BOOST_TEST(code == "UNSUPPORTED");
  BOOST_TEST(message.find("AUTH") != std::string::npos, message);
  BOOST_TEST(message.find("secret") == std::string::npos, message);
}

BOOST_AUTO_TEST_CASE(what_is_no_redis) {
  const scripted_server server([](const auto&) { return "HTTP/1.1 400 Bad Request\r\n\r\n"; });
  const auto [code, message] = refusal_of(server.url());
  BOOST_TEST(code == "CONNECTION_FAILED");
  BOOST_TEST(message.find("protocol") != std::string::npos, message);
}

BOOST_AUTO_TEST_CASE(a_read_is_repeated_once_and_a_write_is_not) {
  int finds = 0, writes = 0;
  bool closes = false;
  const scripted_server server([&](const std::vector<std::string>& words) -> std::string {
    if (words[0] == "PING") return "+PONG\r\n";
    if (words[0] == "SET") return "+OK\r\n";
    if (words[0].starts_with("EVAL")) return ++writes, closes ? "" : ":4\r\n";  // created
    if (words[0] == "GET" && words[1] == "app:user:r:a") return ++finds, closes ? "" : "$-1\r\n";
    return "$-1\r\n";
  });
  const place store(server.url());
  store.ok(create_user("a"));
  store.ok(find_user(R"({"id":"a"})"));
  finds = writes = 0;
  closes = true;
  failure_in(store.request(find_user(R"({"id":"a"})")), "CONNECTION_FAILED");
  BOOST_TEST(finds == 2);
  const json failure = failure_in(store.request(create_user("b")), "CONNECTION_FAILED");
  BOOST_TEST(outcome_of(failure) == "unknown");
  BOOST_TEST(writes == 1);
}

// A server whose Lua takes less: what it does not take is not tried again, and costs nothing but speed.
BOOST_AUTO_TEST_CASE(a_script_that_cannot_be_compiled_is_done_without) {
  int refused = 0, commits = 0;
  const scripted_server server([&](const std::vector<std::string>& words) -> std::string {
    if (words[0] == "PING") return "+PONG\r\n";
    if (words[0] == "SET") return "+OK\r\n";
    if (words[0] == "EVAL")
      return ++refused, "-ERR Error compiling script (new function): user_script:9: too many local variables\r\n";
    if (words[0] == "EVALSHA") return ++commits, "*0\r\n";
    return "$-1\r\n";
  });
  const place store(server.url());
  for (const char* id : {"a", "b", "c"}) store.ok(create_user(id));
  BOOST_TEST(refused == 1);
  BOOST_TEST(commits == 3);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace orm_test
