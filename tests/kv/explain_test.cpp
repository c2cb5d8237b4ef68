// Which path a statement takes, as explain says it, and how many round trips that costs.
#include <boost/test/unit_test.hpp>

#include "host.hpp"

namespace {

using namespace orm_test;

struct fixture {
  test_store store;

  std::uint64_t calls_of(const statement& what, const std::vector<orm_cell>& parameters) {
    store.run(what, parameters);  // the first one meets the catalog
    const std::uint64_t before = store.data().calls;
    store.run(what, parameters);
    return store.data().calls - before;
  }
};

orm_node all_of(std::uint32_t count, std::uint32_t span) { return {ORM_NODE_AND, 0, span, count, ORM_NONE}; }

BOOST_FIXTURE_TEST_SUITE(explain, fixture)

BOOST_AUTO_TEST_CASE(a_record_key_is_one_call) {
  const statement by_id = statement(ORM_FIND, user_model).where({compare(ORM_NODE_EQ, user::id, 0)}).output({user::id});
  BOOST_TEST(store.explained(by_id) == "get app:user:r:<id>");
  store.add_user("u1", "a@x");
  BOOST_TEST(calls_of(by_id, {text("u1")}) == 1u);
}

BOOST_AUTO_TEST_CASE(another_unique_key_leads_to_the_record) {
  const statement by_email =
      statement(ORM_FIND, user_model).where({compare(ORM_NODE_EQ, user::email, 0)}).output({user::id});
  BOOST_TEST(store.explained(by_email) == "get app:user:u:email:<email>, which leads to app:user:r:<id>");
  store.add_user("u1", "a@x");
  BOOST_TEST(store.run(by_email, {text("a@x")}) == rows{"u1"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(an_index_serves_equality_range_and_order) {
  const statement ranged =
      statement(ORM_FIND, user_model)
          .where({compare(ORM_NODE_EQ, user::name, 0), compare(ORM_NODE_GT, user::score, 1), all_of(2, 3)})
          .order({{user::score, 1}, {user::id, 1}})
          .output({user::id});
  BOOST_TEST(store.explained(ranged) ==
             "range of app:user:i:name.score by name, score, backward; filter in the driver");
  for (const char* each : {"1", "2", "3", "4"}) store.add_user(each, each, "n", each[0] - '0');
  BOOST_TEST(store.run(ranged, {text("n"), number(1)}) == (rows{"4", "3", "2"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_no_key_serves_is_a_scan) {
  const statement by_score = statement(ORM_FIND, user_model)
                                 .where({compare(ORM_NODE_EQ, user::score, 0)})
                                 .order({{user::name, 0}, {user::email, 0}})
                                 .output({user::id});
  BOOST_TEST(store.explained(by_score) == "scan app:user:r:*; filter in the driver; sort in the driver by name, email");
  kv::kv_options options;
  options.refuse_scans = true;
  test_store strict(options);
  BOOST_CHECK_EXCEPTION(strict.compile(by_score.view()), orm::sdk::driver_error,
                        [](const auto& error) { return error.code() == ORM_UNSUPPORTED; });
}

BOOST_AUTO_TEST_CASE(the_children_of_many_parents_cost_as_many_calls_as_those_of_one) {
  for (const char* each : {"u1", "u2", "u3"}) store.add_user(each, each);
  for (int i = 0; i < 30; ++i) {
    const std::string name = std::to_string(i);
    store.add_session(name.c_str(), name.c_str(), i % 2 == 0 ? "u1" : "u3", 1000, 0);
  }
  const statement children = statement(ORM_FIND, session_model)
                                 .along(user_sessions, 0)
                                 .order({{session::id, 0}})
                                 .take(1)
                                 .clock(2)
                                 .output({session::id});
  const std::vector<orm_cell> keys{text("u1"), text("u2"), text("u3")};
  const std::vector<orm_cell> parameters{orm::sdk::list_cell(keys), number(2), instant(0)};
  BOOST_TEST(store.run(children, parameters) == (rows{"0|0", "0|10", "2|1", "2|11"}), boost::test_tools::per_element());
  BOOST_TEST(calls_of(children, parameters) == 2u);  // ranges, then records
}

BOOST_AUTO_TEST_CASE(writes_say_what_they_commit) {
  BOOST_TEST(store.explained(statement(ORM_INSERT, user_model).columns({user::id})) ==
             "commit new app:user:r:* if their unique keys are free");
  const statement removal = statement(ORM_DELETE, user_model).where({compare(ORM_NODE_EQ, user::id, 0)});
  const std::string steps = "get app:user:r:<id>; commit changes of app:user:r:* if they are still what was read";
  kv::kv_options options;
  BOOST_TEST(test_store(test_store::as_given(), options).explained(removal) == steps);
  options.can.mutations = true;
  BOOST_TEST(test_store(test_store::as_given(), options).explained(removal) ==
             steps + "; both in one step where the record allows");
}

BOOST_AUTO_TEST_CASE(relation_filters_are_the_kernel_s) {
  const statement some =
      statement(ORM_FIND, user_model).where({{ORM_NODE_TRUE, 0, 1, 0, ORM_NONE}, {ORM_NODE_SOME, 0, 2, 0, ORM_NONE}});
  BOOST_CHECK_EXCEPTION(store.compile(some.view()), orm::sdk::driver_error,
                        [](const auto& error) { return error.code() == ORM_UNSUPPORTED; });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
