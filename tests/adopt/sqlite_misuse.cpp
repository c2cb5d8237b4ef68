// Uses of an adopted connection that can't go well are errors where SQLite shows them.
#include <boost/test/unit_test.hpp>
#include <latch>
#include <thread>
#include <vector>

#include "application.hpp"
#include "support/temporary_directory.hpp"

using namespace notebook;
using orm_test::application;
using orm_test::refusal;

namespace {

// A statement of the application, stopped at its first row.
class unfinished {
 public:
  unfinished(const application& app, const std::string& sql) {
    BOOST_REQUIRE(sqlite3_prepare_v2(app.handle(), sql.c_str(), -1, &statement_, nullptr) == SQLITE_OK);
    BOOST_REQUIRE(sqlite3_step(statement_) == SQLITE_ROW);
  }
  ~unfinished() { sqlite3_finalize(statement_); }
  unfinished(const unfinished&) = delete;
  unfinished& operator=(const unfinished&) = delete;

  int step() { return sqlite3_step(statement_); }
  std::string text() const { return reinterpret_cast<const char*>(sqlite3_column_text(statement_, 0)); }

 private:
  sqlite3_stmt* statement_ = nullptr;
};

// A thread of the application that stays inside a call on its connection until it is let go.
class busy_thread {
 public:
  explicit busy_thread(const application& app) {
    sqlite3_create_function(app.handle(), "wait_here", 0, SQLITE_UTF8, this, wait_here, nullptr, nullptr);
    thread_ = std::thread([&app] { app.run("SELECT wait_here()"); });
    inside_.wait();
  }
  ~busy_thread() {
    go_.count_down();
    thread_.join();
  }

