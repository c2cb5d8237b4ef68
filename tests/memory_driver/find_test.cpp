// Finds: every access path gives the rows that a scan would give.
#include "host.hpp"

#include <boost/test/unit_test.hpp>

namespace orm::tests {
namespace {

struct people {
  people() : on(in) {
    on.add_user("u1", "a@x", 10);
    on.add_user("u2", "b@x", 20, "u1");
    on.add_user("u3", "c@x", 10, "u1");
    on.add_user("u4", "ab@x", 30, "u2");
  }
  std::vector<std::string> find(statement& what, const std::vector<orm_cell>& parameters) {
    const answer got = on.run(what.output({user::id}), parameters);
    BOOST_REQUIRE_MESSAGE(got.code == ORM_OK, got.error.message);
    return got.rows;
  }
  store in;
  connection on;
};

using rows = std::vector<std::string>;

BOOST_FIXTURE_TEST_SUITE(find, people)

BOOST_AUTO_TEST_CASE(by_unique_keys) {
  statement by_id(ORM_FIND, user_model);
  by_id.where({equals(user::id, 0)});
  BOOST_TEST(find(by_id, {text("u2")}) == rows{"u2"}, boost::test_tools::per_element());
  BOOST_TEST(find(by_id, {text("u9")}).empty());
  statement by_email(ORM_FIND, user_model);
  by_email.where({equals(user::email, 0), equals(user::score, 1), all_of(2, 3)});
  BOOST_TEST(find(by_email, {text("c@x"), number(10)}) == rows{"u3"}, boost::test_tools::per_element());
  BOOST_TEST(find(by_email, {text("c@x"), number(11)}).empty());
}

BOOST_AUTO_TEST_CASE(by_lists_each_row_once) {
  const std::vector<orm_cell> ids{text("u3"), text("u1"), text("u3"), text("nobody")};
  statement listed(ORM_FIND, user_model);
  listed.where({compare(ORM_NODE_IN, user::id, 0)}).order({{user::id, 1}});
  BOOST_TEST(find(listed, {sdk::list_cell(ids)}) == (rows{"u3", "u1"}), boost::test_tools::per_element());
  const std::vector<orm_cell> scores{number(30), number(10), number(10)};
  statement scored(ORM_FIND, user_model);
  scored.where({compare(ORM_NODE_IN, user::score, 0)}).order({{user::id, 0}});
  BOOST_TEST(find(scored, {sdk::list_cell(scores)}) == (rows{"u1", "u3", "u4"}), boost::test_tools::per_element());
  BOOST_TEST(find(scored, {sdk::list_cell({})}).empty());
}

BOOST_AUTO_TEST_CASE(ranges_prefixes_and_nulls) {
  statement range(ORM_FIND, user_model);
  range.where({compare(ORM_NODE_GE, user::score, 0), compare(ORM_NODE_LT, user::score, 1), all_of(2, 3)})
      .order({{user::score, 1}, {user::id, 1}});
  BOOST_TEST(find(range, {number(10), number(30)}) == (rows{"u2", "u3", "u1"}), boost::test_tools::per_element());
  BOOST_TEST(find(range, {number(30), number(10)}).empty());
  statement prefix(ORM_FIND, user_model);
  prefix.where({compare(ORM_NODE_STARTS_WITH, user::email, 0)}).order({{user::email, 0}});
  BOOST_TEST(find(prefix, {text("a")}) == (rows{"u1", "u4"}), boost::test_tools::per_element());
  BOOST_TEST(find(prefix, {text("")}).size() == 4);
  statement null(ORM_FIND, user_model);
  null.where({{ORM_NODE_IS_NULL, 0, 1, user::boss, ORM_NONE}});
  BOOST_TEST(find(null, {}) == rows{"u1"}, boost::test_tools::per_element());
  statement above(ORM_FIND, user_model);
  above.where({compare(ORM_NODE_LE, user::boss, 0)}).order({{user::id, 0}});
  BOOST_TEST(find(above, {text("u2")}) == (rows{"u2", "u3", "u4"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(pages_along_an_index) {
  statement page(ORM_FIND, user_model);
  page.order({{user::score, 0}, {user::id, 0}}).cursor(user::id, 0);
  page.of.take = 1;
  page.of.skip = 2;
  BOOST_TEST(find(page, {text("u1"), number(2), number(0)}) == (rows{"u3", "u2"}), boost::test_tools::per_element());
  BOOST_TEST(find(page, {text("u1"), number(2), number(1)}) == (rows{"u2", "u4"}), boost::test_tools::per_element());
  BOOST_TEST(find(page, {text("u4"), number(2), number(0)}).empty());
  BOOST_TEST(find(page, {text("u9"), number(2), number(0)}).empty());
  BOOST_TEST(find(page, {text("u1"), number(0), number(0)}).empty());
  page.order({{user::score, 1}, {user::id, 1}});
  BOOST_TEST(find(page, {text("u2"), number(5), number(0)}) == (rows{"u3", "u1"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_cursor_outside_of_the_filter) {
  statement page(ORM_FIND, user_model);
  page.where({equals(user::boss, 1)}).order({{user::boss, 0}, {user::id, 0}}).cursor(user::id, 0);
  BOOST_TEST(find(page, {text("u1"), text("u1")}) == (rows{"u2", "u3"}), boost::test_tools::per_element());
  BOOST_TEST(find(page, {text("u4"), text("u1")}).empty());  // its boss sorts behind u1
  page.order({{user::id, 0}});
  BOOST_TEST(find(page, {text("u2"), text("u1")}) == (rows{"u3"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(distinct_before_cursor) {
  statement page(ORM_FIND, user_model);
  page.order({{user::score, 0}, {user::id, 0}}).distinct({user::score}).cursor(user::id, 0);
  BOOST_TEST(find(page, {text("u1")}) == (rows{"u2", "u4"}), boost::test_tools::per_element());
  BOOST_TEST(find(page, {text("u3")}) == (rows{"u2", "u4"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(keyed) {
  const std::int64_t red = on.add_team("red");
  const std::int64_t blue = on.add_team("blue");
  on.add_member("m1", "u1", red, "owner");
  on.add_member("m2", "u1", blue);
  on.add_member("m3", "u2", red);
  const std::vector<orm_cell> keys{text("u1"), text("nobody"), text("u2"), text("u1")};

  statement members(ORM_FIND, member_model);
  members.flag(ORM_STATEMENT_KEYED).output({member::id}).order({{member::id, 1}});
  members.of.relation = user_members;
  members.of.key_list = 0;
  members.of.take = 1;
  BOOST_TEST(on.run(members, {sdk::list_cell(keys), number(1)}).rows == (rows{"0|m2", "2|m3", "3|m2"}),
             boost::test_tools::per_element());

  statement teams(ORM_FIND, team_model);
  teams.flag(ORM_STATEMENT_KEYED).output({team::title}).order({{team::title, 0}});
  teams.of.relation = user_teams;
  teams.of.key_list = 0;
  BOOST_TEST(on.run(teams, {sdk::list_cell(keys)}).rows == (rows{"0|blue", "0|red", "2|red", "3|blue", "3|red"}),
             boost::test_tools::per_element());

  statement best(ORM_FIND, member_model);
  best.flag(ORM_STATEMENT_KEYED | ORM_STATEMENT_FIRST_PER_KEY).output({member::id}).where({equals(member::role, 1)});
  best.of.relation = user_best;
  best.of.key_list = 0;
  BOOST_TEST(on.run(best, {sdk::list_cell(keys), text("owner")}).rows == (rows{"0|m1", "3|m1"}),
             boost::test_tools::per_element());
  BOOST_TEST(on.run(best, {sdk::list_cell(keys), text("member")}).rows == (rows{"2|m3"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_filter_by_another_key_keeps_the_relation) {
  const std::int64_t red = on.add_team("red");
  on.add_member("m1", "u1", red);
  const std::vector<orm_cell> keys{text("u2"), text("u1")};
  statement one(ORM_FIND, member_model);
  one.flag(ORM_STATEMENT_KEYED).output({member::id}).where({equals(member::id, 1)});
  one.of.relation = user_members;
  one.of.key_list = 0;
  BOOST_TEST(on.run(one, {sdk::list_cell(keys), text("m1")}).rows == rows{"1|m1"}, boost::test_tools::per_element());
  const std::vector<orm_cell> ids{text("m1"), text("m2")};
  one.where({compare(ORM_NODE_IN, member::id, 1)}).order({{member::id, 0}});
  BOOST_TEST(on.run(one, {sdk::list_cell(keys), sdk::list_cell(ids)}).rows == rows{"1|m1"},
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(filters_through_relations) {
  const std::int64_t red = on.add_team("red");
  on.add_member("m1", "u1", red, "owner");
  on.add_member("m2", "u2", red);
  statement some(ORM_FIND, user_model);
  some.where({equals(member::role, 0), {ORM_NODE_SOME, 0, 2, user_members, ORM_NONE}});
  BOOST_TEST(find(some, {text("owner")}) == rows{"u1"}, boost::test_tools::per_element());
  statement none(ORM_FIND, user_model);
  none.where({equals(team::title, 0), {ORM_NODE_SOME, 0, 2, user_teams, ORM_NONE}, {ORM_NODE_NOT, 0, 3, 0, ORM_NONE}})
      .order({{user::id, 0}});
  BOOST_TEST(find(none, {text("red")}) == (rows{"u3", "u4"}), boost::test_tools::per_element());
  statement is(ORM_FIND, member_model);
  is.where({equals(user::email, 0), {ORM_NODE_IS, 0, 2, member_user, ORM_NONE}}).output({member::id});
  BOOST_TEST(on.run(is, {text("b@x")}).rows == rows{"m2"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(aggregates_by_group) {
  statement groups(ORM_AGGREGATE, user_model);
  groups.aggregate({user::score}, {{ORM_AGGREGATE_COUNT_ALL, ORM_NONE},
                                   {ORM_AGGREGATE_MAX, user::email},
                                   {ORM_AGGREGATE_SUM, user::score},
                                   {ORM_AGGREGATE_COUNT, user::boss}});
  auto got = on.run(groups, {}).rows;
  std::sort(got.begin(), got.end());
  BOOST_TEST(got == (rows{"10|2|c@x|20|1", "20|1|b@x|20|1", "30|1|ab@x|30|1"}), boost::test_tools::per_element());
  BOOST_TEST(on.count(user_model) == 4);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace orm::tests
