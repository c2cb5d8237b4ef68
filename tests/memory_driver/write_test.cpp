// Inserts, updates, upserts and expiry.
#include "host.hpp"

#include <boost/test/unit_test.hpp>

namespace orm::tests {
namespace {

using rows = std::vector<std::string>;

struct empty {
  empty() : on(in) {}
  std::vector<std::string> emails() {
    return on.run(statement(ORM_FIND, user_model).output({user::id, user::email}).order({{user::id, 0}}), {}).rows;
  }
  store in;
  connection on;
};

BOOST_FIXTURE_TEST_SUITE(write, empty)

BOOST_AUTO_TEST_CASE(an_insert_is_all_or_nothing) {
  statement insert(ORM_INSERT, user_model);
  insert.columns({user::id, user::email, user::boss});
  const answer got = on.run(insert, {text("u1"), text("a"), text(nullptr), text("u2"), text("a"), text(nullptr)});
  BOOST_TEST(got.code == ORM_UNIQUE_CONSTRAINT_VIOLATION);
  BOOST_TEST(got.error.model == user_model);
  BOOST_TEST(got.error.field_count == 1);
  BOOST_TEST(got.error.fields[0] == user::email);
  BOOST_TEST(got.error.outcome == ORM_OUTCOME_ROLLED_BACK);
  BOOST_TEST(got.affected == 0);
  BOOST_TEST(on.count(user_model) == 0);
}

BOOST_AUTO_TEST_CASE(children_before_parents) {
  statement insert(ORM_INSERT, user_model);
  insert.columns({user::id, user::email, user::boss});
  BOOST_TEST(on.run(insert, {text("u1"), text("a"), text("u2"), text("u2"), text("b"), text("u2")}).code == ORM_OK);
  BOOST_TEST(on.run(insert, {text("u3"), text("c"), text("u4")}).code == ORM_FOREIGN_KEY_VIOLATION);
  BOOST_TEST(on.count(user_model) == 2);
}

BOOST_AUTO_TEST_CASE(skipping_duplicates) {
  on.add_user("u1", "a");
  statement insert(ORM_INSERT, user_model);
  insert.columns({user::id, user::email}).flag(ORM_STATEMENT_SKIP_DUPLICATES).output({user::id});
  const answer got =
      on.run(insert, {text("u1"), text("x"), text("u2"), text("a"), text("u3"), text("b"), text("u4"), text("b")});
  BOOST_TEST(got.rows == rows{"2|u3"}, boost::test_tools::per_element());
  BOOST_TEST(got.affected == 1);
}

BOOST_AUTO_TEST_CASE(increments_grow_and_are_not_used_twice) {
  const std::int64_t first = on.add_team("a");
  BOOST_TEST(on.run(statement(ORM_DELETE, team_model), {}).affected == 1);
  BOOST_TEST(on.add_team("b") > first);
}

BOOST_AUTO_TEST_CASE(updates_judge_keys_at_the_end) {
  on.add_user("u1", "a", 1);
  on.add_user("u2", "b", 2);
  statement all(ORM_UPDATE, user_model);
  all.assign({{user::email, ORM_ASSIGN_SET, 0}});
  BOOST_TEST(on.run(all, {text("c")}).code == ORM_UNIQUE_CONSTRAINT_VIOLATION);
  BOOST_TEST(emails() == (rows{"u1|a", "u2|b"}), boost::test_tools::per_element());
  all.where({equals(user::id, 1)}).output({user::email});
  BOOST_TEST(on.run(all, {text("c"), text("u2")}).rows == rows{"c"}, boost::test_tools::per_element());
  BOOST_TEST(on.run(all, {text("c"), text("u2")}).affected == 1);  // its own key is in nobody's way
}

BOOST_AUTO_TEST_CASE(arithmetic_changes_nothing_when_it_overflows) {
  on.add_user("u1", "a", 1);
  on.add_user("u2", "b", 2147483647);
  statement more(ORM_UPDATE, user_model);
  more.assign({{user::score, ORM_ASSIGN_ADD, 0}}).output({user::score});
  const answer got = on.run(more, {number(1)});
  BOOST_TEST(got.code == ORM_INVALID_VALUE);
  BOOST_TEST(got.error.fields[0] == user::score);
  more.where({equals(user::id, 1)});
  BOOST_TEST(on.run(more, {number(1), text("u1")}).rows == rows{"2"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(first_means_by_id) {
  on.add_user("u3", "a", 5);
  on.add_user("u1", "b", 5);
  on.add_user("u2", "c", 5);
  statement one(ORM_UPDATE, user_model);
  one.where({equals(user::score, 0)})
      .assign({{user::score, ORM_ASSIGN_SET, 1}})
      .flag(ORM_STATEMENT_FIRST)
      .output({user::id});
  BOOST_TEST(on.run(one, {number(5), number(6)}).rows == rows{"u1"}, boost::test_tools::per_element());
  statement gone(ORM_DELETE, user_model);
  gone.flag(ORM_STATEMENT_FIRST).where({compare(ORM_NODE_CONTAINS, user::email, 0)});
  BOOST_TEST(on.run(gone, {text("")}).affected == 1);
  BOOST_TEST(emails() == (rows{"u2|c", "u3|a"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(upserts) {
  statement upsert(ORM_UPSERT, user_model);
  upsert.columns({user::id, user::email, user::score})
      .conflict({user::email})
      .assign({{user::score, ORM_ASSIGN_ADD, 3}})
      .output({user::id, user::score});
  BOOST_TEST(on.run(upsert, {text("u1"), text("a"), number(1), number(10)}).rows == rows{"u1|1"},
             boost::test_tools::per_element());
  BOOST_TEST(on.run(upsert, {text("u2"), text("a"), number(1), number(10)}).rows == rows{"u1|11"},
             boost::test_tools::per_element());
  BOOST_TEST(on.run(upsert, {text("u1"), text("b"), number(1), number(10)}).code == ORM_UNIQUE_CONSTRAINT_VIOLATION);
}

BOOST_AUTO_TEST_CASE(keys_have_limits) {
  const std::string id(255, 'x');
  const std::string email(2048, 'y');
  const std::string longer = email + "y";
  on.add_user(id.c_str(), email.c_str());
  const std::string long_id = id + "x";
  statement insert(ORM_INSERT, user_model);
  insert.columns({user::id, user::email});
  BOOST_TEST(on.run(insert, {text(long_id.c_str()), text("a")}).code == ORM_INVALID_VALUE);
  statement update(ORM_UPDATE, user_model);
  update.assign({{user::email, ORM_ASSIGN_SET, 0}});
  BOOST_TEST(on.run(update, {text(longer.c_str())}).code == ORM_INVALID_VALUE);
}

BOOST_AUTO_TEST_CASE(expired_rows_do_not_exist) {
  on.add_user("u1", "a");
  on.add_session("s1", "u1", "t", 100);
  on.add_session("s2", "u1", "v", 300);
  BOOST_TEST(on.count(session_model, 99) == 2);
  BOOST_TEST(on.count(session_model, 100) == 1);
  statement insert(ORM_INSERT, session_model);
  insert.columns({session::id, session::token, session::expires});
  insert.of.extra_parameters = 1;
  const auto at = [](std::int64_t instant) { return sdk::datetime_cell(instant); };
  BOOST_TEST(on.run(insert, {text("s3"), text("t"), at(400), at(50)}).code == ORM_UNIQUE_CONSTRAINT_VIOLATION);
  BOOST_TEST(on.run(insert, {text("s3"), text("t"), at(400), at(200)}).code == ORM_OK);
  BOOST_TEST(on.count(session_model, 200) == 2);
  // Two rows of one statement are in each other's way even where the first is written already expired.
  BOOST_TEST(on.run(insert, {text("s4"), text("w"), at(100), text("s5"), text("w"), at(400), at(200)}).code ==
             ORM_UNIQUE_CONSTRAINT_VIOLATION);
  statement gone(ORM_DELETE, user_model);
  gone.of.now = 0;
  BOOST_TEST(on.run(gone, {at(200)}).code == ORM_FOREIGN_KEY_VIOLATION);
  BOOST_TEST(on.run(gone, {at(300)}).code == ORM_OK);
  BOOST_TEST(on.count(session_model, 0) == 1);
  BOOST_TEST(on.purge(400) == 1);
  BOOST_TEST(on.count(session_model, 0) == 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace orm::tests
