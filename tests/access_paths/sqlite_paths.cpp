// What SQLite counts for each statement that the driver runs, on a connection of the test's own that the driver adopts.
#include <sqlite3.h>
#include <orm/clients/sqlite.hpp>

#include <boost/test/unit_test.hpp>

#include "access_paths/paths.hpp"
#include "orm/store.hpp"
#include "support/store_fixture.hpp"

namespace orm_test {
namespace {

struct counted {
  std::int64_t scanned = 0, indexed = 0, steps = 0;
  std::string texts;
};

// Called as each statement ends.
int count(unsigned, void* context, void* ended, void*) {
  auto& all = *static_cast<counted*>(context);
  auto* const statement = static_cast<sqlite3_stmt*>(ended);
  const auto of = [&](int what) { return sqlite3_stmt_status(statement, what, 1); };
  all.scanned += of(SQLITE_STMTSTATUS_FULLSCAN_STEP);
  all.indexed += of(SQLITE_STMTSTATUS_AUTOINDEX);
  all.steps += of(SQLITE_STMTSTATUS_VM_STEP);
  all.texts += std::string("\n") + sqlite3_sql(statement);
  return 0;
}

void run(sqlite3* on, const std::string& sql) {
  BOOST_REQUIRE_MESSAGE(sqlite3_exec(on, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK, sqlite3_errmsg(on));
}

BOOST_AUTO_TEST_SUITE(sqlite_paths)

BOOST_AUTO_TEST_CASE(no_request_that_an_index_serves_reads_the_table) {
  sqlite3* handle = nullptr;
  BOOST_REQUIRE(sqlite3_open(":memory:", &handle) == SQLITE_OK);
  {
    orm::configuration here;
    here.plugins = {driver_directory()};
    const orm::store store = orm::store::adopt(orm::schema::load(access_schema_file()),
                                               orm::client_traits<sqlite3*>::view(handle), here, {});
    store.push();
    orm::protocol protocol;
    protocol.add("app", store);
    const std::string rows = std::to_string(row_count), half = std::to_string(row_count / 2);
    const std::string numbers =
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + rows + ") ";
    run(handle, "PRAGMA foreign_keys = off");
    run(handle, "INSERT INTO people " + numbers +
                    "SELECT printf('p%06d', i), printf('ep%06d', i), CASE WHEN i % 2 = 1 THEN printf('hp%06d', i) END, "
                    "'t' || (i % 10), i % 1000, CASE WHEN i % 10 > 0 THEN i END, '' FROM n");
    run(handle, "INSERT INTO posts " + numbers + "SELECT 'o' || i, printf('p%06d', CASE WHEN i <= " + half +
                    " THEN 1 ELSE i - " + half + " END), i, printf('p%06d', i) FROM n");
    run(handle, "INSERT INTO sessions " + numbers +
                    "SELECT 's' || i, printf('t%06d', i), printf('p%06d', i), 32472144000000000 FROM n");
    run(handle, "INSERT INTO groups " + numbers + "SELECT printf('g%06d', i), printf('l%06d', i) FROM n");
    for (const std::string until :
         {"'a' || i, ?, CASE WHEN i % 4 > 1 THEN 32472144000000000 END", "'b' || i, ?, NULL"}) {
      std::string row = until;
      row.replace(row.find('?'), 1, "printf('p%06d', i), printf('g%06d', CASE WHEN i % 2 = 1 THEN i ELSE 2 END)");
      run(handle, "INSERT INTO memberships " + numbers + "SELECT " + row + " FROM n");
    }
    run(handle, "PRAGMA foreign_keys = on");
    counted all;
    sqlite3_trace_v2(handle, SQLITE_TRACE_PROFILE, count, &all);
    for (const access_path& each : access_paths()) {
      if (each.not_on == "sqlite") continue;
      all = {};
      const json response = json::parse(protocol.respond(each.repetition(1)));
      BOOST_TEST(response.find("ok") != nullptr, each.name << ": " << response.dump().substr(0, 400));
      BOOST_TEST(!all.texts.empty(), each.name);
      // Of an index, too, that gives a page its order.
      BOOST_TEST(all.scanned <= each.rows, each.name << " scans " << all.scanned << " rows:" << all.texts);
      BOOST_TEST(all.indexed == 0, each.name << " makes an index of its own:" << all.texts);
      // Some instructions a row, and some hundred to begin with.
      BOOST_TEST(all.steps < 100 * each.rows + 1000, each.name << " takes " << all.steps << " steps:" << all.texts);
    }
    sqlite3_trace_v2(handle, 0, nullptr, nullptr);
  }
  BOOST_TEST(sqlite3_close(handle) == SQLITE_OK);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace orm_test
