// Stores that can do less: no ordered indexes, no commits of several records, no counters.
#include <boost/test/unit_test.hpp>

#include "host.hpp"

namespace {

using namespace orm_test;

// A schema that even such stores can keep: one unique key a model.
struct plain_schema {
  std::vector<orm_field> fields = {make_field("id", ORM_FIELD_STRING, ORM_FIELD_ID),
                                   make_field("label", ORM_FIELD_STRING, ORM_FIELD_NULLABLE)};
  std::vector<orm_model> models = {make_model("note", fields)};
  orm_schema schema = make_schema(models);
};

BOOST_AUTO_TEST_SUITE(restricted)

BOOST_AUTO_TEST_CASE(without_indexes_the_records_are_listed) {
  kv::kv_options options;
  options.can.ordered_indexes = false;
  test_store store(options);
  for (int i = 0; i < 150; ++i) {
    const std::string name = std::to_string(1000 + i);
    store.add_user(name.c_str(), name.c_str(), i % 50 == 0 ? "n" : nullptr);
  }
  BOOST_TEST(store.data().indexes.empty());
  const statement named = statement(ORM_FIND, user_model)
                              .where({compare(ORM_NODE_EQ, user::name, 0)})
                              .order({{user::id, 1}})
                              .output({user::id});
  BOOST_TEST(store.explained(named) == "scan app:user:r:*; filter in the driver; sort in the driver by id desc");
  BOOST_TEST(store.run(named, {text("n")}) == (rows{"1100", "1050", "1000"}), boost::test_tools::per_element());
  for (const char* each : {"a", "b", "c"}) store.add_session(each, each, each[0] == 'b' ? "1001" : "1000", 1000, 0);
  const std::vector<orm_cell> keys{text("1000"), text("1001"), text("1000")};
  const statement children = statement(ORM_FIND, session_model)
                                 .along(user_sessions, 0)
                                 .order({{session::id, 0}})
                                 .clock(1)
                                 .output({session::id});
  BOOST_TEST(store.run(children, {orm::sdk::list_cell(keys), instant(0)}) == (rows{"0|a", "0|c", "1|b", "2|a", "2|c"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(without_atomic_commits_one_record_is_changed_at_a_time) {
  kv::kv_options options;
  options.can.atomic_commit = false;
  BOOST_CHECK_EXCEPTION(test_store(kv::kv_options(options)), orm::sdk::driver_error, with_code(ORM_UNSUPPORTED));
  const plain_schema plain;
  test_store store(options, plain.schema);
  const statement insert = statement(ORM_INSERT, 0).columns({0, 1});
  store.run(insert, {text("n1"), text("a")});
  store.run(insert, {text("n2"), text("b")});
  BOOST_CHECK_EXCEPTION(store.run(insert, {text("n3"), text("c"), text("n4"), text("d")}), orm::sdk::driver_error,
                        with_code(ORM_UNSUPPORTED));
  BOOST_CHECK_EXCEPTION(store.run(insert, {text("n1"), text("c")}), orm::sdk::driver_error,
                        with_code(ORM_UNIQUE_CONSTRAINT_VIOLATION));
  BOOST_CHECK_EXCEPTION(store.run(statement(ORM_DELETE, 0), {}), orm::sdk::driver_error, with_code(ORM_UNSUPPORTED));
  store.run(statement(ORM_DELETE, 0).where({compare(ORM_NODE_EQ, 0, 0)}), {text("n1")});
  BOOST_TEST(store.run(statement(ORM_FIND, 0).output({0}), {}) == rows{"n2"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(without_counters_increment_ids_are_refused) {
  kv::kv_options options;
  options.can.counters = false;
  BOOST_CHECK_EXCEPTION(test_store(kv::kv_options(options)), orm::sdk::driver_error, with_code(ORM_UNSUPPORTED));
}

BOOST_AUTO_TEST_CASE(capabilities_follow_from_the_backend) {
  kv::backend_capabilities can;
  can.counters = false;
  can.expiry = true;
  const orm_capabilities declared = kv::capabilities_of(can, 10'000);
  BOOST_TEST(declared.features == ORM_CAN_EXPIRE);
  BOOST_TEST(declared.transactions == ORM_TRANSACTIONS_INTERACTIVE);
  BOOST_TEST(declared.isolations == ORM_ISOLATION_SERIALIZABLE);
  BOOST_TEST(declared.max_atomic_rows == 10'000u);
  can.pipelines = true;
  can.atomic_commit = false;
  const orm_capabilities less = kv::capabilities_of(can, 10'000);
  BOOST_TEST(less.features == (ORM_CAN_EXPIRE | ORM_CAN_PIPELINE));
  BOOST_TEST(less.transactions == ORM_TRANSACTIONS_NONE);
  BOOST_TEST(less.isolations == 0u);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
