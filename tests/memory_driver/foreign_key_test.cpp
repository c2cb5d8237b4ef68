// Cascades, and the state after the statement.
#include "host.hpp"

#include <boost/test/unit_test.hpp>

namespace orm::tests {
namespace {

using rows = std::vector<std::string>;

struct graph {
  graph() : on(in) {
    on.add_user("u1", "a");
    on.add_user("u2", "b", 0, "u1");
    red = on.add_team("red");
    on.add_member("m1", "u1", red);
    on.add_member("m2", "u2", red);
  }
  void add_note(const char* id, const char* user, const char* member) {
    const answer got = on.run(statement(ORM_INSERT, note_model).columns({note::id, note::user, note::member}),
                              {text(id), text(user), text(member)});
    BOOST_REQUIRE_MESSAGE(got.code == ORM_OK, got.error.message);
  }
  answer remove(std::uint32_t model, const orm_cell& id) {
    return on.run(statement(ORM_DELETE, model).where({equals(0, 0)}), {id});
  }
  store in;
  connection on;
  std::int64_t red = 0;
};

BOOST_FIXTURE_TEST_SUITE(foreign_keys, graph)

BOOST_AUTO_TEST_CASE(cascade_and_set_null) {
  const answer got = remove(user_model, text("u1"));
  BOOST_TEST(got.code == ORM_OK);
  BOOST_TEST(got.affected == 1);
  BOOST_TEST(on.count(member_model) == 1);
  BOOST_TEST(on.run(statement(ORM_FIND, user_model).output({user::id, user::boss}), {}).rows == rows{"u2|null"},
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(no_action_refuses_and_changes_nothing) {
  const answer got = remove(team_model, number(red));
  BOOST_TEST(got.code == ORM_FOREIGN_KEY_VIOLATION);
  BOOST_TEST(got.error.model == member_model);
  BOOST_TEST(got.error.fields[0] == member::team);
  add_note("n1", "u1", "m2");
  BOOST_TEST(remove(user_model, text("u1")).code == ORM_FOREIGN_KEY_VIOLATION);
  BOOST_TEST(on.count(member_model) == 2);
  BOOST_TEST(on.count(user_model) == 2);
}

BOOST_AUTO_TEST_CASE(a_diamond_is_judged_at_its_end) {
  add_note("n1", "u1", "m1");  // no action on the user, but it goes with the member, which goes with the user
  BOOST_TEST(remove(user_model, text("u1")).code == ORM_OK);
  BOOST_TEST(on.count(note_model) == 0);
}

BOOST_AUTO_TEST_CASE(many_at_once_may_refer_to_each_other) {
  BOOST_TEST(on.run(statement(ORM_DELETE, user_model), {}).affected == 2);
  BOOST_TEST(on.count(member_model) == 0);
}

BOOST_AUTO_TEST_CASE(updates_are_judged_too) {
  statement move(ORM_UPDATE, member_model);
  move.assign({{member::user, ORM_ASSIGN_SET, 0}}).where({equals(member::id, 1)});
  BOOST_TEST(on.run(move, {text("nobody"), text("m1")}).code == ORM_FOREIGN_KEY_VIOLATION);
  BOOST_TEST(on.run(move, {text("u2"), text("m1")}).code == ORM_UNIQUE_CONSTRAINT_VIOLATION);
  statement rename(ORM_UPDATE, user_model);
  rename.assign({{user::id, ORM_ASSIGN_SET, 0}}).where({equals(user::id, 1)});
  BOOST_TEST(on.run(rename, {text("u9"), text("u2")}).code == ORM_FOREIGN_KEY_VIOLATION);
  BOOST_TEST(on.run(rename, {text("u2"), text("u2")}).code == ORM_OK);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace orm::tests
