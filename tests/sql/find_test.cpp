// Golden SQL of finds and aggregates.
#include "golden.hpp"

namespace orm::tests {

BOOST_FIXTURE_TEST_SUITE(golden_find, golden)

BOOST_AUTO_TEST_CASE(by_a_unique_key) {
  statement_builder find(ORM_FIND, users, ORM_STATEMENT_UNIQUE);
  find.where({leaf(ORM_NODE_EQ, user::email, 0)});
  find.output = {user::id, user::boss};
  check(find, sqlite, R"(SELECT t0."id", t0."boss id" FROM "users" AS t0 WHERE t0."email" = ?1)", "0");
  check(find, postgres,
        R"(SELECT t0."id", t0."boss id" FROM "users" AS t0 WHERE t0."email" = $1 AND t0."email" COLLATE "C" = $1)",
        "0");
  check(find, mysql, "SELECT t0.`id`, t0.`boss id` FROM `users` AS t0 WHERE t0.`email` = ?", "0");
}

BOOST_AUTO_TEST_CASE(junctions_nest_by_precedence) {
  // (age > 1 AND (email = 2 OR NOT age = 3)) with the nullable age under NOT.
  statement_builder find(ORM_FIND, users);
  find.where({leaf(ORM_NODE_GT, user::age, 0), leaf(ORM_NODE_EQ, user::email, 1), leaf(ORM_NODE_EQ, user::age, 2),
              over(ORM_NODE_NOT, 1), over(ORM_NODE_OR, 3, 2), over(ORM_NODE_AND, 5, 2)});
  find.output = {user::id};
  check(find, sqlite,
        R"(SELECT t0."id" FROM "users" AS t0 WHERE t0."age" > ?1 AND (t0."email" = ?2 OR (t0."age" = ?3) IS NOT TRUE))",
        "0 1 2");
  check(
      find, postgres,
      R"(SELECT t0."id" FROM "users" AS t0 WHERE t0."age" > $1 AND (t0."email" = $2 AND t0."email" COLLATE "C" = $2 OR (t0."age" = $3) IS NOT TRUE))",
      "0 1 2");
  check(find, mysql,
        "SELECT t0.`id` FROM `users` AS t0 WHERE t0.`age` > ? AND (t0.`email` = ? OR (t0.`age` = ?) IS NOT TRUE)",
        "0 1 2");
}

BOOST_AUTO_TEST_CASE(not_of_what_is_never_null) {
  statement_builder find(ORM_FIND, users);
  find.where({leaf(ORM_NODE_EQ, user::email, 0), over(ORM_NODE_NOT, 1), leaf(ORM_NODE_IS_NULL, user::name),
              over(ORM_NODE_NOT, 1), over(ORM_NODE_AND, 4, 2)});
  find.output = {user::id};
  check(find, sqlite, R"(SELECT t0."id" FROM "users" AS t0 WHERE NOT t0."email" = ?1 AND t0."name" IS NOT NULL)", "0");
}

BOOST_AUTO_TEST_CASE(text_operators) {
  statement_builder find(ORM_FIND, users);
  find.where({leaf(ORM_NODE_CONTAINS, user::email, 0), leaf(ORM_NODE_STARTS_WITH, user::email, 1),
              leaf(ORM_NODE_ENDS_WITH, user::email, 2), over(ORM_NODE_OR, 3, 3)});
  find.output = {user::id};
  check(
      find, sqlite,
      R"(SELECT t0."id" FROM "users" AS t0 WHERE (instr(t0."email", ?1) > 0 OR (t0."email" >= ?2 AND t0."email" < ?3) OR substr(t0."email", -length(?4), length(?4)) = ?4))",
      "0 1 1:prefix_end 2");
  check(
      find, postgres,
      R"(SELECT t0."id" FROM "users" AS t0 WHERE (strpos(t0."email" COLLATE "C", $1) > 0 OR t0."email" COLLATE "C" ^@ $2 OR right(t0."email" COLLATE "C", length($3)) = $3))",
      "0 1 2");
  check(find, mysql,
        "SELECT t0.`id` FROM `users` AS t0 WHERE (locate(?, t0.`email`) > 0 OR left(t0.`email`, char_length(?)) = ? OR "
        "right(t0.`email`, char_length(?)) = ?)",
        "0 1 1 2 2");
}

BOOST_AUTO_TEST_CASE(text_operators_without_case) {
  statement_builder find(ORM_FIND, users);
  find.where({leaf(ORM_NODE_EQ, user::email, 0, ORM_NODE_INSENSITIVE),
              leaf(ORM_NODE_IN, user::email, 1, ORM_NODE_INSENSITIVE),
              leaf(ORM_NODE_STARTS_WITH, user::email, 2, ORM_NODE_INSENSITIVE), over(ORM_NODE_OR, 3, 3)});
  find.output = {user::id};
  check(
      find, sqlite,
      R"(SELECT t0."id" FROM "users" AS t0 WHERE (lower(t0."email") = lower(?1) OR lower(t0."email") IN (SELECT lower(value) FROM orm_list(?2)) OR substr(lower(t0."email"), 1, length(?3)) = lower(?3)))",
      "0 1:list 2");
  check(
      find, postgres,
      R"(SELECT t0."id" FROM "users" AS t0 WHERE (lower(t0."email" COLLATE "C") = lower($1 COLLATE "C") OR lower(t0."email" COLLATE "C") IN (SELECT lower(v COLLATE "C") FROM unnest($2::text[]) AS v) OR starts_with(lower(t0."email" COLLATE "C"), lower($3 COLLATE "C"))))",
      "0 1:list 2");
}

BOOST_AUTO_TEST_CASE(negation_reaches_the_comparisons) {
  // NOT (email = 0 AND NOT (name = 1 OR NOT NOT age = 2))
  statement_builder find(ORM_FIND, users);
  find.where({leaf(ORM_NODE_EQ, user::email, 0), leaf(ORM_NODE_EQ, user::name, 1), leaf(ORM_NODE_EQ, user::age, 2),
              over(ORM_NODE_NOT, 1), over(ORM_NODE_NOT, 2), over(ORM_NODE_OR, 4, 2), over(ORM_NODE_NOT, 5),
              over(ORM_NODE_AND, 7, 2), over(ORM_NODE_NOT, 8)});
  find.output = {user::id};
  check(find, sqlite,
        R"(SELECT t0."id" FROM "users" AS t0 WHERE (NOT t0."email" = ?1 OR t0."name" = ?2 OR t0."age" = ?3))", "0 1 2");
}

BOOST_AUTO_TEST_CASE(lists) {
  statement_builder find(ORM_FIND, users);
  find.where({leaf(ORM_NODE_IN, user::age, 0), over(ORM_NODE_NOT, 1)});
  find.output = {user::id};
  check(find, sqlite,
        R"(SELECT t0."id" FROM "users" AS t0 WHERE (t0."age" IN (SELECT value FROM orm_list(?1))) IS NOT TRUE)",
        "0:list");
  check(find, postgres, R"(SELECT t0."id" FROM "users" AS t0 WHERE (t0."age" = ANY($1)) IS NOT TRUE)", "0:list");
  check(find, mysql,
        "SELECT t0.`id` FROM `users` AS t0 WHERE (t0.`age` IN (SELECT v.value FROM JSON_TABLE(?, '$[*]' COLUMNS (value "
        "INT PATH '$')) AS v)) IS NOT TRUE",
        "0:list");
}

BOOST_AUTO_TEST_CASE(pages_in_order) {
  statement_builder find(ORM_FIND, users);
  find.output = {user::id};
  find.order = {{user::age, 0}, {user::id, 0}};
  find.statement.take = 0;
  find.statement.skip = 1;
  check(find, sqlite, R"(SELECT t0."id" FROM "users" AS t0 ORDER BY t0."age", t0."id" LIMIT ?1 OFFSET ?2)", "0 1");
  check(
      find, postgres,
      R"(SELECT t0."id" COLLATE "C" FROM "users" AS t0 ORDER BY t0."age" NULLS FIRST, t0."id" COLLATE "C" LIMIT $1 OFFSET $2)",
      "0 1");
  check(find, mysql, "SELECT t0.`id` FROM `users` AS t0 ORDER BY t0.`age`, t0.`id` LIMIT ? OFFSET ?", "0 1");
  find.statement.take = ORM_NONE;
  check(find, sqlite, R"(SELECT t0."id" FROM "users" AS t0 ORDER BY t0."age", t0."id" LIMIT -1 OFFSET ?1)", "1");
  check(find, mysql, "SELECT t0.`id` FROM `users` AS t0 ORDER BY t0.`age`, t0.`id` LIMIT 18446744073709551615 OFFSET ?",
        "1");
}

BOOST_AUTO_TEST_CASE(decimals_sort_by_a_key_where_they_are_text) {
  statement_builder find(ORM_FIND, users);
  find.where({leaf(ORM_NODE_LT, user::balance, 0)});
  find.output = {user::id};
  find.order = {{user::balance, 1}, {user::id, 1}};
  check(
      find, sqlite,
      R"(SELECT t0."id" FROM "users" AS t0 WHERE CASE substr(t0."balance", 1, 1) WHEN '-' THEN '0' || printf('%04d', 10001 - instr(t0."balance" || '.', '.')) || replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(substr(t0."balance", 2), '9', 'a'), '8', 'b'), '7', 'c'), '6', 'd'), '5', 'e'), '4', 'f'), '3', 'g'), '2', 'h'), '1', 'i'), '0', 'j') || '~' ELSE '1' || printf('%04d', instr(t0."balance" || '.', '.') - 1) || t0."balance" END < ?1 ORDER BY CASE substr(t0."balance", 1, 1) WHEN '-' THEN '0' || printf('%04d', 10001 - instr(t0."balance" || '.', '.')) || replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(substr(t0."balance", 2), '9', 'a'), '8', 'b'), '7', 'c'), '6', 'd'), '5', 'e'), '4', 'f'), '3', 'g'), '2', 'h'), '1', 'i'), '0', 'j') || '~' ELSE '1' || printf('%04d', instr(t0."balance" || '.', '.') - 1) || t0."balance" END DESC, t0."id" DESC)",
      "0:sort_key");
  check(
      find, postgres,
      R"(SELECT t0."id" COLLATE "C" FROM "users" AS t0 WHERE t0."balance" < $1 ORDER BY t0."balance" DESC, t0."id" COLLATE "C" DESC)",
      "0");
}

BOOST_AUTO_TEST_CASE(a_cursor_over_keys_of_one_direction) {
  statement_builder find(ORM_FIND, users);
  find.output = {user::id};
  find.order = {{user::active, 1}, {user::id, 1}};
  find.cursor_fields = {user::email};
  find.cursor_parameters = {0};
  check(
      find, sqlite,
      R"(SELECT t0."id" FROM "users" AS t0 WHERE (t0."active", t0."id") < (SELECT +t1."active", +t1."id" FROM "users" AS t1 WHERE t1."email" = ?1) ORDER BY t0."active" DESC, t0."id" DESC)",
      "0");
  check(
      find, postgres,
      R"(SELECT t0."id" COLLATE "C" FROM "users" AS t0 WHERE (t0."active", t0."id" COLLATE "C") < ((SELECT t1."active" FROM "users" AS t1 WHERE t1."email" = $1), (SELECT t1."id" COLLATE "C" FROM "users" AS t1 WHERE t1."email" = $1)) ORDER BY t0."active" DESC, t0."id" COLLATE "C" DESC)",
      "0");
}

BOOST_AUTO_TEST_CASE(a_cursor_over_keys_with_nulls) {
  statement_builder find(ORM_FIND, users);
  find.output = {user::id};
  find.order = {{user::age, 0}, {user::id, 1}};
  find.cursor_fields = {user::id};
  find.cursor_parameters = {0};
  check(
      find, sqlite,
      R"(SELECT t0."id" FROM "users" AS t0 WHERE EXISTS (SELECT 1 FROM "users" AS t1 WHERE t1."id" = ?1 AND ((t0."age" > t1."age" OR (t1."age" IS NULL AND t0."age" IS NOT NULL)) OR (t0."age" IS t1."age" AND t0."id" < t1."id"))) ORDER BY t0."age", t0."id" DESC)",
      "0");
  check(
      find, postgres,
      R"(SELECT t0."id" COLLATE "C" FROM "users" AS t0 WHERE EXISTS (SELECT 1 FROM "users" AS t1 WHERE t1."id" = $1 AND ((t0."age" > t1."age" OR (t1."age" IS NULL AND t0."age" IS NOT NULL)) OR (t0."age" IS NOT DISTINCT FROM t1."age" AND t0."id" COLLATE "C" < t1."id" COLLATE "C"))) ORDER BY t0."age" NULLS FIRST, t0."id" COLLATE "C" DESC)",
      "0");
}

BOOST_AUTO_TEST_CASE(a_cursor_over_a_leading_key_with_nulls) {
  statement_builder find(ORM_FIND, users);
  find.output = {user::id};
  find.order = {{user::age, 1}, {user::id, 1}};
  find.cursor_fields = {user::id};
  find.cursor_parameters = {0};
  const std::string arm =
      R"(SELECT t0."id", t0."age" AS o0, t0."id" AS o1 FROM "users" AS t1 CROSS JOIN "users" AS t0 WHERE t1."id" = ?1 AND )";
  check(find, sqlite,
        arm + R"(t1."age" IS NULL AND t0."age" IS NULL AND t0."id" < +t1."id" UNION ALL )" + arm +
            R"(t1."age" IS NOT NULL AND t0."age" IS NULL UNION ALL )" + arm +
            R"(t1."age" IS NOT NULL AND (t0."age", t0."id") < (+t1."age", +t1."id") ORDER BY o0 DESC, o1 DESC)",
        "0");
  find.statement.take = 1;
  const std::string cursor = R"(FROM "users" AS t1 WHERE t1."id" = $1 AND t1."age" IS )";
  const auto page = [&](const std::string& condition, const std::string& null_or_not) {
    return R"((SELECT t0."id" COLLATE "C", t0."age" AS o0, t0."id" COLLATE "C" AS o1 FROM "users" AS t0 WHERE )" +
           condition + " AND EXISTS (SELECT 1 " + cursor + null_or_not +
           R"() ORDER BY t0."age" DESC NULLS LAST, t0."id" COLLATE "C" DESC LIMIT $2))";
  };
  check(find, postgres,
        page(R"(t0."age" IS NULL AND t0."id" COLLATE "C" < (SELECT t1."id" )" + cursor + "NULL)", "NULL") +
            " UNION ALL " + page(R"(t0."age" IS NULL)", "NOT NULL") + " UNION ALL " +
            page(R"((t0."age", t0."id" COLLATE "C") < ((SELECT t1."age" )" + cursor + R"(NOT NULL), (SELECT t1."id" )" +
                     cursor + "NOT NULL))",
                 "NOT NULL") +
            " ORDER BY o0 DESC NULLS LAST, o1 DESC LIMIT $2",
        "0 1");
}

BOOST_AUTO_TEST_CASE(the_first_of_each) {
  statement_builder find(ORM_FIND, users);
  find.output = {user::name};
  find.order = {{user::email, 0}};
  find.distinct = {user::age};
  find.statement.take = 0;
  check(
      find, sqlite,
      R"(SELECT d.f2 FROM (SELECT t0."email" AS f1, t0."name" AS f2, row_number() OVER (PARTITION BY t0."age" ORDER BY t0."email") AS place FROM "users" AS t0) AS d WHERE d.place = 1 ORDER BY d.f1 LIMIT ?1)",
      "0");
  check(
      find, postgres,
      R"(SELECT d.f2 FROM (SELECT t0."email" AS f1, t0."name" AS f2, row_number() OVER (PARTITION BY t0."age" ORDER BY t0."email" COLLATE "C") AS place FROM "users" AS t0) AS d WHERE d.place = 1 ORDER BY d.f1 COLLATE "C" LIMIT $1)",
      "0");
}

BOOST_AUTO_TEST_CASE(rows_that_expire_are_seen_until_then) {
  statement_builder find(ORM_FIND, sessions);
  find.where({leaf(ORM_NODE_EQ, session::token, 0)});
  find.output = {session::id};
  find.statement.now = 1;
  check(find, sqlite,
        R"(SELECT t0."id" FROM "sessions" AS t0 WHERE t0."token" = ?1 AND (t0."expires" IS NULL OR t0."expires" > ?2))",
        "0 1");
}

BOOST_AUTO_TEST_CASE(relations_in_filters) {
  statement_builder some(ORM_FIND, users);
  some.where({leaf(ORM_NODE_EQ, post::title, 0), over(ORM_NODE_SOME, 1, user_posts), over(ORM_NODE_NOT, 2)});
  some.output = {user::id};
  check(
      some, sqlite,
      R"(SELECT t0."id" FROM "users" AS t0 WHERE NOT EXISTS (SELECT 1 FROM "posts" AS t1 WHERE t1."title" = ?1 AND t1."author" = t0."id"))",
      "0");
  statement_builder is(ORM_FIND, users);
  is.where({leaf(ORM_NODE_EQ, post::title, 0), over(ORM_NODE_IS, 1, user_first_post)});
  is.output = {user::id};
  check(
      is, sqlite,
      R"(SELECT t0."id" FROM "users" AS t0 WHERE EXISTS (SELECT 1 FROM "posts" AS t1 WHERE t1."title" = ?1 AND t1."id" = (SELECT t2."id" FROM "posts" AS t2 WHERE t2."author" = t0."id" ORDER BY t2."id" LIMIT 1)))",
      "0");
  statement_builder through(ORM_FIND, posts);
  through.where({leaf(ORM_NODE_EQ, tag::name, 0), over(ORM_NODE_SOME, 1, post_tag_list)});
  through.output = {post::id};
  check(
      through, sqlite,
      R"(SELECT t0."id" FROM "posts" AS t0 WHERE EXISTS (SELECT 1 FROM "select ""post""" AS t2 CROSS JOIN "tags" AS t1 WHERE t1."name" = ?1 AND t2."post" = t0."id" AND t1."id" = +t2."tag"))",
      "0");
  check(
      through, postgres,
      R"(SELECT t0."id" FROM "posts" AS t0 WHERE EXISTS (SELECT 1 FROM "select ""post""" AS t2 CROSS JOIN "tags" AS t1 WHERE t1."name" = $1 AND t1."name" COLLATE "C" = $1 AND t2."post" = t0."id" AND t1."id" = t2."tag"))",
      "0");
  check(through, mysql,
        "SELECT t0.`id` FROM `posts` AS t0 WHERE EXISTS (SELECT 1 FROM `select \"post\"` AS t2 CROSS JOIN `tags` AS t1 "
        "WHERE t1.`name` = ? AND t2.`post` = t0.`id` AND t1.`id` = t2.`tag`)",
        "0");
  statement_builder one(ORM_FIND, posts);
  one.where({leaf(ORM_NODE_TRUE, 0), over(ORM_NODE_IS, 1, post_author)});
  one.output = {post::id};
  check(one, sqlite,
        R"(SELECT t0."id" FROM "posts" AS t0 WHERE EXISTS (SELECT 1 FROM "users" AS t1 WHERE t1."id" = t0."author"))",
        "");
}

