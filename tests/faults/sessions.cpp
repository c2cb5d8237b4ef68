// Sessions that are all in use.
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <future>
#include <thread>

#include "faults/refusal.hpp"
#include "orm/detail/engine.hpp"

namespace orm_test {
namespace {

bool has_server(const driver_under_test& driver) { return driver.url == "{server}"; }

// A store with one writer waits for its place, a server's for its only session.
store_fixture::options short_wait(const driver_under_test& driver) {
  if (!has_server(driver)) return {{"busy_timeout", orm::value::of_integer(200)}};
  return {{"pool_timeout", orm::value::of_integer(200)}, {"pool", orm::value::of_integer(1)}};
}

BOOST_AUTO_TEST_SUITE(sessions)

// A transaction that stays open holds its session, and on a store with one writer the writer's place.
BOOST_AUTO_TEST_CASE(one_transaction_too_many_is_a_timeout) {
  for (const driver_under_test& driver : drivers_under_test()) {
    BOOST_TEST_CONTEXT(driver.name) {
      store_fixture store(driver);
      const orm::store opened = store.add_text("app", note_schema, short_wait(driver));
      if (!opened.capabilities().interactive_transactions) continue;
      const auto held = orm::detail::begin(opened.engine(), orm::detail::isolation::standard, false);
      const auto start = std::chrono::steady_clock::now();
      const json failure = std::async(std::launch::async, [&] { return refusal_of(store, create_note("a")); }).get();
      BOOST_TEST(failure.at("code").text() == "TIMEOUT");
      BOOST_TEST(failure.at("retryable").flag());
      BOOST_TEST(failure.at("outcome").text() != "unknown");
      if (has_server(driver)) BOOST_TEST(failure.at("outcome").text() == "not_sent");
      BOOST_TEST((std::chrono::steady_clock::now() - start < std::chrono::seconds(10)));
    }
  }
}

BOOST_AUTO_TEST_CASE(what_waits_goes_on_when_a_session_is_back) {
  for (const driver_under_test& driver : drivers_under_test()) {
    BOOST_TEST_CONTEXT(driver.name) {
      store_fixture store(driver);
      const orm::store opened = store.add_text("app", note_schema, {{"pool", orm::value::of_integer(1)}});
      if (!opened.capabilities().interactive_transactions) continue;
      auto held = orm::detail::begin(opened.engine(), orm::detail::isolation::standard, false);
      std::future<json> waiting = std::async(std::launch::async, [&] { return store.ok(create_note("a")); });
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
      BOOST_TEST((waiting.wait_for(std::chrono::seconds(0)) == std::future_status::timeout));
      held.reset();
      BOOST_TEST(waiting.get() == json::parse(R"({"id":"a"})"));
    }
  }
}

// A thread that gives a session back wants it again before anybody who waits has woken up.
BOOST_AUTO_TEST_CASE(who_waits_is_served_before_who_comes_again) {
  using clock = std::chrono::steady_clock;
  for (const driver_under_test& driver : drivers_under_test()) {
    BOOST_TEST_CONTEXT(driver.name) {
      store_fixture store(driver);
      const orm::store opened = store.add_text(
          "app", note_schema, {{"pool", orm::value::of_integer(1)}, {"pool_timeout", orm::value::of_integer(500)}});
      if (!opened.capabilities().interactive_transactions) continue;
      std::atomic<bool> done{false};
      std::promise<void> begun;
      auto greedy = std::async(std::launch::async, [&] {
        for (bool first = true; !done; first = false) {
          const auto held = orm::detail::begin(opened.engine(), orm::detail::isolation::standard, true);
          if (first) begun.set_value();
          for (const auto end = clock::now() + std::chrono::milliseconds(1); clock::now() < end;) continue;
        }
      });
      begun.get_future().wait();
      json answer = json::parse("{}");
      for (int i = 0; i < 20 && answer.find("error") == nullptr; ++i)
        answer = store.request(R"({"schema":"app","model":"note","op":"count","args":{}})");
      done = true;
      greedy.get();
      BOOST_TEST(answer == json::parse(R"({"ok":0})"));
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace orm_test
