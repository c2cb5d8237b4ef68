// A transaction that the application has open is joined, and ends as the application says.
#include <boost/test/unit_test.hpp>
#include <stdexcept>

#include "application.hpp"

using namespace notebook;
using orm_test::application;
using orm_test::refusal;

BOOST_AUTO_TEST_SUITE(sqlite_transactions)

BOOST_AUTO_TEST_CASE(end_as_the_application_says) {
  const application app;
  const auto db = orm_test::prepared(app);
  for (const char* end : {"ROLLBACK", "COMMIT"}) {
    app.run("BEGIN");
    db.author.create(a.name = end);
    db.transaction([&](auto& tx) {
      const auto author = tx.author.find_unique(a.name == end);
      tx.page.create(p.author_id = author->id, p.text = "inside");
    });
    BOOST_TEST(db.page.count(p.text == "inside") == 1);
    BOOST_TEST(sqlite3_get_autocommit(app.handle()) == 0);
    app.run(end);
    const int kept = end[0] == 'C' ? 1 : 0;
    BOOST_TEST(db.author.count() == kept);
    BOOST_TEST(db.page.count() == kept);
  }
}

BOOST_AUTO_TEST_CASE(are_joined_by_savepoints) {
  const application app;
  const auto db = orm_test::prepared(app);
  app.run("BEGIN; INSERT INTO authors VALUES ('1', 'by the application')");
  BOOST_CHECK_THROW(db.transaction([](auto& tx) {
    tx.author.create(a.name = "undone");
    throw std::runtime_error("changed my mind");
  }),
                    std::runtime_error);
  db.transaction([](auto& tx) {
    tx.author.create(a.name = "kept");
    BOOST_CHECK_THROW(tx.transaction([](auto& part) {
      part.author.create(a.name = "undone too");
      throw std::runtime_error("changed my mind");
    }),
                      std::runtime_error);
  });
  BOOST_CHECK_THROW(db.author.create_many({{a.name = "half"}, {a.name = "kept"}}), orm::error);
  app.run("COMMIT");
  BOOST_TEST(app.ask("SELECT group_concat(name) FROM (SELECT name FROM authors ORDER BY name)") ==
             "by the application,kept");
}

BOOST_AUTO_TEST_CASE(of_ours_leave_none_open) {
  const application app;
  const auto db = orm_test::prepared(app);
  db.transaction([](auto& tx) { tx.author.create(a.name = "Ada"); });
  BOOST_TEST(sqlite3_get_autocommit(app.handle()) == 1);
  BOOST_CHECK_THROW(db.transaction([](auto&) { throw std::runtime_error("no"); }), std::runtime_error);
  BOOST_TEST(sqlite3_get_autocommit(app.handle()) == 1);
  BOOST_TEST(app.ask("SELECT name FROM authors") == "Ada");
}

BOOST_AUTO_TEST_CASE(that_the_application_ends_meanwhile_are_noticed) {
  const application app;
  const auto db = orm_test::prepared(app);
  app.run("BEGIN");
  const std::string said = refusal([&] {
    db.transaction([&](auto& tx) {
      tx.author.create(a.name = "lost");
      app.run("ROLLBACK");
      tx.author.create(a.name = "never written");
    });
  });
  BOOST_TEST(said.starts_with("TRANSACTION_CONFLICT: the application, or an error, ended the transaction"));
  BOOST_TEST(db.author.count() == 0);
  for (const char* end : {"ROLLBACK", "COMMIT"}) {
    app.run("BEGIN");
    BOOST_TEST(refusal([&] {
                 db.transaction([&](auto& tx) {
                   tx.author.create(a.name = end);
                   app.run(end);
                 });
               }).starts_with("TRANSACTION_CONFLICT: the application, or an error, ended the transaction"));
    BOOST_TEST(sqlite3_get_autocommit(app.handle()) == 1);
  }
  BOOST_TEST(db.author.remove_many(a.name == "COMMIT") == 1);
  db.author.create(a.name = "the next request works");
  BOOST_TEST(db.author.count() == 1);
}

BOOST_AUTO_TEST_CASE(may_prepare_the_tables) {
  const application app;
  app.run("PRAGMA foreign_keys = on; BEGIN");
  const auto db = orm_test::prepared(app);
  BOOST_TEST(db.author.count() == 0);
  app.run("ROLLBACK");
  BOOST_TEST(refusal([&] { db.author.count(); }).starts_with("MISSING_TABLE: "));
  orm::bootstrap(db);
  BOOST_TEST(db.author.count() == 0);
}

BOOST_AUTO_TEST_CASE(without_foreign_keys_are_refused) {
  const application app;
  app.run("BEGIN");
  BOOST_TEST(refusal([&] { orm_test::adopted(app); }) ==
             "CONNECTION_FAILED: foreign keys are off on this client, and can't be turned on inside its open "
             "transaction: run \"PRAGMA foreign_keys = on\" before it begins");
  app.run("COMMIT");
  orm_test::prepared(app);
}

BOOST_AUTO_TEST_CASE(with_deferred_foreign_keys_are_not_written_to) {
  const application app;
  const auto db = orm_test::prepared(app);
  app.run("BEGIN; PRAGMA defer_foreign_keys = on");
  BOOST_TEST(refusal([&] {
               db.page.create(p.author_id = orm::uuid("nobody"), p.text = "x");
             }).starts_with("UNSUPPORTED: the application deferred the foreign keys"));
  BOOST_TEST(db.author.count() == 0);
  app.run("PRAGMA defer_foreign_keys = off");
  BOOST_TEST(refusal([&] {
               db.page.create(p.author_id = orm::uuid("nobody"), p.text = "x");
             }).starts_with("FOREIGN_KEY_VIOLATION: "));
  app.run("COMMIT");
}

// The orm clients of two schemas on one handle: on one thread, the one inside the other is a part of it.
BOOST_AUTO_TEST_CASE(of_two_schemas_nest) {
  const application app;
  const auto db = orm_test::prepared(app);
  const auto journal = orm_test::prepared<Journal>(app);
  BOOST_CHECK_THROW(db.transaction([&](auto& tx) {
    tx.author.create(a.name = "Ada");
    journal.transaction([](auto& inner) { inner.entry.create(e.line = "Ada came"); });
    journal.entry.create(e.line = "and went");
    throw std::runtime_error("changed my mind");
  }),
                    std::runtime_error);
  BOOST_TEST(db.author.count() == 0);
  BOOST_TEST(journal.entry.count() == 0);
  BOOST_TEST(sqlite3_get_autocommit(app.handle()) == 1);
}

BOOST_AUTO_TEST_SUITE_END()