BOOST_AUTO_TEST_CASE(rows_of_each_key) {
  statement_builder find(ORM_FIND, posts, ORM_STATEMENT_KEYED);
  find.output = {post::id, post::title};
  find.order = {{post::title, 0}, {post::id, 0}};
  find.statement.relation = user_posts;
  find.statement.key_list = 0;
  check(
      find, sqlite,
      R"(SELECT k.ordinal, t0."id", t0."title" FROM orm_list(?1) AS k CROSS JOIN "posts" AS t0 WHERE t0."author" = k.value ORDER BY k.ordinal, t0."title", t0."id")",
      "0:list");
  check(
      find, postgres,
      R"(SELECT k.ordinal - 1, t0."id" COLLATE "C", t0."title" COLLATE "C" FROM unnest($1::text[]) WITH ORDINALITY AS k(value, ordinal) CROSS JOIN "posts" AS t0 WHERE t0."author" = k.value ORDER BY k.ordinal - 1, t0."title" COLLATE "C", t0."id" COLLATE "C")",
      "0:list");
  check(find, mysql,
        "SELECT k.ordinal - 1, t0.`id`, t0.`title` FROM JSON_TABLE(?, '$[*]' COLUMNS (ordinal FOR ORDINALITY, value "
        "VARCHAR(255) PATH '$')) AS k CROSS JOIN `posts` AS t0 WHERE t0.`author` = k.value ORDER BY k.ordinal - 1, "
        "t0.`title`, t0.`id`",
        "0:list");
  find.statement.take = 1;
  check(
      find, sqlite,
      R"(SELECT k.ordinal, t0."id", t0."title" FROM orm_list(?1) AS k CROSS JOIN "posts" AS t0 WHERE t0."id" IN (SELECT t1."id" FROM "posts" AS t1 WHERE t1."author" = k.value ORDER BY t1."title", t1."id" LIMIT ?2) ORDER BY k.ordinal, t0."title", t0."id")",
      "0:list 1");
  check(
      find, postgres,
      R"(SELECT k.ordinal - 1, t0."id" COLLATE "C", t0."title" COLLATE "C" FROM unnest($1::text[]) WITH ORDINALITY AS k(value, ordinal) CROSS JOIN LATERAL (SELECT t0.* FROM "posts" AS t0 WHERE t0."author" = k.value ORDER BY t0."title" COLLATE "C", t0."id" COLLATE "C" LIMIT $2) AS t0 ORDER BY k.ordinal - 1, t0."title" COLLATE "C", t0."id" COLLATE "C")",
      "0:list 1");
}

