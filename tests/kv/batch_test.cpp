// Batches: what reads by keys is read together, what stands behind a write sees it.
#include <boost/test/unit_test.hpp>

#include "host.hpp"
#include "prefetch.hpp"

#include <deque>

namespace {

using namespace orm_test;

struct fixture {
  struct part {
    std::unique_ptr<orm::sdk::driver_plan> plan;
    std::vector<orm_cell> parameters;
    rows got;
    orm_sink sink{};
    orm_error error{};
  };
  test_store store;
  test_session on{store};
  std::deque<part> parts;
  statement by_id =
      statement(ORM_FIND, user_model).where({compare(ORM_NODE_EQ, user::id, 0)}).output({user::id, user::score});
  statement by_email = statement(ORM_FIND, user_model).where({compare(ORM_NODE_EQ, user::email, 0)}).output({user::id});

  fixture() {
    for (const char* each : {"u1", "u2", "u3"}) store.add_user(each, each, "n", 1);
  }

  void add(const statement& what, std::vector<orm_cell> parameters) {
    part& made = parts.emplace_back();
    made.plan = store.compile(what.view());
    made.parameters = std::move(parameters);
    const auto collect = [](void* context, const orm_cell* cells, std::uint32_t count) -> std::int32_t {
      std::string row(orm::sdk::text_of(cells[0]));
      if (count > 1) row += "|" + std::to_string(cells[1].as.integer);
      static_cast<rows*>(context)->push_back(row);
      return 0;
    };
    made.sink = {sizeof(orm_sink), collect, &made.got, 0};
    made.error.size = sizeof(orm_error);
  }

