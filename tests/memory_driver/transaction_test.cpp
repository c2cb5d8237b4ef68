// Transactions: rollback, savepoints, who waits for whom.
#include "host.hpp"

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <chrono>
#include <thread>

namespace orm::tests {
namespace {

struct two {
  two() : first(in), second(in) {}
  store in{100};
  connection first;
  connection second;
};

BOOST_FIXTURE_TEST_SUITE(transactions, two)

BOOST_AUTO_TEST_CASE(rollback_restores_rows_and_indexes) {
  first.add_user("u1", "a", 1);
  first.add_user("u2", "b", 2, "u1");
  BOOST_TEST(first.begin() == ORM_OK);
  first.add_user("u3", "c", 3);
  first.run(statement(ORM_UPDATE, user_model).assign({{user::email, ORM_ASSIGN_SET, 0}}).where({equals(user::id, 1)}),
            {text("z"), text("u2")});
  first.run(statement(ORM_UPDATE, user_model).assign({{user::score, ORM_ASSIGN_ADD, 0}}), {number(5)});
  first.run(statement(ORM_DELETE, user_model).where({equals(user::id, 0)}), {text("u1")});
  BOOST_TEST(first.count(user_model) == 2);
  BOOST_TEST(first.rollback() == ORM_OK);
  const auto rows = second
                        .run(statement(ORM_FIND, user_model)
                                 .output({user::id, user::email, user::score, user::boss})
                                 .order({{user::score, 0}, {user::id, 0}}),
                             {})
                        .rows;
  BOOST_TEST(rows == (std::vector<std::string>{"u1|a|1|null", "u2|b|2|u1"}), boost::test_tools::per_element());
  second.add_user("u3", "z");
}

BOOST_AUTO_TEST_CASE(savepoints_nest) {
  BOOST_TEST(first.begin() == ORM_OK);
  first.add_user("u1", "a");
  BOOST_TEST(first.savepoint(ORM_SAVEPOINT_SET, 1) == ORM_OK);
  first.add_user("u2", "b");
  BOOST_TEST(first.savepoint(ORM_SAVEPOINT_SET, 2) == ORM_OK);
  first.add_user("u3", "c");
  BOOST_TEST(first.savepoint(ORM_SAVEPOINT_RELEASE, 2) == ORM_OK);
  BOOST_TEST(first.savepoint(ORM_SAVEPOINT_ROLLBACK, 2) == ORM_INVALID_QUERY);
  BOOST_TEST(first.savepoint(ORM_SAVEPOINT_ROLLBACK, 1) == ORM_OK);
  BOOST_TEST(first.commit() == ORM_OK);
  BOOST_TEST(second.count(user_model) == 1);
}

BOOST_AUTO_TEST_CASE(a_failed_statement_leaves_the_transaction) {
  BOOST_TEST(first.begin() == ORM_OK);
  first.add_user("u1", "a");
  BOOST_TEST(
      first.run(statement(ORM_INSERT, user_model).columns({user::id, user::email}), {text("u2"), text("a")}).code ==
      ORM_UNIQUE_CONSTRAINT_VIOLATION);
  BOOST_TEST(first.commit() == ORM_OK);
  BOOST_TEST(second.count(user_model) == 1);
}

BOOST_AUTO_TEST_CASE(others_wait_and_time_out) {
  BOOST_TEST(first.begin() == ORM_OK);
  const answer got = second.run(statement(ORM_DELETE, user_model), {});
  BOOST_TEST(got.code == ORM_TIMEOUT);
  BOOST_TEST(got.error.retryable == 1);
  BOOST_TEST(got.error.outcome == ORM_OUTCOME_NOT_SENT);
  BOOST_TEST(first.commit() == ORM_OK);
  BOOST_TEST(second.run(statement(ORM_DELETE, user_model), {}).code == ORM_OK);
}

BOOST_AUTO_TEST_CASE(read_only_ones_share) {
  BOOST_TEST(first.begin(ORM_BEGIN_READ_ONLY) == ORM_OK);
  BOOST_TEST(second.begin(ORM_BEGIN_READ_ONLY) == ORM_OK);
  BOOST_TEST(first.count(user_model) == 0);
  BOOST_TEST(first.run(statement(ORM_DELETE, user_model), {}).code == ORM_INVALID_QUERY);
  BOOST_TEST(second.commit() == ORM_OK);
  BOOST_TEST(second.run(statement(ORM_DELETE, user_model), {}).code == ORM_TIMEOUT);
  BOOST_TEST(first.commit() == ORM_OK);
}

BOOST_AUTO_TEST_CASE(an_abandoned_session_leaves_nothing) {
  {
    connection third(in);
    BOOST_TEST(third.begin() == ORM_OK);
    third.add_user("u1", "a");
  }
  BOOST_TEST(first.count(user_model) == 0);
}

BOOST_AUTO_TEST_CASE(cancelling_who_waits) {
  store patient(60'000);
  connection holder(patient);
  connection waiter(patient);
  BOOST_TEST(holder.begin() == ORM_OK);
  std::int32_t code = ORM_OK;
  std::atomic<bool> done{false};
  std::thread waiting([&] {
    code = waiter.run(statement(ORM_DELETE, user_model), {}).code;
    done = true;
  });
  while (!done) {  // a cancel that comes before the call has no effect
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    waiter.cancel();
  }
  waiting.join();
  BOOST_TEST(code == ORM_CANCELLED);
  BOOST_TEST(holder.rollback() == ORM_OK);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace orm::tests