// Where there is but one key, no table of keys.
BOOST_AUTO_TEST_CASE(rows_of_one_key) {
  statement_builder find(ORM_FIND, posts, ORM_STATEMENT_KEYED | ORM_STATEMENT_ONE_KEY);
  find.output = {post::title};
  find.statement.relation = user_posts;
  find.statement.key_list = 0;
  check(find, sqlite, R"(SELECT 0, t0."title" FROM "posts" AS t0 WHERE t0."author" = ?1)", "0:only");
  check(find, mysql, "SELECT 0, t0.`title` FROM `posts` AS t0 WHERE t0.`author` = ?", "0:only");
  find.order = {{post::title, 0}, {post::id, 0}};
  find.statement.take = 1;
  check(
      find, sqlite,
      R"(SELECT 0, t0."title" FROM "posts" AS t0 WHERE t0."id" IN (SELECT t1."id" FROM "posts" AS t1 WHERE t1."author" = ?1 ORDER BY t1."title", t1."id" LIMIT ?2) ORDER BY t0."title", t0."id")",
      "0:only 1");
  check(
      find, postgres,
      R"(SELECT 0, t0."title" COLLATE "C" FROM LATERAL (SELECT t0.* FROM "posts" AS t0 WHERE t0."author" = $1 ORDER BY t0."title" COLLATE "C", t0."id" COLLATE "C" LIMIT $2) AS t0 ORDER BY t0."title" COLLATE "C", t0."id" COLLATE "C")",
      "0:only 1");
  statement_builder first(ORM_FIND, posts, ORM_STATEMENT_KEYED | ORM_STATEMENT_FIRST_PER_KEY | ORM_STATEMENT_ONE_KEY);
  first.output = {post::id};
  first.statement.relation = user_first_post;
  first.statement.key_list = 0;
  check(
      first, sqlite,
      R"(SELECT 0, t0."id" FROM "posts" AS t0 WHERE t0."id" = (SELECT t1."id" FROM "posts" AS t1 WHERE t1."author" = ?1 ORDER BY t1."id" LIMIT 1))",
      "0:only");
}

