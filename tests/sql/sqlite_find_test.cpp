// Finds and aggregates on a real file.
#include "sqlite_fixture.hpp"

#include <orm/sdk/value/decimal.hpp>

namespace orm::tests {

using sdk::datetime_cell;
using sdk::decimal_cell;
using sdk::integer_cell;
using sdk::list_cell;
using sdk::null_cell;
using sdk::text_cell;

struct filled_blog : pushed_blog {
  filled_blog() {
    check_rows(add_users({a_user("a", integer_cell(30), "9"), a_user("b", null_cell(), "10"),
                          a_user("c", integer_cell(20), "-1.5"), a_user("d", integer_cell(30), "-12"),
                          a_user("E", null_cell(), "0.5", text_cell("a"))}),
               {"0|a", "1|b", "2|c", "3|d", "4|E"});
    check_rows(
        add_posts({a_post("p1", "a", "x"), a_post("p2", "b", "y"), a_post("p3", "a", "50%"), a_post("p4", "a", "z_")}),
        {});
  }
  strings find_users(const std::vector<orm_node>& where, const std::vector<orm_cell>& parameters) {
    statement_builder find(ORM_FIND, users);
    find.where(where);
    find.output = {user::id};
    find.order = {{user::id, 0}};
    const answer got = db.run(find.finish(), parameters);
    BOOST_CHECK_MESSAGE(got.code == ORM_OK, got.error.message);
    return got.rows;
  }
};

BOOST_FIXTURE_TEST_SUITE(sqlite_find, filled_blog)

BOOST_AUTO_TEST_CASE(every_type_comes_back_as_it_went) {
  statement_builder insert(ORM_INSERT, posts);
  insert.columns = {post::id, post::author, post::title, post::score, post::raw, post::doc, post::likes, post::ratio};
  const std::string raw("\0\xff", 2);
  BOOST_CHECK_EQUAL(db.run(insert.finish(),
                           {text_cell("t"), text_cell("a"), text_cell("ü"), decimal_cell("1.25"), sdk::bytes_cell(raw),
                            sdk::json_cell("{\"a\":1}"), integer_cell(INT64_MIN), sdk::double_cell(0.1)})
                        .code,
                    ORM_OK);
  statement_builder find(ORM_FIND, posts, ORM_STATEMENT_UNIQUE);
  find.where({leaf(ORM_NODE_EQ, post::id, 0)});
  find.output = {post::title, post::score, post::raw, post::doc, post::likes, post::ratio};
  check_rows(db.run(find.finish(), {text_cell("t")}), {"ü|1.25|" + raw + "|{\"a\":1}|-9223372036854775808|0.100000"});
}

BOOST_AUTO_TEST_CASE(filters_are_two_valued) {
  BOOST_TEST(find_users({leaf(ORM_NODE_EQ, user::age, 0)}, {integer_cell(30)}) == (strings{"a", "d"}),
             boost::test_tools::per_element());
  BOOST_TEST(find_users({leaf(ORM_NODE_EQ, user::age, 0), over(ORM_NODE_NOT, 1)}, {integer_cell(30)}) ==
                 (strings{"E", "b", "c"}),
             boost::test_tools::per_element());
  const orm_cell some[] = {text_cell("a"), text_cell("c"), text_cell("nobody")};
  BOOST_TEST(find_users({leaf(ORM_NODE_IN, user::id, 0)}, {list_cell(some)}) == (strings{"a", "c"}),
             boost::test_tools::per_element());
  BOOST_TEST(find_users({leaf(ORM_NODE_IN, user::age, 0), over(ORM_NODE_NOT, 1)}, {list_cell({})}) ==
                 (strings{"E", "a", "b", "c", "d"}),
             boost::test_tools::per_element());
  BOOST_TEST(find_users({leaf(ORM_NODE_EQ, user::id, 0, ORM_NODE_INSENSITIVE)}, {text_cell("e")}) == (strings{"E"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(text_is_taken_literally) {
  const auto titles = [&](orm_node_kind kind, const char* part) {
    statement_builder find(ORM_FIND, posts);
    find.where({leaf(kind, post::title, 0)});
    find.output = {post::title};
    find.order = {{post::id, 0}};
    return db.run(find.finish(), {text_cell(part)}).rows;
  };
  using boost::test_tools::per_element;
  BOOST_TEST(titles(ORM_NODE_CONTAINS, "%") == (strings{"50%"}), per_element());
  BOOST_TEST(titles(ORM_NODE_ENDS_WITH, "_") == (strings{"z_"}), per_element());
  BOOST_TEST(titles(ORM_NODE_STARTS_WITH, "5") == (strings{"50%"}), per_element());
  for (const auto kind : {ORM_NODE_CONTAINS, ORM_NODE_ENDS_WITH, ORM_NODE_STARTS_WITH}) {
    BOOST_TEST(titles(kind, "") == (strings{"x", "y", "50%", "z_"}), per_element());
    BOOST_TEST(titles(kind, "longer than any") == strings{}, per_element());
  }
}

BOOST_AUTO_TEST_CASE(decimals_compare_and_sort_by_value) {
  BOOST_TEST(find_users({leaf(ORM_NODE_GT, user::balance, 0)}, {decimal_cell("0.5")}) == (strings{"a", "b"}),
             boost::test_tools::per_element());
  BOOST_TEST(find_users({leaf(ORM_NODE_LE, user::balance, 0)}, {decimal_cell("-1.5")}) == (strings{"c", "d"}),
             boost::test_tools::per_element());
  statement_builder find(ORM_FIND, users);
  find.output = {user::balance};
  find.order = {{user::balance, 0}, {user::id, 0}};
  check_rows(db.run(find.finish()), {"-12", "-1.5", "0.5", "9", "10"});
}

BOOST_AUTO_TEST_CASE(orders_place_nulls_and_cursors_go_on) {
  const auto page = [&](bool descending, const char* after) {
    statement_builder find(ORM_FIND, users);
    find.output = {user::id};
    find.order = {{user::age, descending}, {user::id, descending}};
    find.statement.take = 0;
    if (after != nullptr) {
      find.cursor_fields = {user::email};
      find.cursor_parameters = {1};
    }
    return db.run(find.finish(), {integer_cell(2), text_cell(after == nullptr ? "" : after)}).rows;
  };
  using boost::test_tools::per_element;
  BOOST_TEST(page(false, nullptr) == (strings{"E", "b"}), per_element());
  BOOST_TEST(page(false, "b") == (strings{"c", "a"}), per_element());
  BOOST_TEST(page(false, "a") == (strings{"d"}), per_element());
  BOOST_TEST(page(true, nullptr) == (strings{"d", "a"}), per_element());
  BOOST_TEST(page(true, "c") == (strings{"b", "E"}), per_element());
  BOOST_TEST(page(true, "nobody") == strings{}, per_element());
}

BOOST_AUTO_TEST_CASE(distinct_keeps_the_first_of_each) {
  statement_builder find(ORM_FIND, users);
  find.output = {user::id, user::age};
  find.order = {{user::age, 1}, {user::id, 1}};
  find.distinct = {user::age};
  check_rows(db.run(find.finish()), {"d|30", "c|20", "b|null"});
}

BOOST_AUTO_TEST_CASE(relations_filter) {
  // Users with a post titled "z_", and those whose first post is titled "x".
  using boost::test_tools::per_element;
  BOOST_TEST(find_users({leaf(ORM_NODE_EQ, post::title, 0), over(ORM_NODE_SOME, 1, user_posts)}, {text_cell("z_")}) ==
                 (strings{"a"}),
             per_element());
  BOOST_TEST(find_users({leaf(ORM_NODE_EQ, post::title, 0), over(ORM_NODE_IS, 1, user_first_post)},
                        {text_cell("z_")}) == strings{},
             per_element());
  BOOST_TEST(find_users({leaf(ORM_NODE_EQ, post::title, 0), over(ORM_NODE_IS, 1, user_first_post)}, {text_cell("x")}) ==
                 (strings{"a"}),
             per_element());
}

BOOST_AUTO_TEST_CASE(keys_are_followed_in_order) {
  const orm_cell keys[] = {text_cell("b"), text_cell("a"), text_cell("c"), text_cell("a")};
  statement_builder find(ORM_FIND, posts, ORM_STATEMENT_KEYED);
  find.output = {post::id};
  find.order = {{post::id, 1}};
  find.statement.relation = user_posts;
  find.statement.key_list = 0;
  check_rows(db.run(find.finish(), {list_cell(keys)}), {"0|p2", "1|p4", "1|p3", "1|p1", "3|p4", "3|p3", "3|p1"});
  find.statement.take = 1;
  find.statement.skip = 2;
  check_rows(db.run(find.finish(), {list_cell(keys), integer_cell(1), integer_cell(1)}), {"1|p3", "3|p3"});
  find.statement.take = find.statement.skip = ORM_NONE;
  find.statement.relation = user_first_post;
  find.statement.flags |= ORM_STATEMENT_FIRST_PER_KEY;
  check_rows(db.run(find.finish(), {list_cell(keys)}), {"0|p2", "1|p1", "3|p1"});
  check_rows(db.run(find.where({leaf(ORM_NODE_EQ, post::title, 1)}).finish(), {list_cell(keys), text_cell("x")}),
             {"1|p1", "3|p1"});
}

BOOST_AUTO_TEST_CASE(a_relation_through_a_model_yields_a_row_once) {
  statement_builder tag_insert(ORM_INSERT, tags);
  tag_insert.columns = {tag::name};
  tag_insert.output = {tag::id, tag::name};
  check_rows(db.run(tag_insert.finish(), {text_cell("one"), text_cell("two")}), {"0|1|one", "1|2|two"});
  statement_builder link(ORM_INSERT, post_tags);
  link.columns = {post_tag::id, post_tag::post, post_tag::tag};
  BOOST_CHECK_EQUAL(
      db.run(link.finish(), {text_cell("1"), text_cell("p1"), integer_cell(2), text_cell("2"), text_cell("p1"),
                             integer_cell(1), text_cell("3"), text_cell("p2"), integer_cell(2)})
          .affected,
      3);
  const orm_cell keys[] = {text_cell("p1"), text_cell("p2")};
  statement_builder find(ORM_FIND, tags, ORM_STATEMENT_KEYED);
  find.output = {tag::name};
  find.order = {{tag::id, 0}};
  find.statement.relation = post_tag_list;
  find.statement.key_list = 0;
  check_rows(db.run(find.finish(), {list_cell(keys)}), {"0|one", "0|two", "1|two"});
  find.statement.take = 1;
  check_rows(db.run(find.finish(), {list_cell(keys), integer_cell(1)}), {"0|one", "1|two"});
}

BOOST_AUTO_TEST_CASE(aggregates_are_exact) {
  statement_builder all(ORM_AGGREGATE, users);
  all.aggregates = {{ORM_AGGREGATE_COUNT_ALL, ORM_NONE}, {ORM_AGGREGATE_COUNT, user::age},
                    {ORM_AGGREGATE_SUM, user::age},      {ORM_AGGREGATE_SUM, user::balance},
                    {ORM_AGGREGATE_MIN, user::balance},  {ORM_AGGREGATE_MAX, user::balance},
                    {ORM_AGGREGATE_MAX, user::id}};
  check_rows(db.run(all.finish()), {"5|3|80|6|-12|10|d"});
  check_rows(db.run(all.where({leaf(ORM_NODE_FALSE, 0)}).finish()), {"0|0|null|null|null|null|null"});
  statement_builder grouped(ORM_AGGREGATE, users);
  grouped.group = {user::age};
  grouped.aggregates = {{ORM_AGGREGATE_COUNT_ALL, ORM_NONE}};
  BOOST_CHECK_EQUAL(db.run(grouped.finish()).rows.size(), 3);
}

BOOST_AUTO_TEST_CASE(a_sink_that_has_enough_ends_a_find) {
  statement_builder find(ORM_FIND, users);
  find.output = {user::id};
  find.order = {{user::id, 0}};
  check_rows(db.run(find.finish(), {}, 2), {"E", "a"});
  BOOST_CHECK_EQUAL(ids(users).size(), 5);
}

BOOST_AUTO_TEST_CASE(long_chains_are_no_problem) {
  std::vector<orm_node> nodes;
  std::vector<orm_cell> parameters;
  for (std::uint32_t i = 0; i < 5000; ++i) {
    nodes.push_back(leaf(ORM_NODE_EQ, user::id, i));
    parameters.push_back(text_cell(i == 4999 ? "c" : "nobody"));
  }
  nodes.push_back(over(ORM_NODE_OR, 5000, 5000));
  BOOST_TEST(find_users(nodes, parameters) == (strings{"c"}), boost::test_tools::per_element());
}

// SQLite's parser has room for a hundred open things; a request may have 200 levels.
BOOST_AUTO_TEST_CASE(deep_nesting_is_no_problem) {
  std::vector<orm_node> nodes = {leaf(ORM_NODE_EQ, user::id, 0)};
  for (std::uint32_t level = 0; level < 80; ++level) {
    // id = c OR (id = c AND (...))
    nodes.push_back(leaf(ORM_NODE_EQ, user::id, 0));
    const auto span = static_cast<std::uint32_t>(nodes.size());
    nodes.push_back(over(level % 2 == 0 ? ORM_NODE_OR : ORM_NODE_AND, span, 2));
  }
  BOOST_TEST(find_users(nodes, {text_cell("c")}) == (strings{"c"}), boost::test_tools::per_element());
  std::vector<orm_node> negated = {leaf(ORM_NODE_EQ, user::age, 0)};
  for (std::uint32_t level = 0; level < 160; ++level) {
    negated.push_back(over(ORM_NODE_NOT, static_cast<std::uint32_t>(negated.size())));
  }
  BOOST_TEST(find_users(negated, {integer_cell(20)}) == (strings{"c"}), boost::test_tools::per_element());
}

// The sort key in SQL and the one that parameters are bound as must be the same.
BOOST_AUTO_TEST_CASE(sort_keys_agree_with_the_rules_on_values) {
  for (const char* value :
       {"0", "1", "-1", "9.99", "-9.99", "10", "-10", "0.001", "-0.001", "123456789012345678901234567890.5"}) {
    statement_builder update(ORM_UPDATE, users);
    update.where({leaf(ORM_NODE_EQ, user::id, 0)});
    update.assignments = {{user::balance, ORM_ASSIGN_SET, 1}};
    BOOST_CHECK_EQUAL(db.run(update.finish(), {text_cell("a"), decimal_cell(value)}).affected, 1);
    BOOST_TEST(find_users({leaf(ORM_NODE_GE, user::balance, 0), leaf(ORM_NODE_LE, user::balance, 0),
                           leaf(ORM_NODE_EQ, user::id, 1), over(ORM_NODE_AND, 3, 3)},
                          {decimal_cell(value), text_cell("a")}) == (strings{"a"}),
               boost::test_tools::per_element());
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace orm::tests
