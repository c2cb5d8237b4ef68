// Golden SQL of writes.
#include "golden.hpp"

namespace orm::tests {

BOOST_FIXTURE_TEST_SUITE(golden_write, golden)

BOOST_AUTO_TEST_CASE(inserts) {
  statement_builder insert(ORM_INSERT, users);
  insert.columns = {user::id, user::email};
  insert.output = {user::email, user::name};
  check(insert, sqlite, R"(INSERT INTO "users" ("id", "email") VALUES (?1, ?2) RETURNING "name")", "row0 row1");
  check(insert, postgres, R"(INSERT INTO "users" ("id", "email") VALUES ($1, $2) RETURNING "name")", "row0 row1");
  insert.output = {};
  insert.statement.flags = ORM_STATEMENT_SKIP_DUPLICATES;
  check(insert, sqlite, R"(INSERT INTO "users" ("id", "email") VALUES (?1, ?2) ON CONFLICT DO NOTHING)", "row0 row1");
}

BOOST_AUTO_TEST_CASE(ids_that_the_store_makes) {
  statement_builder insert(ORM_INSERT, tags);
  insert.columns = {tag::name};
  insert.output = {tag::id, tag::name};
  check(insert, sqlite, R"(INSERT INTO "tags" ("name") VALUES (?1))", "row0");
  check(insert, postgres, R"(INSERT INTO "tags" ("name") VALUES ($1) RETURNING "id")", "row0");
  insert.columns = {};
  insert.output = {tag::id};
  check(insert, sqlite, R"(INSERT INTO "tags" DEFAULT VALUES)", "");
}

BOOST_AUTO_TEST_CASE(an_insert_frees_the_keys_of_expired_rows) {
  statement_builder insert(ORM_INSERT, sessions);
  insert.columns = {session::id, session::user, session::token, session::expires};
  insert.statement.extra_parameters = 1;
  const auto made = compiled(insert, sqlite);
  BOOST_REQUIRE_EQUAL(made.before_row.size(), 1);
  BOOST_CHECK_EQUAL(made.before_row[0].sql,
                    R"(DELETE FROM "sessions" AS t1 WHERE (t1."id" = ?1 OR t1."token" = ?2) AND t1."expires" <= ?3)");
  BOOST_CHECK_EQUAL(spelled(made.before_row[0].binds), "row0 row2 extra0");
}

BOOST_AUTO_TEST_CASE(updates) {
  statement_builder update(ORM_UPDATE, users);
  update.where({leaf(ORM_NODE_EQ, user::email, 0)});
  update.assignments = {
      {user::name, ORM_ASSIGN_SET, 1}, {user::age, ORM_ASSIGN_ADD, 2}, {user::balance, ORM_ASSIGN_MULTIPLY, 3}};
  update.output = {user::id};
  check(
      update, sqlite,
      R"(UPDATE "users" AS t0 SET "name" = ?1, "age" = orm_add(3, t0."age", ?2), "balance" = orm_multiply(5, t0."balance", ?3) WHERE t0."email" = ?4 RETURNING "id")",
      "1 2 3 0");
  check(
      update, postgres,
      R"(UPDATE "users" AS t0 SET "name" = $1, "age" = t0."age" + $2, "balance" = CASE WHEN length(translate(trim_scale(t0."balance" * $3)::text, '-.', '')) > 1000 THEN (t0."balance" * $3) / (length(translate(trim_scale(t0."balance" * $3)::text, '-.', '')) - length(translate(trim_scale(t0."balance" * $3)::text, '-.', ''))) ELSE trim_scale(t0."balance" * $3) END WHERE t0."email" = $4 AND t0."email" COLLATE "C" = $4 RETURNING "id")",
      "1 2 3 0");
  update.output = {};
  check(update, mysql,
        "UPDATE `users` AS t0 SET `name` = ?, `age` = t0.`age` + ?, `balance` = t0.`balance` * ? WHERE t0.`email` = ?",
        "1 2 3 0");
}

BOOST_AUTO_TEST_CASE(the_first_row_by_id) {
  statement_builder update(ORM_UPDATE, users, ORM_STATEMENT_FIRST);
  update.where({leaf(ORM_NODE_EQ, user::age, 0)});
  update.assignments = {{user::name, ORM_ASSIGN_SET, 1}};
  check(
      update, sqlite,
      R"(UPDATE "users" AS t0 SET "name" = ?1 WHERE t0."id" = (SELECT t1."id" FROM "users" AS t1 WHERE t1."age" = ?2 ORDER BY t1."id" LIMIT 1))",
      "1 0");
  check(
      update, postgres,
      R"(UPDATE "users" AS t0 SET "name" = $1 WHERE t0."id" = (SELECT t1."id" FROM "users" AS t1 WHERE t1."age" = $2 ORDER BY t1."id" COLLATE "C" LIMIT 1 FOR UPDATE))",
      "1 0");
  check(update, mysql, "UPDATE `users` AS t0 SET `name` = ? WHERE t0.`age` = ? ORDER BY t0.`id` LIMIT 1", "1 0");
  statement_builder erase(ORM_DELETE, users, ORM_STATEMENT_FIRST);
  check(erase, sqlite,
        R"(DELETE FROM "users" AS t0 WHERE t0."id" = (SELECT t1."id" FROM "users" AS t1 ORDER BY t1."id" LIMIT 1))",
        "");
  check(erase, mysql, "DELETE FROM `users` ORDER BY `users`.`id` LIMIT 1", "");
}

BOOST_AUTO_TEST_CASE(upserts) {
  statement_builder upsert(ORM_UPSERT, users);
  upsert.columns = {user::id, user::email, user::age};
  upsert.conflict = {user::email};
  upsert.assignments = {{user::age, ORM_ASSIGN_ADD, 3}};
  upsert.output = {user::id};
  check(
      upsert, sqlite,
      R"(INSERT INTO "users" AS t0 ("id", "email", "age") VALUES (?1, ?2, ?3) ON CONFLICT ("email") DO UPDATE SET "age" = orm_add(3, t0."age", ?4) RETURNING "id")",
      "0 1 2 3");
  check(
      upsert, postgres,
      R"(INSERT INTO "users" AS t0 ("id", "email", "age") VALUES ($1, $2, $3) ON CONFLICT ("email") DO UPDATE SET "age" = t0."age" + $4 RETURNING "id")",
      "0 1 2 3");
  upsert.assignments = {};
  check(
      upsert, sqlite,
      R"(INSERT INTO "users" AS t0 ("id", "email", "age") VALUES (?1, ?2, ?3) ON CONFLICT ("email") DO UPDATE SET "id" = t0."id" RETURNING "id")",
      "0 1 2");
}

BOOST_AUTO_TEST_CASE(a_delete_removes_expired_children_first) {
  statement_builder erase(ORM_DELETE, users);
  erase.where({leaf(ORM_NODE_EQ, user::id, 0)});
  erase.statement.now = 1;
  const auto made = compiled(erase, sqlite);
  BOOST_REQUIRE_EQUAL(made.before.size(), 1);
  BOOST_CHECK_EQUAL(made.before[0].sql, R"(DELETE FROM "sessions" WHERE "expires" <= ?1)");
  BOOST_CHECK_EQUAL(spelled(made.before[0].binds), "1");
  check(erase, sqlite, R"(DELETE FROM "users" AS t0 WHERE t0."id" = ?1)", "0");
}

BOOST_AUTO_TEST_CASE(what_mysql_can_not_say_is_unsupported) {
  statement_builder upsert(ORM_UPSERT, users);
  upsert.columns = {user::id};
  upsert.conflict = {user::id};
  BOOST_CHECK_THROW(compiled(upsert, mysql), sdk::driver_error);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace orm::tests