BOOST_AUTO_TEST_CASE(the_first_row_of_each_key) {
  statement_builder find(ORM_FIND, posts, ORM_STATEMENT_KEYED | ORM_STATEMENT_FIRST_PER_KEY);
  find.where({leaf(ORM_NODE_EQ, post::title, 1)});
  find.output = {post::id};
  find.statement.relation = user_first_post;
  find.statement.key_list = 0;
  check(
      find, sqlite,
      R"(SELECT k.ordinal, t0."id" FROM orm_list(?1) AS k CROSS JOIN "posts" AS t0 WHERE t0."id" = (SELECT t1."id" FROM "posts" AS t1 WHERE t1."author" = k.value ORDER BY t1."id" LIMIT 1) AND t0."title" = ?2 ORDER BY k.ordinal)",
      "0:list 1");
  statement_builder one(ORM_FIND, users, ORM_STATEMENT_KEYED | ORM_STATEMENT_FIRST_PER_KEY);
  one.output = {user::name};
  one.statement.relation = post_author;
  one.statement.key_list = 0;
  check(
      one, sqlite,
      R"(SELECT k.ordinal, t0."name" FROM orm_list(?1) AS k CROSS JOIN "users" AS t0 WHERE t0."id" = k.value ORDER BY k.ordinal)",
      "0:list");
}

