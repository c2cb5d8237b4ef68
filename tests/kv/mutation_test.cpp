// What a commit is made of: record, unique keys and index entries go together.
#include <boost/test/unit_test.hpp>

#include "host.hpp"
#include "mutation.hpp"

#include <algorithm>

namespace {

using namespace orm_test;

struct fixture {
  std::vector<kv::model_layout> models = kv::layout_of(test_schema(), {});
  const kv::model_layout& users = models[user_model];
  kv::backend_capabilities can;
  std::vector<orm_cell> ada = {text("u1"), text("ada@x"), text("Ada"), number(1)};
  std::vector<orm_cell> bob = {text("u2"), text("bob@x"), text("Bob"), number(2)};

  static kv::stored_row stored(const std::vector<orm_cell>& row) { return {row.data(), "orm1:aaaaaaaaaaa;"}; }

  static rows conditions_of(const kv::commit_request& request) {
    rows all;
    for (const auto& each : request.conditions) all.push_back(each.key + (each.head.empty() ? " free" : " same"));
    std::sort(all.begin(), all.end());
    return all;
  }
  static rows puts_of(const kv::commit_request& request) {
    rows all;
    for (const auto& each : request.puts) all.push_back(each.key);
    std::sort(all.begin(), all.end());
    return all;
  }
  static rows entries_of(const kv::commit_request& request) {
    rows all;
    for (const auto& each : request.entries) all.push_back((each.add ? "+" : "-") + each.index + " " + each.entry);
    std::sort(all.begin(), all.end());
    return all;
  }
};

BOOST_FIXTURE_TEST_SUITE(mutation, fixture)

BOOST_AUTO_TEST_CASE(a_new_row_wants_its_keys_free) {
  kv::mutation change(users, can);
  BOOST_TEST(!change.add(ada.data()));
  const kv::commit_request request = change.finish();
  BOOST_TEST(conditions_of(request) == (rows{"app:user:r:u1 free", "app:user:u:email:ada@x free"}),
             boost::test_tools::per_element());
  BOOST_TEST(puts_of(request) == (rows{"app:user:r:u1", "app:user:u:email:ada@x"}), boost::test_tools::per_element());
  BOOST_TEST(entries_of(request) ==
                 (rows{"+app:user:i:email =ada@x =u1 ", "+app:user:i:id =u1 ", "+app:user:i:name.score =Ada =a1 =u1 "}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_changed_row_touches_only_what_changed) {
  std::vector<orm_cell> changed = ada;
  changed[user::score] = number(9);
  kv::mutation change(users, can);
  change.remove(stored(ada));
  BOOST_TEST(!change.add(changed.data()));
  const kv::commit_request request = change.finish();
  BOOST_TEST(conditions_of(request) == rows{"app:user:r:u1 same"}, boost::test_tools::per_element());
  BOOST_TEST(puts_of(request) == rows{"app:user:r:u1"}, boost::test_tools::per_element());
  BOOST_TEST(request.erases.empty());
  BOOST_TEST(
      entries_of(request) == (rows{"+app:user:i:name.score =Ada =a9 =u1 ", "-app:user:i:name.score =Ada =a1 =u1 "}),
      boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(rows_may_exchange_unique_keys) {
  std::vector<orm_cell> new_ada = ada;
  std::vector<orm_cell> new_bob = bob;
  std::swap(new_ada[user::email], new_bob[user::email]);
  kv::mutation change(users, can);
  change.remove(stored(ada));
  change.remove(stored(bob));
  BOOST_TEST(!change.add(new_ada.data()));
  BOOST_TEST(!change.add(new_bob.data()));
  const kv::commit_request request = change.finish();
  BOOST_TEST(conditions_of(request) == (rows{"app:user:r:u1 same", "app:user:r:u2 same"}),
             boost::test_tools::per_element());
  BOOST_TEST(request.erases.empty());
}

BOOST_AUTO_TEST_CASE(two_new_rows_can_t_have_one_key) {
  bob[user::email] = ada[user::email];
  kv::mutation change(users, can);
  BOOST_TEST(!change.add(ada.data()));
  const auto taken = change.add(bob.data());
  BOOST_REQUIRE(taken);
  BOOST_TEST(users.keys()[*taken].fields == std::vector<std::uint32_t>{user::email}, boost::test_tools::per_element());
  BOOST_TEST(change.finish().puts.size() == 2u);  // nothing of the second
}

BOOST_AUTO_TEST_CASE(a_store_without_atomic_commits_changes_one_record) {
  can.atomic_commit = false;
  kv::mutation change(users, can);
  change.remove(stored(ada));
  BOOST_CHECK_NO_THROW(change.finish());
  change.remove(stored(bob));
  BOOST_CHECK_EXCEPTION(change.finish(), orm::sdk::driver_error, [](const auto& error) {
    return error.code() == ORM_UNSUPPORTED && error.outcome() == ORM_OUTCOME_NOT_SENT;
  });
}

BOOST_AUTO_TEST_CASE(the_expiry_of_a_row_goes_with_all_that_is_written_of_it) {
  can.expiry = true;
  const std::vector<orm_cell> row = {text("s1"), text("t1"), text("u1"), instant(1000)};
  kv::mutation change(models[session_model], can);
  change.add(row.data());
  const kv::commit_request request = change.finish();
  for (const auto& each : request.puts) BOOST_TEST(each.expires_at == 1000);
  for (const auto& each : request.entries) BOOST_TEST(each.expires_at == 1000);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
