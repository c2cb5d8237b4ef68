// One key, wanted by everybody: unique keys and upserts under concurrency.
#include <algorithm>
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <map>
#include <set>
#include <stdexcept>

#include "concurrency/many_threads.hpp"

namespace orm_test {
namespace {

BOOST_AUTO_TEST_SUITE(keys)

BOOST_AUTO_TEST_CASE(exactly_one_create_of_a_key_wins) {
  on_every_driver([](store_fixture& store) {
    constexpr int rounds = 30;
    std::atomic<int> won[rounds] = {}, lost[rounds] = {};
    run_together([&](int thread) {
      for (int round = 0; round < rounds; ++round) {
        const std::string id = std::to_string(round) + "-" + std::to_string(thread);
        const std::string code = outcome_of(
            store, request_on("account", "create",
                              R"({"data":{"id":")" + id + R"(","name":"n)" + std::to_string(round) + R"("}})"));
        if (code.empty()) ++won[round];
        if (code == "UNIQUE_CONSTRAINT_VIOLATION") ++lost[round];
      }
    });
    for (int round = 0; round < rounds; ++round) {
      BOOST_TEST(won[round] == 1);
      BOOST_TEST(lost[round] == thread_count - 1);
    }
    BOOST_TEST(ask(store, request_on("account", "count", "{}")) == json(rounds));
  });
}

BOOST_AUTO_TEST_CASE(upserts_of_one_key_never_fail_and_make_one_row) {
  on_every_driver([](store_fixture& store) {
    constexpr int rounds = 40;
    run_together([&](int) {
      for (int round = 0; round < rounds; ++round) {
        ask(store, request_on("account", "upsert",
                              R"({"where":{"name":"n"},"create":{"balance":1},"update":{"balance":{"increment":1}}})"));
        ask(store, request_on("account", "upsert",
                              R"({"where":{"branch_number":{"branch":"b","number":)" + std::to_string(round) +
                                  R"(}},"create":{"balance":1},"update":{"balance":{"increment":1}}})"));
      }
    });
    BOOST_TEST(ask(store, request_on("account", "findMany", R"({"where":{"name":"n"},"select":{"balance":true}})")) ==
               json::parse(R"([{"balance":")" + std::to_string(thread_count * rounds) + R"("}])"));
    BOOST_TEST(
        ask(store, request_on("account", "aggregate",
                              R"({"where":{"branch":"b"},"count":["_all"],"min":["balance"],"max":["balance"]})")) ==
        json::parse(R"({"count":{"_all":40},"min":{"balance":"16"},"max":{"balance":"16"}})"));
  });
}

BOOST_AUTO_TEST_CASE(an_upsert_meets_another_unique_key) {
  on_every_driver([](store_fixture& store) {
    std::atomic<int> won = 0, refused = 0;
    run_together([&](int thread) {
      const std::string code =
          outcome_of(store, request_on("account", "upsert",
                                       R"({"where":{"id":"a)" + std::to_string(thread) +
                                           R"("},"create":{"name":"same"},"update":{"note":"x"}})"));
      if (code.empty()) ++won;
      if (code == "UNIQUE_CONSTRAINT_VIOLATION") ++refused;
    });
    BOOST_TEST(won == 1);
    BOOST_TEST(refused == thread_count - 1);
  });
}

BOOST_AUTO_TEST_CASE(many_rows_come_all_or_not_at_all) {
  on_every_driver([](store_fixture& store) {
    run_together([&](int thread) {
      const std::string mark = std::to_string(thread);
      for (int round = 0; round < 20; ++round) {
        const std::string name = std::to_string(round * 2 + thread % 2);
        const std::string other = std::to_string(round * 2 + 1 - thread % 2);
        const std::string code =
            outcome_of(store, request_on("account", "createMany",
                                         R"({"data":[{"name":")" + name + R"(","note":")" + mark + R"("},{"name":")" +
                                             other + R"(","note":")" + mark + R"("}]})"));
        if (!code.empty() && code != "UNIQUE_CONSTRAINT_VIOLATION") throw std::runtime_error(code);
      }
    });
    const json rows = ask(store, request_on("account", "findMany", R"({"select":{"name":true,"note":true}})"));
    BOOST_TEST(rows.size() == 40u);
    std::map<std::string, std::string> note_of;
    for (const json& row : rows.items()) note_of[row.at("name").text()] = row.at("note").text();
    for (int round = 0; round < 20; ++round)
      BOOST_TEST(note_of[std::to_string(round * 2)] == note_of[std::to_string(round * 2 + 1)]);
  });
}

BOOST_AUTO_TEST_CASE(an_expired_key_is_taken_by_one) {
  on_every_driver([](store_fixture& store) {
    constexpr int rounds = 20;
    std::atomic<int> won[rounds] = {};
    for (int round = 0; round < rounds; ++round)
      ask(store, request_on("lock", "create",
                            R"({"data":{"owner":"nobody","name":"l)" + std::to_string(round) +
                                R"(","until":"2020-01-01T00:00:00Z"}})"));
    run_together([&](int thread) {
      for (int round = 0; round < rounds; ++round) {
        const std::string code =
            outcome_of(store, request_on("lock", "create",
                                         R"({"data":{"owner":")" + std::to_string(thread) + R"(","name":"l)" +
                                             std::to_string(round) + R"(","until":"2999-01-01T00:00:00Z"}})"));
        if (code.empty()) ++won[round];
        if (!code.empty() && code != "UNIQUE_CONSTRAINT_VIOLATION") throw std::runtime_error(code);
      }
    });
    for (const auto& each : won) BOOST_TEST(each == 1);
    BOOST_TEST(ask(store, request_on("lock", "count", "{}")) == json(rounds));
  });
}

BOOST_AUTO_TEST_CASE(generated_ids_differ_and_grow) {
  on_every_driver([](store_fixture& store) {
    if (!store.capabilities().generated_integer_ids) return;
    std::vector<std::vector<std::int64_t>> ids(thread_count);
    run_together([&](int thread) {
      for (int round = 0; round < 30; ++round)
        ids[static_cast<std::size_t>(thread)].push_back(
            ask(store, request_on("ticket", "create", R"({"data":{"holder":"h"},"select":{"id":true}})"))
                .at("id")
                .integer());
    });
    std::set<std::int64_t> all;
    for (const auto& own : ids) {
      BOOST_TEST(std::is_sorted(own.begin(), own.end()));
      all.insert(own.begin(), own.end());
    }
    BOOST_TEST(all.size() == static_cast<std::size_t>(thread_count * 30));
  });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace orm_test
