// The walkthrough's storage helpers on every pairing of drivers.
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <thread>
#include <vector>

#include "fixture.hpp"
#include "platform_store.hpp"

namespace {

template <class Test>
void on_each_pairing(const Test& test) {
  for (const auto& durable : orm_test::drivers_under_test()) {
    for (const auto& fast : orm_test::drivers_under_test()) {
      BOOST_TEST_CONTEXT("control plane on " << durable.name << ", fast state on " << fast.name) {
        const orm_test::temporary_directory directory;
        const std::string path = directory.path().string();
        test(platform::platform_store(orm_test::open_fresh<platform::ControlPlane>(durable, path),
                                      orm_test::open_fresh<platform::FastState>(fast, path)));
      }
    }
  }
}

using std::chrono::minutes;

}  // namespace

BOOST_AUTO_TEST_SUITE(platform_helpers)

BOOST_AUTO_TEST_CASE(a_rate_limit_is_exact_when_sixteen_threads_hit_one_bucket) {
  on_each_pairing([](const platform::platform_store& store) {
    const auto start = platform::now();
    for (int window = 0; window < 3; ++window) {
      const auto at = start + minutes(window);
      const platform::rate_limit limit{"ip", "::1", 20, at + minutes(1)};
      std::atomic<int> allowed{0};
      std::vector<std::thread> threads;
      for (int t = 0; t < 16; ++t) {
        threads.emplace_back([&] {
          for (int i = 0; i < 4; ++i) allowed += store.consume_workspace_rate_limit(limit, at);
        });
      }
      for (std::thread& each : threads) each.join();
      BOOST_TEST(allowed == 20);
    }
    BOOST_TEST(!store.consume_workspace_rate_limit({"ip", "::2", 0, start + minutes(1)}, start));
  });
}

BOOST_AUTO_TEST_CASE(an_owner_is_renamed_not_doubled) {
  on_each_pairing([](const platform::platform_store& store) {
    const auto first = store.create_workspace_with_owner({"acme", "Acme", "ada@acme.dev", "Ada"});
    const auto second = store.create_workspace_with_owner({"acme-2", "Acme Two", "ada@acme.dev", "Ada L."});
    BOOST_TEST(first.owner.id == second.owner.id);
    BOOST_TEST(second.owner.name == "Ada L.");
    BOOST_TEST(orm_test::refusal([&] {
                 store.create_workspace_with_owner({"acme", "Again", "eve@acme.dev", "Eve"});
               }) == "UNIQUE_CONSTRAINT_VIOLATION");
    const bool together = orm::capabilities(store.durable()).interactive_transactions;
    BOOST_TEST(store.durable().user.count(platform::users.name == "Eve") == (together ? 0u : 1u));
  });
}

BOOST_AUTO_TEST_CASE(a_dashboard_has_its_members_and_what_is_cached) {
  on_each_pairing([](const platform::platform_store& store) {
    const auto made = store.create_workspace_with_owner({"acme", "Acme", "ada@acme.dev", "Ada"});
    const auto metrics = orm::json::parse(R"({"members":1})");
    const auto loaded = [&] { return store.load_workspace_dashboard("acme"); };
    BOOST_TEST(!loaded()->metrics);
    store.cache_metrics(made.workspace.id, metrics, std::nullopt);
    BOOST_TEST((loaded()->metrics == metrics));
    store.cache_metrics(made.workspace.id, metrics, platform::now() + minutes(5));
    BOOST_TEST((loaded()->metrics == metrics));
    store.cache_metrics(made.workspace.id, metrics, platform::now() - minutes(5));
    BOOST_TEST(!loaded()->metrics);
    BOOST_TEST_REQUIRE(loaded()->workspace.memberships.size() == 1u);
    BOOST_TEST(loaded()->workspace.memberships[0].user->email == "ada@acme.dev");
    BOOST_TEST(!store.load_workspace_dashboard("nobody"));
  });
}

BOOST_AUTO_TEST_CASE(a_session_is_started_once) {
  on_each_pairing([](const platform::platform_store& store) {
    const auto start = [&](const char* state) {
      return store.start_session({"tok", "u1", "w1", orm::json::parse(state), platform::now() + minutes(1)});
    };
    const auto first = start("{}"), second = start("[1]");
    BOOST_TEST(first.id == second.id);
    BOOST_TEST(second.state.dump() == "[1]");
  });
}

BOOST_AUTO_TEST_SUITE_END()
