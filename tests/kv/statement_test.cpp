// The writing statements, one after the other, and what they leave in the store.
#include <boost/test/unit_test.hpp>

#include "host.hpp"

namespace {

using namespace orm_test;

bool is_taken(const orm::sdk::driver_error& error) { return error.code() == ORM_UNIQUE_CONSTRAINT_VIOLATION; }

struct fixture {
  test_store store;
  statement all_users =
      statement(ORM_FIND, user_model).order({{user::id, 0}}).output({user::id, user::email, user::name, user::score});
  statement by_email = statement(ORM_FIND, user_model).where({compare(ORM_NODE_EQ, user::email, 0)}).output({user::id});

  std::size_t values() { return store.data().values.size(); }
};

BOOST_FIXTURE_TEST_SUITE(statements, fixture)

BOOST_AUTO_TEST_CASE(a_taken_key_is_named_and_nothing_is_written) {
  store.add_user("u1", "a@x");
  const std::size_t before = values();
  BOOST_CHECK_EXCEPTION(store.add_user("u1", "b@x"), orm::sdk::driver_error, [](const auto& error) {
    return is_taken(error) && error.fields() == std::vector<std::uint32_t>{user::id};
  });
  BOOST_CHECK_EXCEPTION(store.add_user("u2", "a@x"), orm::sdk::driver_error, [](const auto& error) {
    return is_taken(error) && error.fields() == std::vector<std::uint32_t>{user::email} &&
           error.outcome() == ORM_OUTCOME_ROLLED_BACK;
  });
  BOOST_TEST(values() == before);
}

BOOST_AUTO_TEST_CASE(duplicates_are_skipped_in_the_order_of_the_rows) {
  store.add_user("u1", "a@x");
  const statement several = statement(ORM_INSERT, user_model)
                                .columns({user::id, user::email, user::score})
                                .output({user::id})
                                .flag(ORM_STATEMENT_SKIP_DUPLICATES);
  std::uint64_t affected = 0;
  const rows inserted = store.run(several,
                                  {text("u2"), text("a@x"), number(0),   // its email is taken
                                   text("u3"), text("c@x"), number(0),   // inserted
                                   text("u4"), text("c@x"), number(0),   // taken by the row before
                                   text("u2"), text("d@x"), number(0)},  // the first row left nothing behind
                                  &affected);
  BOOST_TEST(inserted == (rows{"1|u3", "3|u2"}), boost::test_tools::per_element());
  BOOST_TEST(affected == 2u);
}

BOOST_AUTO_TEST_CASE(an_update_moves_entries_and_unique_keys) {
  store.add_user("u1", "a@x", "n", 1);
  const statement rename = statement(ORM_UPDATE, user_model)
                               .where({compare(ORM_NODE_EQ, user::id, 0)})
                               .assign({{user::email, ORM_ASSIGN_SET, 1}, {user::score, ORM_ASSIGN_ADD, 2}})
                               .output({user::email, user::score});
  BOOST_TEST(store.run(rename, {text("u1"), text("b@x"), number(41)}) == rows{"b@x|42"},
             boost::test_tools::per_element());
  BOOST_TEST(store.run(by_email, {text("a@x")}).empty());
  BOOST_TEST(store.run(by_email, {text("b@x")}) == rows{"u1"}, boost::test_tools::per_element());
  store.add_user("u2", "a@x");  // the old key is free
}

BOOST_AUTO_TEST_CASE(a_record_follows_the_key_that_it_is_stored_by) {
  kv::kv_options options;
  options.layout.stored_by = {{"user", "email"}};
  test_store by_mail(options);
  by_mail.add_user("u1", "a@x", "n", 1);
  const statement rename = statement(ORM_UPDATE, user_model)
                               .where({compare(ORM_NODE_EQ, user::id, 0)})
                               .assign({{user::email, ORM_ASSIGN_SET, 1}});
  by_mail.run(rename, {text("u1"), text("b@x")});
  BOOST_TEST(by_mail.data().values.contains("app:user:r:b@x"));
  BOOST_TEST(!by_mail.data().values.contains("app:user:r:a@x"));
  BOOST_TEST(by_mail.run(all_users, {}) == rows{"u1|b@x|n|1"}, boost::test_tools::per_element());
  BOOST_TEST(by_mail.run(by_email, {text("b@x")}) == rows{"u1"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(an_overflow_changes_nothing) {
  store.add_user("u1", "a@x", nullptr, 1);
  store.add_user("u2", "b@x", nullptr, 2147483647);
  const statement add = statement(ORM_UPDATE, user_model).assign({{user::score, ORM_ASSIGN_ADD, 0}});
  BOOST_CHECK_EXCEPTION(store.run(add, {number(1)}), orm::sdk::driver_error,
                        [](const auto& error) { return error.code() == ORM_INVALID_VALUE; });
  BOOST_TEST(store.run(all_users, {}) == (rows{"u1|a@x|null|1", "u2|b@x|null|2147483647"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(an_upsert_updates_or_creates) {
  const statement upsert = statement(ORM_UPSERT, user_model)
                               .columns({user::id, user::email, user::score})
                               .conflict({user::email})
                               .assign({{user::score, ORM_ASSIGN_ADD, 3}})
                               .output({user::id, user::score});
  BOOST_TEST(store.run(upsert, {text("u1"), text("a@x"), number(1), number(10)}) == rows{"u1|1"},
             boost::test_tools::per_element());
  BOOST_TEST(store.run(upsert, {text("u2"), text("a@x"), number(1), number(10)}) == rows{"u1|11"},
             boost::test_tools::per_element());
  BOOST_CHECK_EXCEPTION(store.run(upsert, {text("u1"), text("b@x"), number(1), number(10)}), orm::sdk::driver_error,
                        is_taken);
}

BOOST_AUTO_TEST_CASE(update_and_delete_take_the_first_row_by_id) {
  for (const char* each : {"u3", "u1", "u2"}) store.add_user(each, each, "same");
  const statement first =
      statement(ORM_DELETE, user_model).where({compare(ORM_NODE_EQ, user::name, 0)}).flag(ORM_STATEMENT_FIRST);
  std::uint64_t affected = 0;
  store.run(first, {text("same")}, &affected);
  BOOST_TEST(affected == 1u);
  BOOST_TEST(store.run(all_users, {}) == (rows{"u2|u2|same|0", "u3|u3|same|0"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_is_deleted_leaves_only_the_catalog) {
  for (const char* each : {"u3", "u1", "u2"}) store.add_user(each, each, "same");
  store.run(statement(ORM_DELETE, user_model), {});
  BOOST_TEST(values() == 1u);
  BOOST_TEST(store.data().values.contains("app:user:m"));
  for (const auto& [name, entries] : store.data().indexes) BOOST_TEST(entries.empty(), name);
}

BOOST_AUTO_TEST_CASE(ids_are_counted_once_and_never_again) {
  const statement insert = statement(ORM_INSERT, ticket_model).columns({ticket::title}).output({ticket::id});
  BOOST_TEST(store.run(insert, {text("a"), text("b")}) == (rows{"0|1", "1|2"}), boost::test_tools::per_element());
  store.run(statement(ORM_DELETE, ticket_model), {});
  BOOST_TEST(store.run(insert, {text("c")}) == rows{"0|3"}, boost::test_tools::per_element());
  store.data().counters["app:ticket:n"] = 2147483647;
  BOOST_CHECK_EXCEPTION(store.run(insert, {text("d")}), orm::sdk::driver_error,
                        [](const auto& error) { return error.code() == ORM_INVALID_VALUE; });
}

BOOST_AUTO_TEST_CASE(more_rows_than_one_commit_takes_are_refused) {
  kv::kv_options options;
  options.max_atomic_rows = 2;
  test_store small(options);
  const statement insert = statement(ORM_INSERT, ticket_model).columns({ticket::title});
  BOOST_CHECK_EXCEPTION(small.run(insert, {text("a"), text("b"), text("c")}), orm::sdk::driver_error,
                        [](const auto& error) { return error.code() == ORM_UNSUPPORTED; });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
