// An adopted connection is given back as it was.
#include <boost/test/unit_test.hpp>

#include "application.hpp"
#include "support/temporary_directory.hpp"

using namespace notebook;
using orm_test::application;

namespace {

// Everything that a connection can be asked about itself.
std::string settings(const application& from) {
  std::string all;
  for (const char* pragma : {"foreign_keys", "busy_timeout", "synchronous", "cache_size", "mmap_size", "journal_mode",
                             "temp_store", "recursive_triggers", "defer_foreign_keys", "query_only", "locking_mode"})
    all += pragma + ("=" + from.ask(std::string("PRAGMA ") + pragma)) + "\n";
  for (const int flag : {SQLITE_DBCONFIG_DQS_DML, SQLITE_DBCONFIG_DQS_DDL, SQLITE_DBCONFIG_ENABLE_FKEY,
                         SQLITE_DBCONFIG_ENABLE_TRIGGER, SQLITE_DBCONFIG_DEFENSIVE}) {
    int value = -1;
    sqlite3_db_config(from.handle(), flag, -1, &value);
    all += std::to_string(flag) + "=" + std::to_string(value) + "\n";
  }
  all += from.ask("SELECT group_concat(name) FROM (SELECT DISTINCT name FROM pragma_function_list ORDER BY name)");
  return all + from.ask("SELECT group_concat(name) FROM (SELECT name FROM pragma_module_list ORDER BY name)");
}

// Work of every kind: plans of reads and writes, lists, transactions, relations, an error.
void use(const orm::client<Notebook>& db) {
  orm::bootstrap(db);
  const auto ada = db.author.create(a.name = "Ada");
  db.page.create_many({{p.author_id = ada.id, p.text = "one"}, {p.author_id = ada.id, p.text = "two"}});
  BOOST_TEST(db.author.find_many(orm::select(a.name, a.pages.select(p.text))).at(0).pages.size() == 2);
  BOOST_TEST(db.page.count(p.text.in({"one", "three"})) == 1);
  BOOST_CHECK_THROW(db.author.create(a.name = "Ada"), orm::error);
  db.transaction([](auto& tx) { tx.page.remove_many(p.text == "two"); });
  BOOST_TEST(db.page.count() == 1);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(sqlite_settings)

BOOST_AUTO_TEST_CASE(are_put_back) {
  for (const char* foreign_keys : {"off", "on"}) {
    const orm_test::temporary_directory directory;
    const application app(directory.file("app.db"));
    app.run(std::string("PRAGMA foreign_keys = ") + foreign_keys + "; PRAGMA busy_timeout = 1234");
    const std::string before = settings(app);
    {
      const auto db = orm_test::adopted(app);
      BOOST_TEST(app.ask("PRAGMA foreign_keys") == "1");
      BOOST_TEST(app.ask("PRAGMA busy_timeout") == "1234");
      use(db);
    }
    BOOST_TEST(settings(app) == before);
    BOOST_TEST(sqlite3_next_stmt(app.handle(), nullptr) == nullptr);
  }
}

BOOST_AUTO_TEST_CASE(are_put_back_inside_a_transaction) {
  const application app;
  const std::string before = settings(app);
  {
    const auto db = orm_test::prepared(app);
    app.run("BEGIN");
    db.author.create(a.name = "Ada");
  }
  BOOST_TEST(app.ask("PRAGMA foreign_keys") == "0");
  app.run("COMMIT");
  BOOST_TEST(settings(app) == before);
  BOOST_TEST(app.ask("SELECT name FROM authors") == "Ada");
}

BOOST_AUTO_TEST_CASE(stay_after_a_refusal) {
  const application app;
  const std::string before = settings(app);
  BOOST_TEST(orm_test::refusal([&] {
               orm::store_configuration selected;
               selected.options = {{"busy_timeout", orm::value::of_integer(1)}};
               orm::adopt<Notebook>(app.handle(), selected, orm_test::built_drivers());
             }).starts_with("INVALID_CONFIG: "));
  BOOST_TEST(settings(app) == before);
}

// Statements of the application may hold texts in double quotes, which SQLite takes for names first.
BOOST_AUTO_TEST_CASE(of_names_stay_the_applications) {
  const application app;
  app.run("PRAGMA writable_schema = off");
  const auto db = orm_test::prepared(app);
  db.author.create(a.name = "Ada");
  BOOST_TEST(app.ask("SELECT count(*) FROM authors WHERE name = \"Ada\"") == "1");
  app.run("DROP TABLE pages; CREATE TABLE pages(id TEXT PRIMARY KEY, authorId TEXT)");
  BOOST_TEST(orm_test::refusal([&] { db.page.count(p.text == "text"); }).starts_with("MISSING_TABLE"));
  BOOST_TEST(app.ask("SELECT count(*) FROM authors WHERE name = \"Ada\"") == "1");
}

BOOST_AUTO_TEST_CASE(are_shared_by_stores_of_one_handle) {
  const application app;
  {
    const auto journal = orm_test::prepared<Journal>(app);
    {
      const auto db = orm_test::prepared(app);
      db.author.create(a.name = "Ada");
      journal.entry.create(e.line = "Ada came");
    }
    BOOST_TEST(app.ask("PRAGMA foreign_keys") == "1");
    BOOST_TEST(journal.entry.count(e.line.in({"Ada came"})) == 1);  // through a table that is registered
  }
  BOOST_TEST(app.ask("PRAGMA foreign_keys") == "0");
  const auto again = orm_test::adopted(app);
  BOOST_TEST(again.author.count() == 1);
}

BOOST_AUTO_TEST_SUITE_END()
