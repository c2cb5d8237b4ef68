// Transactions: what they see, what they leave, and when they are refused at their end.
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "host.hpp"
#include "random_statements.hpp"

namespace {

using namespace orm_test;
namespace data = boost::unit_test::data;

bool is_conflict(const orm::sdk::driver_error& error) {
  return error.code() == ORM_TRANSACTION_CONFLICT && error.is_retryable() && error.outcome() == ORM_OUTCOME_ROLLED_BACK;
}

kv::kv_options options_of(bool indexed) {
  kv::kv_options options;
  options.can.ordered_indexes = indexed;
  return options;
}

const statement insert_user =
    statement(ORM_INSERT, user_model).columns({user::id, user::email, user::name, user::score});
const statement by_id = statement(ORM_FIND, user_model)
                            .where({compare(ORM_NODE_EQ, user::id, 0)})
                            .output({user::id, user::email, user::name, user::score});
const statement by_email =
    statement(ORM_FIND, user_model).where({compare(ORM_NODE_EQ, user::email, 0)}).output({user::id});
const statement named = statement(ORM_FIND, user_model)
                            .where({compare(ORM_NODE_EQ, user::name, 0)})
                            .order({{user::score, 0}, {user::id, 0}})
                            .output({user::id});
const statement rename_user = statement(ORM_UPDATE, user_model)
                                  .where({compare(ORM_NODE_EQ, user::id, 0)})
                                  .assign({{user::name, ORM_ASSIGN_SET, 1}});
const statement set_score = statement(ORM_UPDATE, user_model)
                                .where({compare(ORM_NODE_EQ, user::id, 0)})
                                .assign({{user::score, ORM_ASSIGN_SET, 1}});
const statement delete_user = statement(ORM_DELETE, user_model).where({compare(ORM_NODE_EQ, user::id, 0)});
const statement every_user =
    statement(ORM_FIND, user_model).order({{user::id, 0}}).output({user::id, user::email, user::name, user::score});

std::vector<orm_cell> new_user(const char* id, const char* name, std::int64_t score = 0) {
  return {text(id), text(id), text(name), number(score)};
}

BOOST_AUTO_TEST_SUITE(transactions)

BOOST_DATA_TEST_CASE(it_sees_what_it_wrote_and_nobody_else_does, data::make({true, false}), indexed) {
  test_store store(options_of(indexed));
  store.add_user("u1", "u1", "n", 1);
  test_session inside(store);
  inside.begin();
  inside.run(insert_user, new_user("u2", "n", 0));
  inside.run(rename_user, {text("u1"), text("m")});
  BOOST_TEST(inside.run(named, {text("n")}) == rows{"u2"}, boost::test_tools::per_element());
  BOOST_TEST(inside.run(by_email, {text("u2")}) == rows{"u2"}, boost::test_tools::per_element());
  inside.run(delete_user, {text("u1")});
  BOOST_TEST(inside.run(by_id, {text("u1")}).empty());
  BOOST_TEST(inside.run(by_email, {text("u1")}).empty());
  BOOST_TEST(store.run(named, {text("n")}) == rows{"u1"}, boost::test_tools::per_element());
  inside.commit();
  BOOST_TEST(store.run(every_user, {}) == rows{"u2|u2|n|0"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_is_rolled_back_or_abandoned_never_was) {
  test_store store;
  store.add_user("u1", "u1");
  const auto before = store.data().values.size();
  test_session inside(store);
  for (const bool resets : {false, true}) {
    inside.begin();
    inside.run(insert_user, new_user("u2", "n"));
    resets ? inside.plain().reset_session() : inside.rollback();
    BOOST_TEST(inside.run(by_id, {text("u2")}).empty());
  }
  BOOST_TEST(store.data().values.size() == before);
  BOOST_CHECK_EXCEPTION(inside.commit(), orm::sdk::driver_error, with_code(ORM_INVALID_QUERY));
}

BOOST_AUTO_TEST_CASE(of_two_that_read_and_write_one_row_the_first_wins) {
  test_store store;
  store.add_user("u1", "u1", "n", 10);
  test_session first(store);
  test_session second(store);
  for (test_session* each : {&first, &second}) {
    each->begin();
    BOOST_TEST(each->run(by_id, {text("u1")}) == rows{"u1|u1|n|10"}, boost::test_tools::per_element());
    each->run(set_score, {text("u1"), number(each == &first ? 11 : 12)});
  }
  first.commit();
  BOOST_CHECK_EXCEPTION(second.commit(), orm::sdk::driver_error, is_conflict);
  BOOST_TEST(store.run(by_id, {text("u1")}) == rows{"u1|u1|n|11"}, boost::test_tools::per_element());
}

// Each reads both and changes another one: one at a time, the second would have seen what the first did.
BOOST_DATA_TEST_CASE(what_was_only_read_must_be_the_same_too, data::make({true, false}), indexed) {
  test_store store(options_of(indexed));
  store.add_user("u1", "u1", "on call", 0);
  store.add_user("u2", "u2", "on call", 0);
  test_session first(store);
  test_session second(store);
  for (test_session* each : {&first, &second}) {
    each->begin();
    BOOST_TEST(each->run(named, {text("on call")}).size() == 2u);
    each->run(rename_user, {text(each == &first ? "u1" : "u2"), text("off")});
  }
  second.commit();
  BOOST_CHECK_EXCEPTION(first.commit(), orm::sdk::driver_error, is_conflict);
  BOOST_TEST(store.run(named, {text("on call")}) == rows{"u1"}, boost::test_tools::per_element());
}

BOOST_DATA_TEST_CASE(a_row_that_comes_into_a_range_is_a_change_of_it, data::make({true, false}), indexed) {
  test_store store(options_of(indexed));
  store.add_user("u1", "u1", "n", 0);
  test_session inside(store);
  inside.begin();
  BOOST_TEST(inside.run(named, {text("m")}).empty());
  inside.run(insert_user, new_user("u2", "m"));
  store.add_user("u3", "u3", "m", 0);
  BOOST_CHECK_EXCEPTION(inside.commit(), orm::sdk::driver_error, is_conflict);
  BOOST_TEST(store.run(named, {text("m")}) == rows{"u3"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_row_beside_the_range_is_no_change_of_it) {
  test_store store;
  for (int i = 0; i < 40; ++i) store.add_user(std::to_string(10 + i).c_str(), std::to_string(i).c_str(), "n", i);
  const statement first_two = statement(ORM_FIND, user_model)
                                  .where({compare(ORM_NODE_EQ, user::name, 0)})
                                  .order({{user::score, 0}, {user::id, 0}})
                                  .take(1)
                                  .output({user::id});
  test_session inside(store);
  inside.begin();
  BOOST_TEST(inside.run(first_two, {text("n"), number(2)}) == (rows{"10", "11"}), boost::test_tools::per_element());
  inside.run(insert_user, new_user("u2", "m"));
  store.add_user("99", "99", "n", 99);
  store.add_user("98", "98", "other", 0);
  inside.commit();
  BOOST_TEST(store.run(by_email, {text("u2")}) == rows{"u2"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(reads_are_repeatable_and_judged_at_the_end) {
  test_store store;
  store.add_user("u1", "u1", "n", 1);
  store.add_user("u2", "u2", "n", 1);
  test_session inside(store);
  inside.begin();
  inside.run(by_id, {text("u1")});
  store.run(set_score, {text("u1"), number(2)});
  BOOST_TEST(inside.run(by_id, {text("u1")}) == rows{"u1|u1|n|1"}, boost::test_tools::per_element());
  BOOST_TEST(inside.run(by_email, {text("u2")}) == rows{"u2"}, boost::test_tools::per_element());
  BOOST_CHECK_EXCEPTION(inside.commit(), orm::sdk::driver_error, is_conflict);  // nothing was written
}

BOOST_AUTO_TEST_CASE(one_read_needs_no_judge) {
  test_store store;
  store.add_user("u1", "u1", "n", 1);
  test_session inside(store);
  inside.begin();
  inside.run(by_id, {text("u1")});
  const std::uint64_t before = store.data().calls;
  inside.run(by_id, {text("u1")});
  inside.commit();
  BOOST_TEST(store.data().calls == before);
}

BOOST_AUTO_TEST_CASE(all_of_it_is_one_commit) {
  test_store store;
  for (const char* each : {"u1", "u2", "u3"}) store.add_user(each, each, "n", 0);
  test_session inside(store);
  inside.begin();
  for (const char* each : {"u1", "u2", "u3"}) inside.run(set_score, {text(each), number(5)});
  const std::uint64_t before = store.data().calls;
  inside.commit();
  BOOST_TEST(store.data().calls == before + 1);
}

BOOST_AUTO_TEST_CASE(a_conflict_leaves_nothing) {
  test_store store;
  store.add_user("u1", "u1", "n", 1);
  test_session inside(store);
  inside.begin();
  inside.run(insert_user, new_user("u2", "n"));
  inside.run(rename_user, {text("u1"), text("m")});
  store.run(set_score, {text("u1"), number(2)});
  const auto keys = store.data().values.size();
  const auto indexes = store.data().indexes;
  BOOST_CHECK_EXCEPTION(inside.commit(), orm::sdk::driver_error, is_conflict);
  BOOST_TEST(store.data().values.size() == keys);
  BOOST_TEST((store.data().indexes == indexes));
  BOOST_TEST(inside.run(by_email, {text("u2")}).empty());
}

BOOST_AUTO_TEST_CASE(what_comes_and_goes_inside_leaves_no_trace) {
  test_store store;
  store.add_user("u1", "u1", "n", 1);
  const auto keys = store.data().values.size();
  const auto indexes = store.data().indexes;
  test_session inside(store);
  inside.begin();
  inside.run(insert_user, new_user("u2", "n"));
  inside.run(rename_user, {text("u2"), text("m")});
  inside.run(delete_user, {text("u2")});
  inside.run(delete_user, {text("u1")});
  inside.run(insert_user, new_user("u1", "n", 1));
  inside.commit();
  BOOST_TEST(store.data().values.size() == keys);
  BOOST_TEST((store.data().indexes == indexes));
}

BOOST_AUTO_TEST_CASE(savepoints_nest) {
  test_store store;
  test_session inside(store);
  inside.begin();
  inside.run(insert_user, new_user("u1", "n"));
  inside.savepoint(ORM_SAVEPOINT_SET, 1);
  inside.run(insert_user, new_user("u2", "n"));
  inside.savepoint(ORM_SAVEPOINT_SET, 2);
  inside.run(rename_user, {text("u1"), text("m")});
  inside.run(delete_user, {text("u2")});
  BOOST_TEST(inside.run(named, {text("n")}).empty());
  inside.savepoint(ORM_SAVEPOINT_ROLLBACK, 2);
  BOOST_TEST(inside.run(named, {text("n")}) == (rows{"u1", "u2"}), boost::test_tools::per_element());
  inside.savepoint(ORM_SAVEPOINT_SET, 2);
  inside.run(insert_user, new_user("u3", "n"));
  inside.savepoint(ORM_SAVEPOINT_RELEASE, 2);
  inside.savepoint(ORM_SAVEPOINT_ROLLBACK, 1);
  inside.savepoint(ORM_SAVEPOINT_SET, 1);
  BOOST_CHECK_EXCEPTION(inside.run(insert_user, new_user("u1", "again")), orm::sdk::driver_error,
                        with_code(ORM_UNIQUE_CONSTRAINT_VIOLATION));
  inside.savepoint(ORM_SAVEPOINT_ROLLBACK, 1);
  inside.run(insert_user, new_user("u4", "n"));
  inside.commit();
  BOOST_TEST(store.run(named, {text("n")}) == (rows{"u1", "u4"}), boost::test_tools::per_element());
  BOOST_CHECK_EXCEPTION(inside.savepoint(ORM_SAVEPOINT_SET, 1), orm::sdk::driver_error, with_code(ORM_INVALID_QUERY));
}

BOOST_AUTO_TEST_CASE(a_key_that_is_taken_meanwhile_is_a_conflict) {
  test_store store;
  store.add_user("u1", "u1");
  test_session inside(store);
  inside.begin();
  inside.run(insert_user, new_user("u2", "n"));
  store.add_user("u3", "u2");  // its email
  BOOST_CHECK_EXCEPTION(inside.commit(), orm::sdk::driver_error, is_conflict);
}

BOOST_DATA_TEST_CASE(an_expired_row_that_is_met_goes_with_the_commit, data::make({true, false}), kept) {
  constexpr std::int64_t future = 253'000'000'000'000'000;
  kv::kv_options options;
  options.can.expiry = kept;
  test_store store(options);
  store.add_session("s1", "t1", "u1", future, 0);
  const statement insert = statement(ORM_INSERT, session_model)
                               .columns({session::id, session::token, session::user, session::expires})
                               .clock(4);
  const statement of_all = statement(ORM_FIND, session_model).order({{session::id, 0}}).output({session::id}).clock(0);
  test_session inside(store);
  inside.begin();
  inside.run(insert, {text("s2"), text("t1"), text("u2"), instant(future + 9), instant(future)});
  BOOST_TEST(inside.run(of_all, {instant(future)}) == rows{"s2"}, boost::test_tools::per_element());
  BOOST_TEST(store.run(of_all, {instant(0)}) == rows{"s1"}, boost::test_tools::per_element());
  inside.commit();
  BOOST_TEST(store.run(of_all, {instant(0)}) == rows{"s2"}, boost::test_tools::per_element());
  for (const auto& [name, entries] : store.data().indexes) BOOST_TEST(entries.size() == 1u, name);
}

BOOST_AUTO_TEST_CASE(numbers_may_be_skipped_and_are_never_given_twice) {
  test_store store;
  const statement insert = statement(ORM_INSERT, ticket_model).columns({ticket::title}).output({ticket::id});
  test_session inside(store);
  inside.begin();
  BOOST_TEST(inside.run(insert, {text("a")}) == rows{"0|1"}, boost::test_tools::per_element());
  inside.rollback();
  BOOST_TEST(inside.run(insert, {text("b")}) == rows{"0|2"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(more_records_than_one_commit_takes_are_refused_before_anything_is_written) {
  kv::kv_options options;
  options.max_atomic_rows = 2;
  test_store store(options);
  test_session inside(store);
  inside.begin();
  inside.run(insert_user, new_user("u1", "n"));
  inside.savepoint(ORM_SAVEPOINT_SET, 1);
  inside.run(insert_user, new_user("u2", "n"));
  BOOST_CHECK_EXCEPTION(inside.run(insert_user, new_user("u3", "n")), orm::sdk::driver_error,
                        with_code(ORM_UNSUPPORTED));
  inside.savepoint(ORM_SAVEPOINT_ROLLBACK, 1);
  inside.run(insert_user, new_user("u3", "n"));  // in the place of the second
  inside.commit();
  BOOST_TEST(store.run(named, {text("n")}) == (rows{"u1", "u3"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(models_in_different_parts_of_a_cluster_are_not_in_one_transaction) {
  kv::kv_options options;
  options.one_tag_a_commit = true;
  BOOST_CHECK_EXCEPTION(test_store(kv::kv_options(options)), orm::sdk::driver_error, with_code(ORM_INVALID_CONFIG));
  const statement add_ticket = statement(ORM_INSERT, ticket_model).columns({ticket::title});
  options.layout.tag = kv::hash_tag::model;
  test_store apart(options);
  test_session inside(apart);
  inside.begin();
  inside.run(insert_user, new_user("u1", "n"));
  BOOST_CHECK_EXCEPTION(inside.run(add_ticket, {text("a")}), orm::sdk::driver_error, with_code(ORM_UNSUPPORTED));
  inside.rollback();
  BOOST_TEST(apart.run(every_user, {}).empty());
  inside.run(add_ticket, {text("a")});
  options.layout.tag = kv::hash_tag::schema;
  test_store together(options);
  test_session whole(together);
  whole.begin();
  whole.run(insert_user, new_user("u1", "n"));
  whole.run(add_ticket, {text("a")});
  whole.commit();
  BOOST_TEST(together.run(every_user, {}).size() == 1u);
}

BOOST_AUTO_TEST_CASE(what_changes_a_store_as_a_whole_waits_for_the_end) {
  test_store store;
  test_session inside(store);
  inside.begin();
  BOOST_CHECK_EXCEPTION(inside.begin(), orm::sdk::driver_error, with_code(ORM_INVALID_QUERY));
  BOOST_CHECK_EXCEPTION(inside.plain().reset(), orm::sdk::driver_error, with_code(ORM_INVALID_QUERY));
  BOOST_CHECK_EXCEPTION(inside.plain().purge(0), orm::sdk::driver_error, with_code(ORM_INVALID_QUERY));
  inside.commit();
  BOOST_CHECK_EXCEPTION(inside.plain().begin(0, ORM_ISOLATION_READ_COMMITTED), orm::sdk::driver_error,
                        with_code(ORM_UNSUPPORTED));
  kv::kv_options options;
  options.can.transactions = false;
  test_store without(options);
  BOOST_CHECK_EXCEPTION(test_session(without).begin(), orm::sdk::driver_error, with_code(ORM_UNSUPPORTED));
}

// A transaction over a store answers every statement as a store would that had nothing but these statements.
BOOST_DATA_TEST_CASE(inside_and_outside_answer_alike, data::xrange(12) * data::make({true, false}), seed, indexed) {
  test_store with(options_of(indexed));
  test_store without(options_of(indexed));
  random_statements random(static_cast<std::uint32_t>(seed) + 1, 120);  // more than a page of an index
  for (int i = 0; i < 100; ++i) {
    const std::string id = std::to_string(i);
    for (test_store* each : {&with, &without}) each->add_user(("u" + id).c_str(), ("e" + id).c_str(), "n 1", i % 9);
  }
  test_session inside(with);
  test_session outside(without);
  for (int round = 0; round < 40; ++round) {
    inside.begin();
    for (int i = 0; i < 30; ++i) {
      inside.savepoint(ORM_SAVEPOINT_SET, 1);
      const random_request next = random.next();
      const std::string answer = outcome_of(inside, next);
      BOOST_REQUIRE_EQUAL(answer, outcome_of(outside, next));
      inside.savepoint(answer.starts_with("error") ? ORM_SAVEPOINT_ROLLBACK : ORM_SAVEPOINT_RELEASE, 1);
    }
    inside.commit();
  }
  BOOST_TEST(with.data().values.size() == without.data().values.size());
  BOOST_TEST((with.data().indexes == without.data().indexes));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