BOOST_AUTO_TEST_CASE(rows_of_each_key_through_a_model) {
  statement_builder find(ORM_FIND, tags, ORM_STATEMENT_KEYED);
  find.output = {tag::name};
  find.statement.relation = post_tag_list;
  find.statement.key_list = 0;
  check(
      find, sqlite,
      R"(SELECT k.ordinal, t0."name" FROM orm_list(?1) AS k CROSS JOIN "tags" AS t0 WHERE t0."id" IN (SELECT t1."tag" FROM "select ""post""" AS t1 WHERE t1."post" = k.value) ORDER BY k.ordinal)",
      "0:list");
  check(
      find, postgres,
      R"(SELECT k.ordinal - 1, t0."name" FROM unnest($1::text[]) WITH ORDINALITY AS k(value, ordinal) CROSS JOIN LATERAL (SELECT DISTINCT t1."tag" AS value FROM "select ""post""" AS t1 WHERE t1."post" = k.value) AS l CROSS JOIN "tags" AS t0 WHERE t0."id" = l.value ORDER BY k.ordinal - 1)",
      "0:list");
  check(find, mysql,
        "SELECT k.ordinal - 1, t0.`name` FROM JSON_TABLE(?, '$[*]' COLUMNS (ordinal FOR ORDINALITY, value VARCHAR(255) "
        "PATH '$')) AS k CROSS JOIN LATERAL (SELECT DISTINCT t1.`tag` AS value FROM `select \"post\"` AS t1 WHERE "
        "t1.`post` = k.value) AS l CROSS JOIN `tags` AS t0 WHERE t0.`id` = l.value ORDER BY k.ordinal - 1",
        "0:list");
  find.order = {{tag::id, 0}};
  find.statement.take = 1;
  check(
      find, sqlite,
      R"(SELECT k.ordinal, t0."name" FROM orm_list(?1) AS k CROSS JOIN "tags" AS t0 WHERE t0."id" IN (SELECT t1."id" FROM "tags" AS t1 WHERE t1."id" IN (SELECT t2."tag" FROM "select ""post""" AS t2 WHERE t2."post" = k.value) ORDER BY t1."id" LIMIT ?2) ORDER BY k.ordinal, t0."id")",
      "0:list 1");
  check(
      find, postgres,
      R"(SELECT k.ordinal - 1, t0."name" FROM unnest($1::text[]) WITH ORDINALITY AS k(value, ordinal) CROSS JOIN LATERAL (SELECT t0.* FROM (SELECT DISTINCT t1."tag" AS value FROM "select ""post""" AS t1 WHERE t1."post" = k.value) AS l CROSS JOIN "tags" AS t0 WHERE t0."id" = l.value ORDER BY t0."id" LIMIT $2) AS t0 ORDER BY k.ordinal - 1, t0."id")",
      "0:list 1");
  find.statement.flags |= ORM_STATEMENT_ONE_KEY;
  find.statement.take = ORM_NONE;
  check(
      find, postgres,
      R"(SELECT 0, t0."name" FROM (SELECT DISTINCT t1."tag" AS value FROM "select ""post""" AS t1 WHERE t1."post" = $1) AS l CROSS JOIN "tags" AS t0 WHERE t0."id" = l.value ORDER BY t0."id")",
      "0:only");
}

// users by e-mail, their posts, the authors of these: each level finds its keys in the one above.
BOOST_AUTO_TEST_CASE(finds_linked_to_the_level_above) {
  statement_builder root(ORM_FIND, users, ORM_STATEMENT_UNIQUE);
  root.where({leaf(ORM_NODE_EQ, user::email, 0)});
  root.output = {user::id};
  statement_builder level(ORM_FIND, posts, ORM_STATEMENT_KEYED);
  level.where({leaf(ORM_NODE_EQ, post::title, 0)});
  level.output = {post::id, post::author};
  level.order = {{post::score, 1}, {post::id, 1}};
  level.statement.relation = user_posts;
  level.statement.take = 1;
  level.statement.parent = &root.finish();
  level.statement.parent_parameters = 2;
  check(
      level, postgres,
      R"(SELECT k.ordinal - 1, t0."id" COLLATE "C", t0."author" FROM (SELECT textin(textout(t0."id")) AS value, CAST(1 AS bigint) AS ordinal FROM "users" AS t0 WHERE t0."email" = $1 AND t0."email" COLLATE "C" = $1) AS k CROSS JOIN LATERAL (SELECT t0.* FROM "posts" AS t0 WHERE t0."author" = k.value AND t0."title" = $2 AND t0."title" COLLATE "C" = $2 ORDER BY t0."score" DESC NULLS LAST, t0."id" COLLATE "C" DESC LIMIT $3) AS t0 ORDER BY k.ordinal - 1, t0."score" DESC NULLS LAST, t0."id" COLLATE "C" DESC)",
      "2 0 1");
  statement_builder below(ORM_FIND, users, ORM_STATEMENT_KEYED);
  below.output = {user::name};
  below.statement.relation = post_author;
  below.statement.parent = &level.finish();
  check(
      below, postgres,
      R"(SELECT k.ordinal - 1, t0."name" FROM (SELECT textin(textout(t0."author")) AS value, row_number() OVER (ORDER BY k.ordinal, t0."score" DESC NULLS LAST, t0."id" COLLATE "C" DESC) AS ordinal FROM (SELECT textin(textout(t0."id")) AS value, CAST(1 AS bigint) AS ordinal FROM "users" AS t0 WHERE t0."email" = $1 AND t0."email" COLLATE "C" = $1) AS k CROSS JOIN LATERAL (SELECT t0.* FROM "posts" AS t0 WHERE t0."author" = k.value AND t0."title" = $2 AND t0."title" COLLATE "C" = $2 ORDER BY t0."score" DESC NULLS LAST, t0."id" COLLATE "C" DESC LIMIT $3) AS t0) AS k CROSS JOIN "users" AS t0 WHERE t0."id" = k.value ORDER BY k.ordinal - 1)",
      "2 0 1");
  root.statement.flags = 0;
  BOOST_CHECK_THROW(compiled(level, postgres), sdk::driver_error);  // of several rows none is known to come first
}

BOOST_AUTO_TEST_CASE(groups) {
  statement_builder sum(ORM_AGGREGATE, posts);
  sum.where({leaf(ORM_NODE_GE, post::likes, 0)});
  sum.group = {post::author};
  sum.aggregates = {{ORM_AGGREGATE_COUNT_ALL, ORM_NONE}, {ORM_AGGREGATE_COUNT, post::score},
                    {ORM_AGGREGATE_SUM, post::score},    {ORM_AGGREGATE_SUM, post::ratio},
                    {ORM_AGGREGATE_MAX, post::score},    {ORM_AGGREGATE_MIN, post::title}};
  check(
      sum, sqlite,
      R"(SELECT t0."author", count(*), count(t0."score"), orm_sum_decimal(t0."score"), orm_sum_double(t0."ratio"), orm_max_decimal(t0."score"), min(t0."title") FROM "posts" AS t0 WHERE t0."likes" >= ?1 GROUP BY t0."author")",
      "0");
  check(
      sum, postgres,
      R"(SELECT t0."author" COLLATE "C", count(*), count(t0."score"), sum(t0."score")::numeric, array_agg(t0."ratio") FILTER (WHERE t0."ratio" IS NOT NULL), max(t0."score"), min(t0."title" COLLATE "C") FROM "posts" AS t0 WHERE t0."likes" >= $1 GROUP BY t0."author" COLLATE "C")",
      "0");
}

BOOST_AUTO_TEST_CASE(what_is_not_known_is_unsupported) {
  const auto code_of = [&](statement_builder& statement) {
    try {
      compiled(statement, sqlite);
      return ORM_OK;
    } catch (const sdk::driver_error& error) {
      return error.code();
    }
  };
  statement_builder node(ORM_FIND, users);
  node.where({leaf(static_cast<orm_node_kind>(99), user::id, 0)});
  BOOST_CHECK_EQUAL(code_of(node), ORM_UNSUPPORTED);
  statement_builder kind(static_cast<orm_statement_kind>(99), users);
  BOOST_CHECK_EQUAL(code_of(kind), ORM_UNSUPPORTED);
  statement_builder torn(ORM_FIND, users);
  torn.where({over(ORM_NODE_AND, 3, 2)});
  BOOST_CHECK_EQUAL(code_of(torn), ORM_INVALID_QUERY);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace orm::tests