 private:
  static void wait_here(sqlite3_context* context, int, sqlite3_value**) {
    auto& self = *static_cast<busy_thread*>(sqlite3_user_data(context));
    self.inside_.count_down();
    self.go_.wait();
  }
  std::latch inside_{1}, go_{1};
  std::thread thread_;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(sqlite_misuse)

BOOST_AUTO_TEST_CASE(no_client) {
  BOOST_TEST(refusal([] { orm::adopt<Notebook>(static_cast<sqlite3*>(nullptr), orm_test::built_drivers()); }) ==
             "CONNECTION_FAILED: the adopted client is null: open the database first");
}

BOOST_AUTO_TEST_CASE(a_statement_in_the_middle) {
  const application app;
  app.run("CREATE TABLE numbers(n); INSERT INTO numbers VALUES (1), (2), (3)");
  {
    const unfinished numbers(app, "SELECT n FROM numbers");
    BOOST_TEST(refusal([&] { orm_test::adopted(app); }) ==
               "CONNECTION_FAILED: the client is in the middle of a statement: step it to its end, or reset it, before "
               "it is adopted");
  }
  const auto db = orm_test::prepared(app);
  {
    // Once adopted, the application may write and read through orm for each row of its own.
    unfinished numbers(app, "SELECT n FROM numbers ORDER BY n");
    do {
      db.transaction([&](auto& tx) { tx.author.create(a.name = numbers.text()); });
      BOOST_TEST(db.author.find_unique(a.name == numbers.text()).has_value());
    } while (numbers.step() == SQLITE_ROW);
    BOOST_TEST(db.author.count() == 3);
  }
  unfinished insert(app, "INSERT INTO numbers VALUES (4), (5) RETURNING n");
  BOOST_TEST(
      refusal([&] { db.author.create(a.name = "4"); }) ==
      "CONNECTION_FAILED: a statement of the application has begun to write on the adopted client: step it to its "
      "end first");
  BOOST_TEST(refusal([&] { db.transaction([](auto&) {}); }).starts_with("CONNECTION_FAILED: a statement of the"));
  BOOST_TEST(db.author.count() == 3);
  while (insert.step() == SQLITE_ROW) {
  }
  db.author.create(a.name = "4");
}

BOOST_AUTO_TEST_CASE(another_thread_in_a_call) {
  const application app;
  const auto db = orm_test::prepared(app);
  const std::string expected =
      "CONNECTION_FAILED: another thread of the application is in a call on the adopted client: let one thread use it "
      "at "
      "a time";
  {
    const busy_thread other(app);
    BOOST_TEST(refusal([&] { db.author.count(); }) == expected);
    BOOST_TEST(refusal([&] { db.author.create(a.name = "Ada"); }) == expected);
    BOOST_TEST(refusal([&] { db.transaction([](auto&) {}); }) == expected);
    BOOST_TEST(refusal([&] { orm::bootstrap(db); }) == expected);
  }
  db.author.create(a.name = "Ada");
  BOOST_TEST(db.author.count() == 1);

  const application second;
  {
    const busy_thread other(second);
    BOOST_TEST(refusal([&] { orm_test::adopted(second); }) == expected);
  }
  orm_test::prepared(second);
}

// What has begun is undone even so, once the other thread is through.
BOOST_AUTO_TEST_CASE(another_thread_in_a_call_when_a_transaction_ends) {
  const application app;
  const auto db = orm_test::prepared(app);
  std::unique_ptr<busy_thread> other;
  std::thread release;
  BOOST_TEST(refusal([&] {
               db.transaction([&](auto& tx) {
                 tx.author.create(a.name = "Ada");
                 other = std::make_unique<busy_thread>(app);
                 const std::string said = refusal([&] { tx.author.count(); });
                 BOOST_TEST(said.starts_with("CONNECTION_FAILED: another thread"));
                 release = std::thread([&] { other.reset(); });
                 throw orm::error(orm::error_code::cancelled, "enough");
               });
             }) == "CANCELLED: enough");
  release.join();
  BOOST_TEST(sqlite3_get_autocommit(app.handle()) == 1);
  BOOST_TEST(db.author.count() == 0);
}

BOOST_AUTO_TEST_CASE(threads_of_one_orm_client_take_turns) {
  for (const int mutex : {SQLITE_OPEN_FULLMUTEX, SQLITE_OPEN_NOMUTEX}) {
    const application app(":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | mutex);
    const auto db = orm_test::prepared(app);
    const auto journal = orm_test::prepared<Journal>(app);
    std::vector<std::string> said(8);
    std::vector<std::thread> threads;
    for (std::size_t t = 0; t < said.size(); ++t) {
      threads.emplace_back([&, t] {
        said[t] = refusal([&] {
          for (int i = 0; i < 50; ++i) {
            const std::string name = std::to_string(t) + "/" + std::to_string(i);
            db.transaction([&](auto& tx) {
              const auto author = tx.author.create(a.name = name);
              tx.page.create(p.author_id = author.id, p.text = name);
            });
            if (db.page.count(p.text == name) != 1) throw orm::error(orm::error_code::invalid_query, "not found");
          }
        });
      });
    }
    for (std::thread& each : threads) each.join();
    for (const std::string& each : said) BOOST_TEST(each == "no error");
    BOOST_TEST(db.author.count() == 400);
    BOOST_TEST(db.page.count() == 400);
  }
}

BOOST_AUTO_TEST_CASE(another_thread_has_a_transaction_of_another_schema) {
  const application app;
  const auto db = orm_test::prepared(app);
  const auto journal = orm_test::prepared<Journal>(app);
  db.transaction([&](auto&) {
    std::string said;
    std::thread([&] { said = refusal([&] { journal.entry.create(e.line = "x"); }); }).join();
    BOOST_TEST(said.starts_with("CONNECTION_FAILED: another thread has a transaction open on the adopted client"));
  });
  journal.entry.create(e.line = "x");
}

BOOST_AUTO_TEST_CASE(foreign_keys_turned_off_meanwhile) {
  const application app;
  const auto db = orm_test::prepared(app);
  app.run("PRAGMA foreign_keys = off");
  BOOST_TEST(refusal([&] { db.author.count(); }) ==
             "CONNECTION_FAILED: the application turned foreign keys off on the adopted client: turn them on again");
  app.run("PRAGMA foreign_keys = on");
  BOOST_TEST(db.author.count() == 0);
}

BOOST_AUTO_TEST_CASE(a_database_that_can_only_be_read) {
  const orm_test::temporary_directory directory;
  {
    const application app(directory.file("app.db"));
    orm_test::prepared(app).author.create(a.name = "Ada");
  }
  const application app(directory.file("app.db"), SQLITE_OPEN_READONLY);
  const auto db = orm_test::adopted(app);
  BOOST_TEST(orm::bootstrap(db).empty());
  BOOST_TEST(db.author.count(a.name == "Ada") == 1);
  BOOST_TEST(refusal([&] { db.author.create(a.name = "Grace"); }).starts_with("NOT_AUTHORIZED: "));
  db.transaction([](auto& tx) { BOOST_TEST(tx.author.count() == 1); });
}

BOOST_AUTO_TEST_CASE(text_in_another_encoding) {
  const application app;
  app.run("PRAGMA encoding = 'UTF-16le'; CREATE TABLE t(x)");
  BOOST_TEST(refusal([&] { orm_test::adopted(app); }).starts_with("UNSUPPORTED: the database holds text as UTF-16le"));
  BOOST_TEST(app.ask("PRAGMA foreign_keys") == "0");
}

BOOST_AUTO_TEST_CASE(another_version_of_the_library) {
  const application app;
  const orm::raw_client said{"sqlite3", app.handle(), "2020-01-01 another source", nullptr};
  const std::string refused =
      refusal([&] { orm::store::adopt(orm::schema_of<Notebook>(), said, orm_test::built_drivers(), {}); });
  BOOST_TEST(
      refused.starts_with("DRIVER_INCOMPATIBLE: the client comes from SQLite 2020-01-01 another source, the "
                          "driver uses "));
  BOOST_TEST(refused.ends_with(": build both with one SQLite"));
}

BOOST_AUTO_TEST_SUITE_END()
