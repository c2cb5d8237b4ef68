// Sessions that are all in use.
#include <boost/test/unit_test.hpp>
#include <future>
#include <thread>

#include "faults/refusal.hpp"
#include "orm/detail/engine.hpp"

namespace orm_test {
namespace {

// One session, and so many milliseconds to wait for it: what each driver calls that.
store_fixture::options one_session(const driver_under_test& driver, int milliseconds) {
  const bool waits_for_locks = driver.name == "memory" || driver.name == "sqlite";
  return {{"pool", orm::value::of_integer(1)},
          {waits_for_locks ? "busy_timeout" : "timeout", orm::value::of_integer(milliseconds)}};
}

BOOST_AUTO_TEST_SUITE(sessions)

// A transaction that stays open holds its session, and on a store with one writer the writer's place.
BOOST_AUTO_TEST_CASE(one_transaction_too_many_is_a_timeout) {
  for (const driver_under_test& driver : drivers_under_test()) {
    BOOST_TEST_CONTEXT(driver.name) {
      store_fixture store(driver);
      const orm::store opened = store.add_text("app", note_schema, one_session(driver, 400));
      if (!opened.capabilities().interactive_transactions) continue;
      const auto held = orm::detail::begin(opened.engine(), orm::detail::isolation::standard, false);
      const json failure = std::async(std::launch::async, [&] { return refusal_of(store, create_note("a")); }).get();
      BOOST_TEST(failure.at("code").text() == "TIMEOUT");
      BOOST_TEST(failure.at("retryable").flag());
      BOOST_TEST(failure.at("outcome").text() != "unknown");
      if (driver.url == "{server}") BOOST_TEST(failure.at("outcome").text() == "not_sent");
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

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace orm_test
