// Servers that end, and begin again.
#include <boost/test/unit_test.hpp>
#include <mutex>
#include <thread>

#include "faults/own_server.hpp"

namespace orm_test {
namespace {

BOOST_AUTO_TEST_SUITE(server_restarts)

BOOST_AUTO_TEST_CASE(between_requests) {
  on_own_servers([](own_server& own) {
    own.store().ok(create_note("a"));
    own.process().restart();
    own.works_again("b");
    own.holds({"a", "b"});
    BOOST_TEST(own.store().ok(count_notes) == json(2));
  });
}

BOOST_AUTO_TEST_CASE(a_read_on_a_connection_that_ended_between_requests_works) {
  on_own_servers([](own_server& own) {
    own.store().ok(create_note("a"));
    own.process().restart();
    const json first = response_in_time(own.store(), count_notes);
    if (!first.find("ok")) expect_failure(first, {"CONNECTION_FAILED"});
    BOOST_TEST(own.store().ok(count_notes) == json(1));
  });
}

BOOST_AUTO_TEST_CASE(while_it_is_down_every_request_says_so) {
  on_own_servers([](own_server& own) {
    own.store().ok(create_note("a"));
    own.process().stop();
    for (const char* id : {"b", "c", "d"}) {
      const json failure = expect_failure(response_in_time(own.store(), create_note(id)), {"CONNECTION_FAILED"});
      BOOST_TEST(outcome(failure) != "rolled_back");  // nobody was there to roll back
      BOOST_TEST(failure.at("driver").text() == own.kind().driver);
    }
    const json failure = expect_failure(response_in_time(own.store(), create_note("e")), {"CONNECTION_FAILED"});
    BOOST_TEST(outcome(failure) == "not_sent");
    BOOST_TEST(failure.at("retryable").flag());
    expect_failure(response_in_time(own.store(), count_notes), {"CONNECTION_FAILED"});
    own.process().start();
    own.works_again("f");
    own.holds({"a", "f"});
  });
}

BOOST_AUTO_TEST_CASE(killed_in_the_middle_of_a_write) {
  on_own_servers([](own_server& own) {
    own.store().ok(create_note("a"));
    own.process().pause();
    const json response = response_beside(own.store(), create_note("b"), [&] { own.process().kill(); });
    const json failure = expect_failure(response, {"CONNECTION_FAILED"});
    BOOST_TEST(outcome(failure) == "unknown");
    BOOST_TEST(!failure.at("retryable").flag());
    own.process().start();
    own.works_again("c");
    own.holds({"a", "c"}, {"b"});
  });
}

BOOST_AUTO_TEST_CASE(killed_in_the_middle_of_a_read) {
  on_own_servers([](own_server& own) {
    own.store().ok(create_note("a"));
    own.process().pause();
    const json response = response_beside(own.store(), count_notes, [&] { own.process().kill(); });
    expect_failure(response, {"CONNECTION_FAILED"});
    own.process().start();
    own.works_again("b");
    BOOST_TEST(own.store().ok(count_notes) == json(2));
  });
}

BOOST_AUTO_TEST_CASE(killed_in_the_middle_of_a_batch) {
  on_own_servers([](own_server& own) {
    own.store().ok(create_note("a"));
    std::string requests;
    for (const char* id : {"b", "c", "d", "e"}) requests += (requests.empty() ? "" : ",") + create_note(id);
    own.process().pause();
    const json response =
        response_beside(own.store(), R"({"schema":"app","op":"batch","args":{"requests":[)" + requests + "]}}",
                        [&] { own.process().kill(); });
    BOOST_TEST_REQUIRE(response.find("ok") != nullptr, response.dump());
    BOOST_TEST(response.at("ok").size() == 4u);
    std::vector<std::string> perhaps;
    for (const json& each : response.at("ok").items())
      if (outcome(expect_failure(each, {"CONNECTION_FAILED"})) == "unknown") perhaps = {"b", "c", "d", "e"};
    own.process().start();
    own.works_again("f");
    own.holds({"a", "f"}, perhaps);
  });
}

BOOST_AUTO_TEST_CASE(killed_in_the_middle_of_a_transaction_request) {
  on_own_servers([](own_server& own) {
    if (!own.store().capabilities().transactions) return;
    own.store().ok(create_note("a"));
    own.process().pause();
    const json response = response_beside(own.store(),
                                          R"({"schema":"app","op":"transaction","args":{"requests":[)" +
                                              create_note("b") + "," + create_note("c") + "]}}",
                                          [&] { own.process().kill(); });
    expect_failure(response, {"CONNECTION_FAILED"});
    own.process().start();
    own.works_again("d");
    const json twins =
        own.store().ok(R"({"schema":"app","model":"note","op":"count","args":{"where":{"id":{"in":["b","c"]}}}})");
    BOOST_TEST((twins == json(0) || twins == json(2)), "half a transaction: " << twins.dump());
  });
}

BOOST_AUTO_TEST_CASE(connections_that_the_server_cuts) {
  on_own_servers([](own_server& own) {
    own.store().ok(create_note("a"));
    own.cut_connections();
    own.works_again("b");
    own.cut_connections();
    const json first = response_in_time(own.store(), count_notes);
    if (!first.find("ok")) expect_failure(first, {"CONNECTION_FAILED"});
    own.holds({"a", "b"});
  });
}

// Many connections at once, and a server that goes and comes under them: what was acknowledged is there, what was not
// sent or was rolled back is not.
BOOST_AUTO_TEST_CASE(killed_under_many_writers) {
  on_own_servers([](own_server& own) {
    own.store().ok(create_note("first"));
    std::mutex mutex;
    std::vector<std::string> surely = {"first"}, perhaps;
    std::size_t failures = 0;
    const auto write = [&](int thread) {
      for (int round = 0; round < 400; ++round) {
        const std::string id = std::to_string(thread) + "-" + std::to_string(round);
        const json response = own.store().request(create_note(id));
        const std::lock_guard lock(mutex);
        if (response.find("ok"))
          surely.push_back(id);
        else if (outcome(expect_failure(response, {"CONNECTION_FAILED", "TIMEOUT"})) == "unknown")
          perhaps.push_back(id);
        failures += response.find("ok") == nullptr;
      }
    };
    std::vector<std::jthread> threads;  // joined also when the server does not come again
    for (int i = 0; i < 8; ++i) threads.emplace_back(write, i);
    const auto acknowledged = [&](std::size_t count) {
      return [&, count] {
        const std::lock_guard lock(mutex);
        return surely.size() >= count || failures > 0;
      };
    };
    BOOST_TEST(eventually(acknowledged(200)));
    own.process().kill();
    own.process().start();
    for (std::jthread& each : threads) each.join();
    own.works_again("last");
    surely.push_back("last");
    own.holds(surely, perhaps);
    BOOST_TEST(failures > 0u);
  });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace orm_test
