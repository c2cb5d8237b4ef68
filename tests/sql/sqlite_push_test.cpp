// Opening, push, reset, and files that are something else.
#include <sqlite3.h>

#include <fstream>

#include "sqlite_fixture.hpp"

namespace orm::tests {

using sdk::integer_cell;
using sdk::text_cell;

BOOST_AUTO_TEST_SUITE(sqlite_push)

BOOST_FIXTURE_TEST_CASE(a_store_is_missing_its_tables_before_push, blog_store) {
  BOOST_CHECK(!std::filesystem::exists(directory.file("blog.db")));  // opening a store creates nothing
  host_session db(store);
  statement_builder find(ORM_FIND, users);
  find.output = {user::id};
  check_error(db.run(find.finish()), ORM_MISSING_TABLE);
}

BOOST_FIXTURE_TEST_CASE(push_is_applied_once, blog_store) {
  host_session db(store);
  BOOST_REQUIRE_EQUAL(db.push(ORM_PUSH_DRY_RUN), ORM_OK);
  const std::size_t wanted = db.applied.size();
  BOOST_CHECK_GT(wanted, 5);
  BOOST_REQUIRE_EQUAL(db.push(), ORM_OK);
  BOOST_CHECK_EQUAL(db.applied.size(), wanted);
  BOOST_REQUIRE_EQUAL(db.push(), ORM_OK);
  BOOST_CHECK(db.applied.empty());
  BOOST_REQUIRE_EQUAL(sqlite_driver().reset(db.session, &db.error), ORM_OK);
  BOOST_REQUIRE_EQUAL(db.push(), ORM_OK);
  BOOST_CHECK_EQUAL(db.applied.size(), wanted);
}

BOOST_FIXTURE_TEST_CASE(other_programs_use_the_file, pushed_blog) {
  shell(directory.file("blog.db"),
        "PRAGMA foreign_keys = on; INSERT INTO users (id, email, balance, kind, active) VALUES ('s', 's', '-12.5', "
        "'free', 1); UPDATE users SET balance = '7'; PRAGMA integrity_check; REINDEX; VACUUM");
  BOOST_TEST(ids(users) == strings{"s"}, boost::test_tools::per_element());
}

BOOST_FIXTURE_TEST_CASE(push_adds_what_is_missing, blog_store) {
  shell(directory.file("blog.db"),
        "CREATE TABLE tags (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT) STRICT;"
        "CREATE TABLE sessions (id TEXT NOT NULL PRIMARY KEY, user TEXT NOT NULL REFERENCES users (id), token TEXT NOT "
        "NULL UNIQUE) STRICT; INSERT INTO sessions VALUES ('1', 'u', 't')");
  host_session db(store);
  BOOST_REQUIRE_MESSAGE(db.push() == ORM_OK, db.error.message);
  const auto holds = [&](const std::string& text) {
    return std::any_of(db.applied.begin(), db.applied.end(),
                       [&](const std::string& sql) { return sql.find(text) != std::string::npos; });
  };
  BOOST_CHECK(holds("ALTER TABLE \"tags\" ADD COLUMN \"name\" TEXT NOT NULL"));
  BOOST_CHECK(holds("ALTER TABLE \"sessions\" ADD COLUMN \"expires\" INTEGER"));
  BOOST_CHECK(!holds("sessions_token_key"));  // the constraint does it
  BOOST_REQUIRE_EQUAL(db.push(), ORM_OK);
  BOOST_CHECK(db.applied.empty());
}

BOOST_AUTO_TEST_CASE(push_refuses_what_would_reinterpret_data) {
  const std::pair<const char*, const char*> refused[] = {
      {"CREATE TABLE tags (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, name INTEGER NOT NULL) STRICT",
       "its type is INTEGER, the schema wants TEXT"},
      {"CREATE TABLE tags (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, name TEXT) STRICT",
       "is nullable, the schema wants it NOT NULL"},
      {"CREATE TABLE tags (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT) STRICT; INSERT INTO tags VALUES (1)",
       "has rows and lacks the column \"name\""},
      {"CREATE TABLE tags (id INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL) STRICT", "lacks AUTOINCREMENT"},
      {"CREATE TABLE tags (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL) STRICT; INSERT INTO tags "
       "(name) VALUES ('x'), ('x')",
       "the schema wants them unique"},
      {"CREATE TABLE tags (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, more TEXT NOT NULL) "
       "STRICT",
       "column \"more\" that the schema lacks"}};
  for (const auto& [sql, message] : refused) {
    blog_store blog;
    shell(blog.directory.file("blog.db"), sql);
    host_session db(blog.store);
    BOOST_CHECK_EQUAL(db.push(), ORM_INVALID_SCHEMA);
    BOOST_CHECK_MESSAGE(std::string(db.error.message).find(message) != std::string::npos, db.error.message);
    statement_builder find(ORM_FIND, users);
    find.output = {user::id};
    check_error(db.run(find.finish()), ORM_MISSING_TABLE);  // nothing was applied
  }
}

BOOST_AUTO_TEST_CASE(files_and_options_are_checked_at_open) {
  schema_builder builder;
  build_blog(builder);
  const orm_schema& schema = builder.finish();
  scratch_directory directory;
  std::ofstream(directory.file("text")) << "this is no database, but long enough to look like one";
  const auto code_of = [&](const std::string& url, const std::vector<orm_option>& more = {}) {
    return open_store(schema, url, more).error.code;
  };
  BOOST_CHECK_EQUAL(code_of("sqlite:" + directory.file("text")), ORM_DRIVER_FAILED);
  BOOST_CHECK_EQUAL(code_of("sqlite:" + directory.file("nowhere/app.db")), ORM_CONNECTION_FAILED);
  BOOST_CHECK_EQUAL(code_of("sqlite:/"), ORM_CONNECTION_FAILED);
  BOOST_CHECK_EQUAL(code_of("postgres:x"), ORM_INVALID_CONFIG);
  const open_result misspelt = open_store(schema, "sqlite::memory:", {{{"busy_timeot", 11}, integer_cell(1)}});
  BOOST_CHECK_EQUAL(misspelt.error.code, ORM_INVALID_CONFIG);
  BOOST_CHECK(std::string(misspelt.error.message).find("did you mean \"busy_timeout\"?") != std::string::npos);
  BOOST_CHECK_EQUAL(code_of("sqlite::memory:", {{{"synchronous", 11}, text_cell("maybe")}}), ORM_INVALID_CONFIG);
  builder.name_space("auth");
  BOOST_CHECK_EQUAL(open_store(builder.finish(), "sqlite::memory:").error.code, ORM_UNSUPPORTED);
}

BOOST_AUTO_TEST_CASE(a_database_in_memory_outlives_its_sessions) {
  schema_builder builder;
  build_blog(builder);
  const open_result opened = open_store(builder.finish(), "sqlite::memory:");
  BOOST_REQUIRE_MESSAGE(opened.store != nullptr, opened.error.message);
  BOOST_CHECK_EQUAL(host_session(opened.store).push(), ORM_OK);
  {
    host_session again(opened.store);
    BOOST_CHECK_EQUAL(again.push(), ORM_OK);
    BOOST_CHECK(again.applied.empty());
  }
  sqlite_driver().close(opened.store);
}

BOOST_FIXTURE_TEST_CASE(an_adopted_client_is_joined_and_left_as_it_was, pushed_blog) {
  sqlite3* client = nullptr;
  BOOST_REQUIRE_EQUAL(sqlite3_open(directory.file("blog.db").c_str(), &client), SQLITE_OK);
  orm_open_arguments arguments{};
  arguments.size = sizeof arguments;
  arguments.schema = &builder.finish();
  orm_store* adopted = nullptr;
  orm_error error{};
  error.size = sizeof error;
  BOOST_REQUIRE_EQUAL(sqlite_driver().adopt(&arguments, "sqlite3", client, &adopted, &error), ORM_OK);
  {
    host_session session(adopted);
    BOOST_REQUIRE_EQUAL(sqlite3_exec(client, "BEGIN", nullptr, nullptr, nullptr), SQLITE_OK);
    statement_builder insert(ORM_INSERT, tags);
    insert.columns = {tag::name};
    BOOST_REQUIRE_EQUAL(sqlite_driver().begin(session.session, 0, 0, &error), ORM_OK);
    BOOST_CHECK_EQUAL(session.run(insert.finish(), {text_cell("kept")}).code, ORM_OK);
    BOOST_REQUIRE_EQUAL(sqlite_driver().commit(session.session, &error), ORM_OK);
    BOOST_REQUIRE_EQUAL(sqlite_driver().begin(session.session, 0, 0, &error), ORM_OK);
    BOOST_CHECK_EQUAL(session.run(insert.finish(), {text_cell("undone")}).code, ORM_OK);
    BOOST_REQUIRE_EQUAL(sqlite_driver().rollback(session.session, &error), ORM_OK);
    BOOST_CHECK_EQUAL(sqlite3_get_autocommit(client), 0);
    BOOST_REQUIRE_EQUAL(sqlite3_exec(client, "COMMIT", nullptr, nullptr, nullptr), SQLITE_OK);
  }
  sqlite_driver().close(adopted);
  BOOST_CHECK_NE(sqlite3_exec(client, "SELECT orm_add(3, 1, 1)", nullptr, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(client);
  BOOST_CHECK_EQUAL(ids(tags).size(), 1);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace orm::tests
