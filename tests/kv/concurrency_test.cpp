// Many sessions on the same keys: nothing is lost, nothing is there twice.
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "host.hpp"

#include <atomic>
#include <functional>
#include <thread>

namespace {

using namespace orm_test;
namespace data = boost::unit_test::data;

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

// Every thread moves points between users and now and then counts them: no moment shows another total.
BOOST_DATA_TEST_CASE(transactions_that_move_points_keep_their_total, data::make({true, false}), indexed) {
  constexpr int users = 6;
  kv::kv_options options;
  options.can.ordered_indexes = indexed;
  test_store store(options);
  for (int i = 0; i < users; ++i) store.add_user(std::to_string(i).c_str(), std::to_string(i).c_str(), "n", 100);
  const statement score_of =
      statement(ORM_FIND, user_model).where({compare(ORM_NODE_EQ, user::id, 0)}).output({user::score});
  const statement set_score = statement(ORM_UPDATE, user_model)
                                  .where({compare(ORM_NODE_EQ, user::id, 0)})
                                  .assign({{user::score, ORM_ASSIGN_SET, 1}});
  const statement all_scores =
      statement(ORM_FIND, user_model).where({compare(ORM_NODE_EQ, user::name, 0)}).output({user::score});
  const auto total_of = [](const rows& scores) {
    int total = 0;
    for (const std::string& each : scores) total += std::stoi(each);
    return total;
  };
  std::atomic<int> next{0};
  std::atomic<int> committed{0};
  std::atomic<int> wrong_totals{0};
  run_all(ORM_TRANSACTION_CONFLICT, [&](int thread) {
    const int round = next++;
    test_session inside(store);
    inside.begin();
    if (round % 4 == 0) {
      const int total = total_of(inside.run(all_scores, {text("n")}));
      inside.commit();  // what was read before a conflict need not fit together
      if (total != users * 100) ++wrong_totals;
      return;
    }
    const std::string from = std::to_string(round % users);
    const std::string to = std::to_string((round + 1 + thread % (users - 1)) % users);
    const int had = std::stoi(inside.run(score_of, {text(from.c_str())}).at(0));
    const int has = std::stoi(inside.run(score_of, {text(to.c_str())}).at(0));
    inside.run(set_score, {text(from.c_str()), number(had - 3)});
    inside.run(set_score, {text(to.c_str()), number(has + 3)});
    inside.commit();
    ++committed;
  });
  BOOST_TEST(wrong_totals == 0);
  BOOST_TEST(committed > 0);
  BOOST_TEST(total_of(store.run(all_scores, {text("n")})) == users * 100);
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