  // Answers how many calls of the store it took.
  std::uint64_t run() {
    std::vector<orm_batch_item> items;
    for (part& each : parts) {
      items.push_back({sizeof(orm_batch_item), static_cast<std::uint32_t>(each.parameters.size()),
                       reinterpret_cast<const orm_plan*>(each.plan.get()), each.parameters.data(), &each.sink,
                       &each.error});
    }
    const std::uint64_t before = store.data().calls;
    on.plain().batch(items.data(), static_cast<std::uint32_t>(items.size()));
    return store.data().calls - before;
  }
};

BOOST_FIXTURE_TEST_SUITE(batches, fixture)

BOOST_AUTO_TEST_CASE(finds_by_key_are_one_call) {
  for (const char* each : {"u2", "u1", "nobody", "u2"}) add(by_id, {text(each)});
  BOOST_TEST(run() == 1u);
  BOOST_TEST(parts[0].got == rows{"u2|1"}, boost::test_tools::per_element());
  BOOST_TEST(parts[1].got == rows{"u1|1"}, boost::test_tools::per_element());
  BOOST_TEST(parts[2].got.empty());
  BOOST_TEST(parts[3].got == rows{"u2|1"}, boost::test_tools::per_element());
  for (const part& each : parts) BOOST_TEST(each.error.code == ORM_OK);
}

BOOST_AUTO_TEST_CASE(keys_that_are_followed_are_followed_together) {
  for (const char* each : {"u2", "u1", "u3"}) add(by_email, {text(each)});
  for (const char* each : {"u2", "u1", "u3"}) add(by_id, {text(each)});
  BOOST_TEST(run() == 3u);  // this store follows by two calls of get()
  BOOST_TEST(parts[1].got == rows{"u1"}, boost::test_tools::per_element());
  BOOST_TEST(parts[5].got == rows{"u3|1"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(ranges_of_indexes_are_read_together_and_then_their_records) {
  const statement every = statement(ORM_FIND, user_model).output({user::id}).order({{user::id, 0}}).take(0);
  for (int i = 0; i < 3; ++i) add(every, {number(2)});
  parts[1].parameters = {number(1)};
  add(by_id, {text("u3")});
  // One call for the key, one for the ranges, one for the records behind them: this store has no call for several.
  BOOST_TEST(run() == 3u);
  BOOST_TEST(parts[0].got == (rows{"u1", "u2"}), boost::test_tools::per_element());
  BOOST_TEST(parts[1].got == rows{"u1"}, boost::test_tools::per_element());
  BOOST_TEST(parts[3].got == rows{"u3|1"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_find_sees_the_writes_before_it_and_not_those_behind) {
  const statement set = statement(ORM_UPDATE, user_model)
                            .where({compare(ORM_NODE_EQ, user::id, 0)})
                            .assign({{user::score, ORM_ASSIGN_SET, 1}});
  add(by_id, {text("u1")});
  add(set, {text("u1"), number(7)});
  add(by_id, {text("u1")});
  add(set, {text("u1"), number(8)});
  run();
  BOOST_TEST(parts[0].got == rows{"u1|1"}, boost::test_tools::per_element());
  BOOST_TEST(parts[2].got == rows{"u1|7"}, boost::test_tools::per_element());
  BOOST_TEST(parts[3].sink.affected == 1u);
}

BOOST_AUTO_TEST_CASE(each_fails_on_its_own) {
  const statement insert = statement(ORM_INSERT, user_model).columns({user::id, user::email, user::score});
  add(by_id, {text("u1")});
  add(by_id, {});
  add(insert, {text("u1"), text("u1"), number(0)});
  add(by_id, {text("u2")});
  run();
  BOOST_TEST(parts[0].got.size() == 1u);
  BOOST_TEST(parts[1].error.code == ORM_INVALID_QUERY);
  BOOST_TEST(parts[2].error.code == ORM_UNIQUE_CONSTRAINT_VIOLATION);
  BOOST_TEST(parts[3].got.size() == 1u);
}

// Who asks again does so because the answer was too old.
BOOST_AUTO_TEST_CASE(what_was_read_ahead_is_answered_as_often_as_it_was_wanted) {
  map_backend real(store.shared_data());
  kv::prefetch ahead(real);
  const std::string key = "app:user:r:u1";
  for (int i = 0; i < 2; ++i) ahead.want(store.models()[user_model], kv::model_layout::id_key, key);
  ahead.read_wanted();
  kv::commit_request removal;
  removal.erases.push_back(key);
  real.commit(removal);
  kv::backend::values found;
  for (int i = 0; i < 2; ++i) {
    ahead.get({&key, 1}, found);
    BOOST_TEST(found[0].has_value());
  }
  ahead.get({&key, 1}, found);
  BOOST_TEST(!found[0].has_value());
}

// Between what is read by its own key and what entries lead to somebody writes.
BOOST_AUTO_TEST_CASE(a_record_is_not_older_than_an_entry_has_told) {
  const std::string key = "app:user:r:u1";
  struct : map_backend {
    using map_backend::map_backend;
    void get(std::span<const std::string> keys, values& found) override {
      if (++gets == 2) {
        kv::commit_request change;
        change.puts.push_back({keys[0], "newer"});
        commit(change);
      }
      map_backend::get(keys, found);
    }
    int gets = 0;
  } real(store.shared_data());
  kv::prefetch ahead(real);
  const kv::model_layout& users = store.models()[user_model];
  const auto once = ahead.want_once(users, kv::model_layout::id_key, key);
  ahead.want(users, kv::model_layout::id_key, key);
  ahead.want(users, kv::model_layout::id_key, {users.key(kv::model_layout::id_key).index, "", "", false, false, 1});
  ahead.read_wanted();
  BOOST_TEST(ahead.record(once).value() == "newer");
  kv::backend::values found;
  ahead.get({&key, 1}, found);
  BOOST_TEST(found[0].value() == "newer");
}

BOOST_AUTO_TEST_CASE(finds_by_key_heed_the_page_and_the_rest_of_the_condition) {
  const statement by_id_and_score = statement(ORM_FIND, user_model)
                                        .where({compare(ORM_NODE_EQ, user::id, 0),
                                                compare(ORM_NODE_EQ, user::score, 1),
                                                {ORM_NODE_AND, 0, 3, 2, ORM_NONE}})
                                        .output({user::id});
  const statement paged =
      statement(ORM_FIND, user_model).where({compare(ORM_NODE_EQ, user::id, 0)}).output({user::id}).take(1);
  add(by_id_and_score, {text("u1"), number(1)});
  add(by_id_and_score, {text("u1"), number(2)});
  add(paged, {text("u1"), number(0)});
  add(paged, {text("u1"), number(1)});
  run();
  BOOST_TEST(parts[0].got == rows{"u1"}, boost::test_tools::per_element());
  BOOST_TEST(parts[1].got.empty());
  BOOST_TEST(parts[2].got.empty());
  BOOST_TEST(parts[3].got == rows{"u1"}, boost::test_tools::per_element());
  for (part& each : parts) {  // and alone
    rows batched;
    batched.swap(each.got);
    on.plain().execute(*each.plan, each.parameters.data(), static_cast<std::uint32_t>(each.parameters.size()),
                       each.sink);
    BOOST_TEST(each.got == batched, boost::test_tools::per_element());
  }
}

BOOST_AUTO_TEST_CASE(inside_a_transaction_it_sees_the_transaction) {
  on.begin();
  on.run(statement(ORM_DELETE, user_model), {});
  add(by_id, {text("u1")});
  run();
  BOOST_TEST(parts[0].got.empty());
  on.rollback();
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
