// A pushed store in a scratch directory, with statements for its models.
#ifndef ORM_TESTS_SQL_SQLITE_FIXTURE_HPP
#define ORM_TESTS_SQL_SQLITE_FIXTURE_HPP

#include <sqlite3.h>

#include <boost/test/unit_test.hpp>

#include "driver_host.hpp"

namespace orm::tests {

struct blog_store {
  explicit blog_store(const std::vector<orm_option>& options = {}) {
    build_blog(builder);
    const orm_schema& schema = builder.finish();
    const open_result opened = open_store(schema, "sqlite:" + directory.file("blog.db"), options);
    BOOST_REQUIRE_MESSAGE(opened.store != nullptr, opened.error.message);
    store = opened.store;
  }
  ~blog_store() { sqlite_driver().close(store); }

  scratch_directory directory;
  schema_builder builder;
  orm_store* store = nullptr;
};

struct pushed_blog : blog_store {
  pushed_blog() { BOOST_REQUIRE_EQUAL(db.push(), ORM_OK); }

  answer add_users(const std::vector<std::vector<orm_cell>>& rows, std::uint16_t flags = 0) {
    statement_builder insert(ORM_INSERT, users, flags);
    insert.columns = {user::id,      user::email, user::name, user::age,
                      user::balance, user::boss,  user::kind, user::active};
    insert.output = {user::id};
    std::vector<orm_cell> cells;
    for (const auto& row : rows) cells.insert(cells.end(), row.begin(), row.end());
    return db.run(insert.finish(), cells);
  }
  static std::vector<orm_cell> a_user(const char* id, const orm_cell& age = sdk::null_cell(), const char* balance = "0",
                                      const orm_cell& boss = sdk::null_cell()) {
    return {sdk::text_cell(id),     sdk::text_cell(id),     sdk::null_cell(), age, sdk::decimal_cell(balance), boss,
            sdk::text_cell("free"), sdk::boolean_cell(true)};
  }
  answer add_posts(const std::vector<std::vector<orm_cell>>& rows) {
    statement_builder insert(ORM_INSERT, posts);
    insert.columns = {post::id, post::author, post::title, post::score, post::likes, post::ratio};
    std::vector<orm_cell> cells;
    for (const auto& row : rows) cells.insert(cells.end(), row.begin(), row.end());
    return db.run(insert.finish(), cells);
  }
  static std::vector<orm_cell> a_post(const char* id, const char* author, const char* title) {
    return {sdk::text_cell(id), sdk::text_cell(author), sdk::text_cell(title),
            sdk::null_cell(),   sdk::integer_cell(0),   sdk::double_cell(0.5)};
  }
  // The ids of a model's rows, in order.
  std::vector<std::string> ids(std::uint32_t model) {
    statement_builder find(ORM_FIND, model);
    find.output = {0};
    find.order = {{0, 0}};
    if (model == sessions) find.statement.now = 0;
    return db.run(find.finish(), {sdk::datetime_cell(1000)}).rows;
  }

  host_session db{store};
};

// Another program on the file.
inline void shell(const std::string& file, const std::string& sql) {
  sqlite3* db = nullptr;
  char* message = nullptr;
  BOOST_REQUIRE_EQUAL(sqlite3_open(file.c_str(), &db), SQLITE_OK);
  const int code = sqlite3_exec(db, sql.c_str(), nullptr, nullptr, &message);
  BOOST_CHECK_MESSAGE(code == SQLITE_OK, (message == nullptr ? "" : message));
  sqlite3_free(message);
  sqlite3_close(db);
}

using strings = std::vector<std::string>;

inline void check_rows(const answer& got, const strings& wanted) {
  BOOST_CHECK_MESSAGE(got.code == ORM_OK, got.error.message);
  BOOST_CHECK_EQUAL_COLLECTIONS(got.rows.begin(), got.rows.end(), wanted.begin(), wanted.end());
}

inline void check_error(const answer& got, orm_code code, const std::vector<std::uint32_t>& fields = {}) {
  BOOST_CHECK_EQUAL(got.code, code);
  BOOST_CHECK_EQUAL_COLLECTIONS(got.error.fields, got.error.fields + got.error.field_count, fields.begin(),
                                fields.end());
}

}  // namespace orm::tests

#endif
