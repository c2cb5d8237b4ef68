// Writes on a real file: atomicity, constraints and their names, expiry, transactions.
#include <thread>

#include "sqlite_fixture.hpp"

namespace orm::tests {

using sdk::datetime_cell;
using sdk::decimal_cell;
using sdk::integer_cell;
using sdk::null_cell;
using sdk::text_cell;

struct writable_blog : pushed_blog {
  answer set_age(const char* id, orm_assignment_kind kind, const orm_cell& operand, std::uint16_t flags = 0) {
    statement_builder update(ORM_UPDATE, users, flags);
    if (*id != '\0') update.where({leaf(ORM_NODE_EQ, user::id, 0)});
    update.assignments = {{user::age, static_cast<std::uint32_t>(kind), 1}};
    update.output = {user::id, user::age};
    return db.run(update.finish(), {text_cell(id), operand});
  }
  answer remove(std::uint32_t model, const char* id) {
    statement_builder erase(ORM_DELETE, model);
    erase.where({leaf(ORM_NODE_EQ, 0, 0)});
    erase.statement.now = 1;
    return db.run(erase.finish(), {text_cell(id), datetime_cell(1000)});
  }
  answer add_session(const char* id, const char* token, const orm_cell& expires, std::uint16_t flags = 0) {
    statement_builder insert(ORM_INSERT, sessions, flags);
    insert.columns = {session::id, session::user, session::token, session::expires};
    insert.statement.extra_parameters = 1;
    return db.run(insert.finish(), {text_cell(id), text_cell("a"), text_cell(token), expires, datetime_cell(1000)});
  }
};

BOOST_FIXTURE_TEST_SUITE(sqlite_write, writable_blog)

BOOST_AUTO_TEST_CASE(an_insert_is_all_or_nothing) {
  check_rows(add_users({a_user("a")}), {"0|a"});
  const answer got = add_users({a_user("b"), a_user("a"), a_user("c")});
  check_error(got, ORM_UNIQUE_CONSTRAINT_VIOLATION, {user::id});
  BOOST_CHECK_EQUAL(got.error.model, users);
  BOOST_CHECK_EQUAL(got.error.outcome, ORM_OUTCOME_ROLLED_BACK);
  BOOST_CHECK_EQUAL(got.error.native, "SQLITE_CONSTRAINT_UNIQUE");
  BOOST_CHECK_EQUAL(ids(users).size(), 1);
}

BOOST_AUTO_TEST_CASE(a_violated_key_is_named) {
  check_rows(add_users({a_user("a")}), {"0|a"});
  std::vector<orm_cell> second = a_user("b");
  second[1] = text_cell("a");
  check_error(add_users({second}), ORM_UNIQUE_CONSTRAINT_VIOLATION, {user::email});
  add_posts({a_post("p", "a", "t")});
  statement_builder link(ORM_INSERT, post_tags);
  link.columns = {post_tag::id, post_tag::post, post_tag::tag};
  statement_builder tag_insert(ORM_INSERT, tags);
  tag_insert.columns = {tag::name};
  db.run(tag_insert.finish(), {text_cell("one")});
  BOOST_CHECK_EQUAL(db.run(link.finish(), {text_cell("1"), text_cell("p"), integer_cell(1)}).code, ORM_OK);
  check_error(db.run(link.finish(), {text_cell("2"), text_cell("p"), integer_cell(1)}), ORM_UNIQUE_CONSTRAINT_VIOLATION,
              {post_tag::post, post_tag::tag});
}

BOOST_AUTO_TEST_CASE(references_are_judged_after_the_last_row) {
  check_rows(add_users({a_user("child", null_cell(), "0", text_cell("parent")), a_user("parent")}),
             {"0|child", "1|parent"});
  check_error(add_users({a_user("x", null_cell(), "0", text_cell("nobody")), a_user("y")}), ORM_FOREIGN_KEY_VIOLATION,
              {user::boss});
  check_error(add_users({a_user("x", null_cell(), "0", text_cell("nobody"))}), ORM_FOREIGN_KEY_VIOLATION, {user::boss});
  BOOST_CHECK_EQUAL(ids(users).size(), 2);
  // The same inside a transaction, which goes on.
  BOOST_REQUIRE_EQUAL(sqlite_driver().begin(db.session, 0, 0, &db.error), ORM_OK);
  check_error(add_users({a_user("x", null_cell(), "0", text_cell("nobody")), a_user("y")}), ORM_FOREIGN_KEY_VIOLATION,
              {user::boss});
  check_error(add_users({a_user("u", null_cell(), "0", text_cell("nobody"))}), ORM_FOREIGN_KEY_VIOLATION, {user::boss});
  check_rows(add_users({a_user("z", null_cell(), "0", text_cell("w")), a_user("w")}), {"0|z", "1|w"});
  check_error(add_users({a_user("v", null_cell(), "0", text_cell("nobody"))}), ORM_FOREIGN_KEY_VIOLATION, {user::boss});
  BOOST_REQUIRE_EQUAL(sqlite_driver().commit(db.session, &db.error), ORM_OK);
  BOOST_CHECK_EQUAL(ids(users).size(), 4);
}

BOOST_AUTO_TEST_CASE(duplicates_are_skipped) {
  check_rows(add_users({a_user("a")}), {"0|a"});
  check_rows(add_users({a_user("a"), a_user("b"), a_user("b"), a_user("c")}, ORM_STATEMENT_SKIP_DUPLICATES),
             {"1|b", "3|c"});
}

BOOST_AUTO_TEST_CASE(deletes_cascade_and_set_null) {
  add_users({a_user("a"), a_user("b", null_cell(), "0", text_cell("a"))});
  add_posts({a_post("p", "a", "t")});
  BOOST_CHECK_EQUAL(remove(users, "a").affected, 1);
  BOOST_CHECK_EQUAL(ids(posts).size(), 0);
  statement_builder find(ORM_FIND, users);
  find.output = {user::boss};
  check_rows(db.run(find.finish()), {"null"});
}

BOOST_AUTO_TEST_CASE(arithmetic_is_exact_or_refused) {
  add_users({a_user("a", integer_cell(2147483646)), a_user("b")});
  check_rows(set_age("a", ORM_ASSIGN_ADD, integer_cell(1)), {"a|2147483647"});
  check_error(set_age("a", ORM_ASSIGN_ADD, integer_cell(1)), ORM_INVALID_VALUE, {user::age});
  check_error(set_age("", ORM_ASSIGN_MULTIPLY, integer_cell(2)), ORM_INVALID_VALUE, {user::age});
  check_rows(set_age("b", ORM_ASSIGN_ADD, integer_cell(1)), {"b|null"});
  statement_builder update(ORM_UPDATE, users);
  update.where({leaf(ORM_NODE_EQ, user::id, 0)});
  update.assignments = {{user::balance, ORM_ASSIGN_SUBTRACT, 1}};
  update.output = {user::balance};
  check_rows(db.run(update.finish(), {text_cell("a"), decimal_cell("0.10")}), {"-0.1"});
}

// Which databases get from other programs, or keep from an earlier schema.
BOOST_AUTO_TEST_CASE(a_unique_index_that_the_schema_lacks_is_named_by_its_columns) {
  shell(directory.file("blog.db"), "CREATE UNIQUE INDEX other ON posts (likes, title)");
  add_users({a_user("a")});
  add_posts({a_post("p", "a", "t"), a_post("q", "a", "u")});
  statement_builder update(ORM_UPDATE, posts);
  update.assignments = {{post::title, ORM_ASSIGN_SET, 0}};
  check_error(db.run(update.finish(), {text_cell("same")}), ORM_UNIQUE_CONSTRAINT_VIOLATION,
              {post::likes, post::title});
}

BOOST_AUTO_TEST_CASE(the_first_row_by_id_is_written) {
  add_users({a_user("b"), a_user("a"), a_user("c")});
  check_rows(set_age("", ORM_ASSIGN_SET, integer_cell(1), ORM_STATEMENT_FIRST), {"a|1"});
}

BOOST_AUTO_TEST_CASE(a_sink_that_refuses_undoes_a_write) {
  add_users({a_user("a"), a_user("b")});
  for (const bool inside : {false, true}) {
    if (inside) BOOST_REQUIRE_EQUAL(sqlite_driver().begin(db.session, 0, 0, &db.error), ORM_OK);
    statement_builder update(ORM_UPDATE, users);
    update.assignments = {{user::age, ORM_ASSIGN_SET, 0}};
    update.output = {user::id};
    const answer got = db.run(update.finish(), {integer_cell(5)}, 1);
    BOOST_CHECK_EQUAL(got.code, ORM_OK);
    BOOST_CHECK_EQUAL(got.affected, 0);
    statement_builder insert(ORM_INSERT, tags);
    insert.columns = {tag::name};
    insert.output = {tag::id};
    BOOST_CHECK_EQUAL(db.run(insert.finish(), {text_cell("t")}, 1).affected, 0);
    if (inside) BOOST_REQUIRE_EQUAL(sqlite_driver().commit(db.session, &db.error), ORM_OK);
    BOOST_CHECK(ids(tags).empty());
    statement_builder find(ORM_AGGREGATE, users);
    find.aggregates = {{ORM_AGGREGATE_COUNT, user::age}};
    check_rows(db.run(find.finish()), {"0"});
  }
}

BOOST_AUTO_TEST_CASE(upsert_creates_then_updates) {
  const auto upsert = [&](const char* id, bool changes) {
    statement_builder s(ORM_UPSERT, users);
    s.columns = {user::id, user::email, user::name, user::age, user::balance, user::boss, user::kind, user::active};
    s.conflict = {user::email};
    if (changes) s.assignments = {{user::age, ORM_ASSIGN_ADD, 8}};
    s.output = {user::id, user::age};
    std::vector<orm_cell> cells = a_user("mail", integer_cell(1));
    cells[0] = text_cell(id);
    cells.push_back(integer_cell(10));
    return db.run(s.finish(), cells);
  };
  check_rows(upsert("x", true), {"x|1"});
  check_rows(upsert("y", true), {"x|11"});
  check_rows(upsert("z", false), {"x|11"});
}

BOOST_AUTO_TEST_CASE(expired_rows_are_gone) {
  add_users({a_user("a")});
  BOOST_CHECK_EQUAL(add_session("1", "t", datetime_cell(1000)).code, ORM_OK);
  BOOST_CHECK(ids(sessions).empty());
  BOOST_CHECK_EQUAL(add_session("2", "t", datetime_cell(1001)).code, ORM_OK);  // the key is free
  check_error(add_session("3", "t", null_cell()), ORM_UNIQUE_CONSTRAINT_VIOLATION, {session::token});
  check_rows(add_session("3", "t", null_cell(), ORM_STATEMENT_SKIP_DUPLICATES), {});
  BOOST_CHECK_EQUAL(ids(sessions).size(), 1);
  check_error(remove(users, "a"), ORM_FOREIGN_KEY_VIOLATION, {session::user});
  BOOST_CHECK_EQUAL(remove(sessions, "2").affected, 1);
  BOOST_CHECK_EQUAL(add_session("4", "u", datetime_cell(999)).code, ORM_OK);
  BOOST_CHECK_EQUAL(remove(users, "a").affected, 1);  // an expired row keeps nothing from being deleted
}

BOOST_AUTO_TEST_CASE(purge_removes_what_expired) {
  add_users({a_user("a")});
  add_session("1", "t", datetime_cell(500));
  add_session("2", "u", datetime_cell(5000));
  std::uint64_t removed = 0;
  BOOST_REQUIRE_EQUAL(sqlite_driver().purge(db.session, 1000, &removed, &db.error), ORM_OK);
  BOOST_CHECK_EQUAL(removed, 1);
}

BOOST_AUTO_TEST_CASE(increment_ids_end_with_32_bits) {
  statement_builder insert(ORM_INSERT, tags);
  insert.columns = {tag::id, tag::name};
  BOOST_CHECK_EQUAL(db.run(insert.finish(), {integer_cell(2147483647), text_cell("last")}).code, ORM_OK);
  statement_builder next(ORM_INSERT, tags);
  next.columns = {tag::name};
  next.output = {tag::id};
  const answer got = db.run(next.finish(), {text_cell("more")});
  check_error(got, ORM_INVALID_VALUE, {tag::id});
  BOOST_CHECK_NE(std::string_view(got.error.message).find("are used up"), std::string_view::npos);
}

BOOST_AUTO_TEST_CASE(long_compound_keys_are_refused) {
  add_users({a_user("a")});
  const std::string half(1024, 'x');
  BOOST_CHECK_EQUAL(add_posts({a_post("p", "a", std::string(2047, 'x').c_str())}).code, ORM_OK);
  check_error(add_posts({a_post("q", "a", std::string(2048, 'x').c_str())}), ORM_INVALID_VALUE,
              {post::author, post::title});
}

BOOST_AUTO_TEST_CASE(a_key_that_an_update_makes_too_long_is_named) {
  add_users({a_user("a")});
  add_posts({a_post("p", "a", std::string(1500, 'x').c_str())});
  statement_builder update(ORM_UPDATE, posts);
  update.assignments = {{post::score, ORM_ASSIGN_SET, 0}};
  check_error(db.run(update.finish(), {decimal_cell(std::string(600, '7'))}), ORM_INVALID_VALUE,
              {post::title, post::score});
}

BOOST_AUTO_TEST_CASE(transactions_hold_and_roll_back) {
  const orm_driver& driver = sqlite_driver();
  host_session other(store);
  BOOST_REQUIRE_EQUAL(driver.begin(db.session, 0, 0, &db.error), ORM_OK);
  add_users({a_user("a")});
  BOOST_REQUIRE_EQUAL(driver.savepoint(db.session, ORM_SAVEPOINT_SET, 1, &db.error), ORM_OK);
  add_users({a_user("b")});
  BOOST_REQUIRE_EQUAL(driver.savepoint(db.session, ORM_SAVEPOINT_ROLLBACK, 1, &db.error), ORM_OK);
  statement_builder count(ORM_AGGREGATE, users);
  count.aggregates = {{ORM_AGGREGATE_COUNT_ALL, ORM_NONE}};
  check_rows(other.run(count.finish()), {"0"});
  check_rows(db.run(count.finish()), {"1"});
  BOOST_REQUIRE_EQUAL(driver.commit(db.session, &db.error), ORM_OK);
  check_rows(other.run(count.finish()), {"1"});
  BOOST_REQUIRE_EQUAL(driver.begin(db.session, 0, 0, &db.error), ORM_OK);
  add_users({a_user("c")});
  BOOST_REQUIRE_EQUAL(driver.session_reset(db.session, &db.error), ORM_OK);
  check_rows(db.run(count.finish()), {"1"});
}

BOOST_AUTO_TEST_CASE(writers_wait_for_each_other) {
  constexpr int each = 50;
  const auto work = [&](const std::string& name) {
    host_session session(store);
    statement_builder insert(ORM_INSERT, tags);
    insert.columns = {tag::name};
    for (int i = 0; i < each; ++i) {
      const std::string value = name + std::to_string(i);
      if (i % 2 == 0) sqlite_driver().begin(session.session, 0, 0, &session.error);
      const answer got = session.run(insert.finish(), {text_cell(value)});
      if (got.code != ORM_OK) BOOST_ERROR(got.error.message);
      if (i % 2 == 0) sqlite_driver().commit(session.session, &session.error);
    }
  };
  std::vector<std::thread> threads;
  for (const char* name : {"a", "b", "c"}) threads.emplace_back(work, name);
  for (std::thread& thread : threads) thread.join();
  BOOST_CHECK_EQUAL(ids(tags).size(), 3 * each);
}

BOOST_AUTO_TEST_CASE(a_cancelled_statement_says_so) {
  add_users({a_user("a")});
  std::vector<std::vector<orm_cell>> rows;
  std::vector<std::string> names;
  for (int i = 0; i < 2000; ++i) names.push_back(std::to_string(i));
  for (const std::string& name : names) rows.push_back(a_post(name.c_str(), "a", name.c_str()));
  add_posts(rows);
  // Posts whose author has a post whose author has a post titled "x", for each of 2,000 posts.
  statement_builder slow(ORM_AGGREGATE, posts);
  slow.where({leaf(ORM_NODE_CONTAINS, post::title, 0), over(ORM_NODE_SOME, 1, user_posts),
              over(ORM_NODE_SOME, 2, post_author), over(ORM_NODE_SOME, 3, user_posts),
              over(ORM_NODE_SOME, 4, post_author)});
  slow.aggregates = {{ORM_AGGREGATE_COUNT_ALL, ORM_NONE}};
  sqlite_driver().cancel(db.session);  // idle: no effect on what comes next
  statement_builder count(ORM_AGGREGATE, posts);
  count.aggregates = {{ORM_AGGREGATE_COUNT_ALL, ORM_NONE}};
  check_rows(db.run(count.finish()), {"2000"});
  std::thread other([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    sqlite_driver().cancel(db.session);
  });
  const answer got = db.run(slow.finish(), {text_cell("x")});
  other.join();
  BOOST_CHECK_EQUAL(got.code, ORM_CANCELLED);
  check_rows(db.run(count.finish()), {"2000"});
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace orm::tests
