// Rows that expire: invisible at once, their keys free, their remains swept, whether the store forgets them or not.
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "host.hpp"

namespace {

using namespace orm_test;
namespace data = boost::unit_test::data;

constexpr std::int64_t past = 1000;                       // to every clock
constexpr std::int64_t future = 253'000'000'000'000'000;  // the year 9987

kv::kv_options with_expiry(bool kept) {
  kv::kv_options options;
  options.can.expiry = kept;
  return options;
}

statement all_sessions() {
  return statement(ORM_FIND, session_model).order({{session::id, 0}}).output({session::id, session::token}).clock(0);
}

BOOST_AUTO_TEST_SUITE(expiry)

BOOST_DATA_TEST_CASE(the_clock_of_the_request_judges, data::make({false, true}), kept) {
  test_store store(with_expiry(kept));
  store.add_session("s1", "t1", "u1", future, 0);
  BOOST_TEST(store.run(all_sessions(), {instant(future - 1)}) == rows{"s1|t1"}, boost::test_tools::per_element());
  BOOST_TEST(store.run(all_sessions(), {instant(future)}).empty());
}

BOOST_DATA_TEST_CASE(an_expired_row_frees_its_keys, data::make({false, true}), kept) {
  test_store store(with_expiry(kept));
  store.add_session("s1", "t1", "u1", future, 0);
  store.add_session("s2", "t2", "u1", future, 0);
  store.add_session("s1", "t2", "u2", future + 100, future);  // holds a key of either
  BOOST_TEST(store.run(all_sessions(), {instant(future)}) == rows{"s1|t2"}, boost::test_tools::per_element());
  BOOST_TEST(store.run(all_sessions(), {instant(0)}) == rows{"s1|t2"}, boost::test_tools::per_element());
  const statement upsert = statement(ORM_UPSERT, session_model)
                               .columns({session::id, session::token, session::expires})
                               .conflict({session::token})
                               .assign({{session::user, ORM_ASSIGN_SET, 3}})
                               .clock(4)
                               .output({session::id, session::user});
  BOOST_TEST(store.run(upsert, {text("s3"), text("t2"), instant(future + 500), text("u3"), instant(future + 200)}) ==
                 rows{"s3|null"},
             boost::test_tools::per_element());
}

BOOST_DATA_TEST_CASE(what_is_written_expired_is_answered_and_gone, data::make({false, true}), kept) {
  test_store store(with_expiry(kept));
  const statement insert = statement(ORM_INSERT, session_model)
                               .columns({session::id, session::token, session::expires})
                               .clock(3)
                               .output({session::id});
  BOOST_TEST(store.run(insert, {text("s1"), text("t1"), instant(past), instant(past + 1)}) == rows{"0|s1"},
             boost::test_tools::per_element());
  BOOST_TEST(store.run(all_sessions(), {instant(past + 1)}).empty());
}

BOOST_AUTO_TEST_CASE(entries_that_lead_nowhere_are_not_seen_and_fill_no_page) {
  test_store store(with_expiry(true));
  for (int i = 0; i < 100; ++i) {
    const std::string name = "a" + std::to_string(i);
    store.add_session(name.c_str(), name.c_str(), "u1", past, 0);  // the store forgets it at once
  }
  store.add_session("b1", "t1", "u1", future, 0);
  const statement first = statement(ORM_FIND, session_model)
                              .where({compare(ORM_NODE_EQ, session::user, 0)})
                              .order({{session::id, 0}})
                              .take(1)
                              .clock(2)
                              .output({session::id});
  BOOST_TEST(store.run(first, {text("u1"), number(1), instant(0)}) == rows{"b1"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(an_entry_of_a_forgotten_row_does_not_lead_to_a_later_one) {
  test_store store(with_expiry(true));
  store.add_session("s1", "t1", "u1", past, 0);
  store.add_session("s1", "t1", "u2", future, 0);  // the same keys, another user
  const statement by_user = statement(ORM_FIND, session_model)
                                .where({compare(ORM_NODE_STARTS_WITH, session::user, 0)})
                                .order({{session::user, 0}, {session::id, 0}})
                                .clock(1)
                                .output({session::user});
  BOOST_TEST(store.run(by_user, {text("u"), instant(0)}) == rows{"u2"}, boost::test_tools::per_element());
}

BOOST_DATA_TEST_CASE(purge_removes_records_and_entries, data::make({false, true}), kept) {
  test_store store(with_expiry(kept));
  store.add_session("s1", "t1", "u1", past, 0);
  store.add_session("s2", "t2", "u1", future, 0);
  store.add_session("s3", "t3", nullptr, future + 10, 0);
  const std::uint64_t removed = store.open_session()->purge(future);
  BOOST_TEST(removed == (kept ? 1u : 2u));  // the store had removed one by itself
  BOOST_TEST(store.run(all_sessions(), {instant(0)}) == rows{"s3|t3"}, boost::test_tools::per_element());
  for (const auto& [name, entries] : store.data().indexes)
    BOOST_TEST(entries.size() == (name.starts_with("app:session:") ? 1u : 0u), name);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
