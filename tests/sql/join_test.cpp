// Golden SQL of finds with rows of singular relations beside their own.
#include <cstddef>

#include "golden.hpp"

namespace orm::tests {

// posts beside their authors, and the bosses of these.
struct joined : golden {
  joined() : find(ORM_FIND, posts) {
    boss = builder.relation(
        {0, ORM_RELATION_SINGULAR, users, users, user::boss, user::id, ORM_NONE, ORM_NONE, ORM_NONE, {}});
    find.output = {post::title};
    find.join(post_author, ORM_NONE, {user::name, user::kind});
    find.join(boss, 0, {user::id});
  }
  statement_builder find;
  std::uint32_t boss;
};

BOOST_AUTO_TEST_SUITE(golden_joins)

BOOST_FIXTURE_TEST_CASE(rows_beside_a_row, joined) {
  find.where({leaf(ORM_NODE_EQ, post::id, 0)});
  check(
      find, sqlite,
      R"(SELECT t0."title", t1."name", t1."kind", t2."id" FROM "posts" AS t0 LEFT JOIN "users" AS t1 ON t1."id" = t0."author" LEFT JOIN "users" AS t2 ON t2."id" = t1."boss id" WHERE t0."id" = ?1)",
      "0");
  check(
      find, postgres,
      R"(SELECT t0."title", t1."name", t1."kind", t2."id" FROM "posts" AS t0 LEFT JOIN "users" AS t1 ON t1."id" = textin(textout(t0."author")) LEFT JOIN "users" AS t2 ON t2."id" = textin(textout(t1."boss id")) WHERE t0."id" = $1 AND t0."id" COLLATE "C" = $1)",
      "0");
  check(find, mysql,
        "SELECT t0.`title`, t1.`name`, t1.`kind`, t2.`id` FROM `posts` AS t0 LEFT JOIN `users` AS t1 ON t1.`id` = "
        "t0.`author` LEFT JOIN `users` AS t2 ON t2.`id` = t1.`boss id` WHERE t0.`id` = ?",
        "0");
}

BOOST_FIXTURE_TEST_CASE(a_page_is_found_before_it_is_joined, joined) {
  find.order = {{post::likes, 1}, {post::id, 1}};
  find.statement.take = 0;
  check(
      find, sqlite,
      R"(SELECT p.f2, t1."name", t1."kind", t2."id" FROM (SELECT t0."id" AS f0, t0."author" AS f1, t0."title" AS f2, t0."likes" AS f6 FROM "posts" AS t0 ORDER BY t0."likes" DESC, t0."id" DESC LIMIT ?1) AS p LEFT JOIN "users" AS t1 ON t1."id" = p.f1 LEFT JOIN "users" AS t2 ON t2."id" = t1."boss id" ORDER BY p.f6 DESC, p.f0 DESC)",
      "0");
  find.order = {{post::score, 0}, {post::id, 0}};
  find.cursor_fields = {post::id};
  find.cursor_parameters = {1};
  const std::string columns =
      R"(SELECT t0."id" AS f0, t0."author" AS f1, t0."title" AS f2, t0."score" AS f3, t0."score" AS o0, t0."id" COLLATE "C" AS o1 FROM "posts" AS t0 WHERE )";
  const std::string cursor = R"(FROM "posts" AS t3 WHERE t3."id" = $1 AND t3."score" IS )";
  const std::string end = R"( ORDER BY t0."score" NULLS FIRST, t0."id" COLLATE "C" LIMIT $2))";
  check(
      find, postgres,
      R"(SELECT p.f2, t1."name", t1."kind", t2."id" FROM ((SELECT)" + columns.substr(6) +
          R"(t0."score" IS NULL AND t0."id" COLLATE "C" > (SELECT t3."id" )" + cursor + "NULL) AND EXISTS (SELECT 1 " +
          cursor + "NULL)" + end + " UNION ALL (" + columns + R"(t0."score" IS NOT NULL AND EXISTS (SELECT 1 )" +
          cursor + "NULL)" + end + " UNION ALL (" + columns +
          R"((t0."score", t0."id" COLLATE "C") > ((SELECT t3."score" )" + cursor + R"(NOT NULL), (SELECT t3."id" )" +
          cursor + "NOT NULL)) AND EXISTS (SELECT 1 " + cursor + "NOT NULL)" + end +
          R"( ORDER BY o0 NULLS FIRST, o1 LIMIT $2) AS p LEFT JOIN "users" AS t1 ON t1."id" = textin(textout(p.f1)) LEFT JOIN "users" AS t2 ON t2."id" = textin(textout(t1."boss id")) ORDER BY p.f3 NULLS FIRST, p.f0 COLLATE "C")",
      "1 0");
}

BOOST_FIXTURE_TEST_CASE(rows_beside_those_of_each_key, joined) {
  find.statement.flags = ORM_STATEMENT_KEYED;
  find.statement.relation = user_posts;
  find.statement.key_list = 0;
  check(
      find, sqlite,
      R"(SELECT k.ordinal, t0."title", t1."name", t1."kind", t2."id" FROM orm_list(?1) AS k CROSS JOIN "posts" AS t0 LEFT JOIN "users" AS t1 ON t1."id" = t0."author" LEFT JOIN "users" AS t2 ON t2."id" = t1."boss id" WHERE t0."author" = k.value ORDER BY k.ordinal)",
      "0:list");
  find.order = {{post::id, 0}};
  find.statement.take = 1;
  check(
      find, postgres,
      R"(SELECT k.ordinal - 1, t0."title", t1."name", t1."kind", t2."id" FROM unnest($1::text[]) WITH ORDINALITY AS k(value, ordinal) CROSS JOIN LATERAL (SELECT t0.* FROM "posts" AS t0 WHERE t0."author" = k.value ORDER BY t0."id" COLLATE "C" LIMIT $2) AS t0 LEFT JOIN "users" AS t1 ON t1."id" = textin(textout(t0."author")) LEFT JOIN "users" AS t2 ON t2."id" = textin(textout(t1."boss id")) ORDER BY k.ordinal - 1, t0."id" COLLATE "C")",
      "0:list 1");
}

BOOST_FIXTURE_TEST_CASE(a_find_linked_to_the_rows_beside, joined) {
  find.statement.flags = ORM_STATEMENT_UNIQUE;
  find.where({leaf(ORM_NODE_EQ, post::id, 0)});
  statement_builder below(ORM_FIND, posts, ORM_STATEMENT_KEYED);
  below.output = {post::id};
  below.statement.relation = user_posts;
  below.statement.parent = &find.finish();
  below.statement.parent_join = 1;
  const std::string key = R"(FROM "posts" AS t0 LEFT JOIN "users" AS t1 ON t1."id" = textin(textout(t0."author")) )"
                          R"(LEFT JOIN "users" AS t2 ON t2."id" = textin(textout(t1."boss id")) WHERE t0."id" = $1 )"
                          R"(AND t0."id" COLLATE "C" = $1)";
  check(
      below, postgres,
      R"(SELECT k.ordinal - 1, t0."id" FROM (SELECT textin(textout(t2."id")) AS value, CAST(1 AS bigint) AS ordinal )" +
          key + R"() AS k CROSS JOIN "posts" AS t0 WHERE t0."author" = k.value ORDER BY k.ordinal - 1)",
      "0");
  below.statement.flags |= ORM_STATEMENT_ONE_KEY;
  check(below, postgres,
        R"(SELECT 0, t0."id" FROM (SELECT textin(textout(t2."id")) AS value, CAST(1 AS bigint) AS ordinal )" + key +
            R"() AS k CROSS JOIN "posts" AS t0 WHERE t0."author" = k.value)",
        "0");
  // A host of an older minor knows no joins, and leaves what it does not know out of its structs.
  find.statement.size = offsetof(orm_statement, parent_join);
  BOOST_TEST(compiled(below, postgres).main.sql.find("JOIN \"users\"") == std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(rows_beside_that_expire, golden) {
  const std::uint32_t opened = builder.relation(
      {0, ORM_RELATION_SINGULAR, users, sessions, user::email, session::token, ORM_NONE, ORM_NONE, ORM_NONE, {}});
  statement_builder find(ORM_FIND, users);
  find.output = {user::id};
  find.join(opened, ORM_NONE, {session::id});
  find.statement.now = 0;
  check(
      find, sqlite,
      R"(SELECT t0."id", t1."id" FROM "users" AS t0 LEFT JOIN "sessions" AS t1 ON t1."token" = t0."email" AND (t1."expires" IS NULL OR t1."expires" > ?1))",
      "0");
}

BOOST_FIXTURE_TEST_CASE(joins_that_are_refused, joined) {
  const auto code_of = [&] {
    try {
      compiled(find, sqlite);
      return ORM_OK;
    } catch (const sdk::driver_error& error) {
      return error.code();
    }
  };
  find.distinct = {post::title};
  BOOST_CHECK_EQUAL(code_of(), ORM_UNSUPPORTED);
  find.distinct = {};
  find.joins[1].parent = 1;  // its own row
  BOOST_CHECK_EQUAL(code_of(), ORM_INVALID_QUERY);
  find.joins[1].parent = 0;
  find.joins[1].relation = user_first_post;  // one of several rows
  BOOST_CHECK_EQUAL(code_of(), ORM_INVALID_QUERY);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace orm::tests
