// Many sessions on the same keys: nothing is lost, nothing is there twice.
#include <boost/test/unit_test.hpp>

#include "host.hpp"

#include <atomic>
#include <functional>
#include <thread>

namespace {

using namespace orm_test;

constexpr int threads = 16;
constexpr int rounds = 25;

// Runs body(thread) on all threads; answers how many of its calls threw that code, and fails on any other error.
int run_all(orm_code expected, const std::function<void(int)>& body) {
  std::atomic<int> refused{0};
  std::atomic<int> wrong{0};
  std::vector<std::thread> all;
  for (int i = 0; i < threads; ++i) {
    all.emplace_back([&, i] {
      for (int round = 0; round < rounds; ++round) {
        try {
          body(i);
        } catch (const orm::sdk::driver_error& error) {
          ++(error.code() == expected ? refused : wrong);
        }
      }
    });
  }
  for (std::thread& each : all) each.join();
  BOOST_TEST(wrong == 0);
  return refused;
}

BOOST_AUTO_TEST_SUITE(concurrency)

BOOST_AUTO_TEST_CASE(increments_add_up) {
  test_store store;
  store.add_user("u1", "a@x", "n", 0);
  const statement add = statement(ORM_UPDATE, user_model)
                            .where({compare(ORM_NODE_EQ, user::id, 0)})
                            .assign({{user::score, ORM_ASSIGN_ADD, 1}});
  const int refused = run_all(ORM_TRANSACTION_CONFLICT, [&](int) { store.run(add, {text("u1"), number(1)}); });
  BOOST_TEST(refused == 0);
  const statement score = statement(ORM_FIND, user_model).output({user::score});
  BOOST_TEST(store.run(score, {}) == rows{std::to_string(threads * rounds)}, boost::test_tools::per_element());
  BOOST_TEST_MESSAGE(store.data().conflicts << " commits were refused and tried again");
}

BOOST_AUTO_TEST_CASE(one_of_many_gets_a_unique_key) {
  test_store store;
  std::atomic<int> next{0};
  const int refused = run_all(ORM_UNIQUE_CONSTRAINT_VIOLATION, [&](int) {
    const std::string id = std::to_string(next++);
    store.add_user(id.c_str(), (std::to_string(std::stoi(id) / threads) + "@x").c_str());
  });
  BOOST_TEST(refused == (threads - 1) * rounds);
  BOOST_TEST(store.run(statement(ORM_FIND, user_model).output({user::id}), {}).size() == std::size_t{rounds});
}

BOOST_AUTO_TEST_CASE(upserts_of_one_key_create_once_and_never_fail) {
  test_store store;
  std::atomic<int> next{0};
  const statement upsert = statement(ORM_UPSERT, user_model)
                               .columns({user::id, user::email, user::score})
                               .conflict({user::email})
                               .assign({{user::score, ORM_ASSIGN_ADD, 3}});
  const int refused = run_all(ORM_UNIQUE_CONSTRAINT_VIOLATION, [&](int) {
    store.run(upsert, {text(std::to_string(next++).c_str()), text("a@x"), number(1), number(1)});
  });
  BOOST_TEST(refused == 0);
  BOOST_TEST(
      store.run(statement(ORM_FIND, user_model).output({user::score}), {}) == rows{std::to_string(threads * rounds)},
      boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(records_and_indexes_stay_together) {
  test_store store;
  for (int i = 0; i < 4; ++i) store.add_user(std::to_string(i).c_str(), std::to_string(i).c_str(), "n", i);
  const statement move = statement(ORM_UPDATE, user_model)
                             .where({compare(ORM_NODE_EQ, user::id, 0)})
                             .assign({{user::score, ORM_ASSIGN_ADD, 1}, {user::email, ORM_ASSIGN_SET, 2}});
  run_all(ORM_UNIQUE_CONSTRAINT_VIOLATION, [&](int thread) {
    store.run(move, {text(std::to_string(thread % 4).c_str()), number(1), text(std::to_string(thread % 5).c_str())});
  });
  for (const auto& [name, entries] : store.data().indexes) BOOST_TEST(entries.size() == 4u, name);
  BOOST_TEST(store.data().values.size() == 4u + 4u + 1u);  // records, unique keys, the catalog
}

BOOST_AUTO_TEST_CASE(a_statement_that_always_loses_is_a_conflict) {
  kv::kv_options options;
  options.commit_attempts = 1;
  test_store store(options);
  store.add_user("u1", "a@x", "n", 0);
  const statement add = statement(ORM_UPDATE, user_model).assign({{user::score, ORM_ASSIGN_ADD, 0}});
  const int refused = run_all(ORM_TRANSACTION_CONFLICT, [&](int) { store.run(add, {number(1)}); });
  const statement score = statement(ORM_FIND, user_model).output({user::score});
  BOOST_TEST(store.run(score, {}) == rows{std::to_string(threads * rounds - refused)},
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
