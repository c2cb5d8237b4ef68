// A PGconn that the application owns.
#include <boost/test/unit_test.hpp>

#include "orm/error.hpp"
#include "postgres/adopted_client.hpp"

namespace orm_test {
namespace {

struct with_tables {
  postgres_server server;
  place pushed{server.url()};
};

BOOST_FIXTURE_TEST_SUITE(adoption, with_tables)

BOOST_AUTO_TEST_CASE(the_applications_transaction_is_joined_and_undoes_what_we_did) {
  const client mine(server);
  const adopted store(mine, pushed);
  mine.run("BEGIN");
  store.ok(create_user("a"));
  BOOST_TEST(store.request(create_user("a")).at("error").at("code").text() == "UNIQUE_CONSTRAINT_VIOLATION");
  store.ok(create_post("p", "a"));
  BOOST_TEST(store.ok(nested("a")) == json::parse(R"({"id":"a","posts":[{"id":"p","comments":[]}]})"));
  BOOST_TEST(mine.run("SELECT count(*) FROM users") == "1");
  mine.run("ROLLBACK");
  BOOST_TEST(store.ok(count_users) == json::parse("0"));
}

BOOST_AUTO_TEST_CASE(what_the_application_discards_is_prepared_again) {
  const client mine(server);
  const adopted store(mine, pushed);
  store.ok(create_user("a"));
  store.ok(find_user("a"));
  mine.run("DISCARD ALL");
  BOOST_TEST(store.ok(find_user("a")).at("id").text() == "a");
  mine.run("DEALLOCATE ALL");
  store.ok(create_user("b"));
  mine.run("BEGIN");
  mine.run("DEALLOCATE ALL");
  store.ok(create_user("c"));
  mine.run("COMMIT");
  BOOST_TEST(store.ok(count_users) == json::parse("3"));
}

// What was prepared no longer fits, and its name is not free before the transaction ends.
BOOST_AUTO_TEST_CASE(a_column_that_changes_within_the_applications_transaction) {
  const client mine(server);
  const adopted store(mine, pushed);
  store.ok(create_user("a"));
  store.ok(find_user("a"));
  mine.run("BEGIN");
  mine.run("ALTER TABLE users ALTER COLUMN name TYPE varchar(40) COLLATE \"C\"");
  BOOST_TEST(store.ok(find_user("a")).at("name").text() == "n");
  BOOST_TEST(store.ok(find_user("a")).at("name").text() == "n");
  mine.run("ROLLBACK");
  BOOST_TEST(store.ok(find_user("a")).at("name").text() == "n");
}

// What is tried again because it has to be prepared again comes before what stands behind it.
BOOST_AUTO_TEST_CASE(a_batch_keeps_its_order_after_discard) {
  const client mine(server);
  const adopted store(mine, pushed);
  store.ok(create_user("a"));
  const char* const rename =
      R"({"schema":"app","model":"user","op":"update","args":{"where":{"id":"a"},"data":{"name":"x"}}})";
  store.ok(rename);
  mine.run("DISCARD ALL");
  store.ok(R"({"schema":"app","op":"batch","args":{"requests":[
      {"model":"user","op":"update","args":{"where":{"id":"a"},"data":{"name":"first"}}},
      {"model":"user","op":"updateMany","args":{"where":{"email":"a@acme.dev"},"data":{"name":"second"}}}]}})");
  BOOST_TEST(store.ok(find_user("a")).at("name").text() == "second");
}

// The same after a migration, within the application's transaction.
BOOST_AUTO_TEST_CASE(a_batch_keeps_its_order_after_a_column_has_changed) {
  const client mine(server);
  const adopted store(mine, pushed);
  store.ok(create_user("a"));
  const char* const batch = R"({"schema":"app","op":"batch","args":{"requests":[
      {"model":"user","op":"update","args":{"where":{"id":"a"},"data":{"name":"first"}}},
      {"model":"user","op":"updateMany","args":{"where":{"email":"a@acme.dev"},"data":{"name":"second"}}},
      {"model":"user","op":"findUnique","args":{"where":{"id":"a"}}}]}})";
  const auto ends_second = [&] { return store.ok(batch).items()[2].at("ok").at("name").text() == "second"; };
  BOOST_TEST(ends_second());
  mine.run("BEGIN");
  mine.run("ALTER TABLE users ALTER COLUMN name TYPE varchar(40) COLLATE \"C\"");
  BOOST_TEST(ends_second());
  mine.run("COMMIT");
  BOOST_TEST(ends_second());
  mine.run("ALTER TABLE users ALTER COLUMN name TYPE text COLLATE \"C\"");
  BOOST_TEST(ends_second());
}

// What failed in a batch leaves no savepoint behind, and what worked neither.
BOOST_AUTO_TEST_CASE(a_batch_within_the_applications_transaction_leaves_no_savepoint) {
  const client mine(server);
  const adopted store(mine, pushed);
  mine.run("BEGIN");
  const json told = store.ok(R"({"schema":"app","op":"batch","args":{"requests":[
      {"model":"user","op":"create","args":{"data":{"id":"a","email":"a","name":"n"}}},
      {"model":"user","op":"create","args":{"data":{"id":"b","email":"a","name":"n"}}},
      {"model":"user","op":"create","args":{"data":{"id":"c","email":"c","name":"n"}}},
      {"model":"user","op":"count"},
      {"model":"user","op":"create","args":{"data":{"id":"d","email":"c","name":"n"}}}]}})");
  const auto code = [&](std::size_t i) { return told.items()[i].at("error").at("code").text(); };
  BOOST_TEST(code(1) == "UNIQUE_CONSTRAINT_VIOLATION");
  BOOST_TEST(code(4) == "UNIQUE_CONSTRAINT_VIOLATION");
  BOOST_TEST(told.items()[3].at("ok") == json::parse("2"));
  BOOST_TEST(PQtransactionStatus(mine.get()) == PQTRANS_INTRANS);
  mine.run("RELEASE SAVEPOINT \"orm statement\"");
  BOOST_TEST(PQtransactionStatus(mine.get()) == PQTRANS_INERROR);
  mine.run("ROLLBACK");
  BOOST_TEST(store.ok(count_users) == json::parse("0"));
}

// A badge goes with its team, and keeps a user, who goes with the team too, from being deleted by itself.
const char* const team_schema = R"(
[models.team]
table = "teams"
[models.team.fields]
id = { type = "id" }

[models.user]
table = "members"
[models.user.fields]
id     = { type = "id" }
teamId = { type = "string", references = "team.id", onDelete = "cascade" }

[models.badge]
table = "badges"
[models.badge.fields]
id     = { type = "id" }
userId = { type = "string", references = "user.id", onDelete = "noAction" }
teamId = { type = "string", references = "team.id", onDelete = "cascade" }
)";

// The references of ours alone are deferred for a delete, and judged after it.
BOOST_AUTO_TEST_CASE(what_the_application_has_deferred_stays_so) {
  store_fixture teams({"postgres", server.url()});
  teams.add_text("app", team_schema);
  const client mine(server);
  const adopted store(mine, teams);
  const auto create = [&](const std::string& model, const std::string& data) {
    store.ok(R"({"schema":"app","model":")" + model + R"(","op":"create","args":{"data":{)" + data + "}}}");
  };
  const auto remove = [&](const std::string& model, const std::string& id) {
    return store.request(R"({"schema":"app","model":")" + model + R"(","op":"deleteMany","args":{"where":{"id":")" +
                         id + R"("}}})");
  };
  for (const std::string id : {"t", "s"}) {
    create("team", R"("id":")" + id + R"(")");
    create("user", R"("id":"u)" + id + R"(","teamId":")" + id + R"(")");
    create("badge", R"("id":"b)" + id + R"(","userId":"u)" + id + R"(","teamId":")" + id + R"(")");
  }
  mine.run("CREATE TABLE parents (id int PRIMARY KEY)");
  mine.run("CREATE TABLE children (id int REFERENCES parents DEFERRABLE INITIALLY DEFERRED)");
  mine.run("BEGIN");
  mine.run("INSERT INTO children VALUES (1)");
  BOOST_TEST(remove("team", "t") == json::parse(R"({"ok":1})"));
  BOOST_TEST(PQtransactionStatus(mine.get()) == PQTRANS_INTRANS);
  create("badge", R"("id":"guest","userId":"us","teamId":"s")");
  BOOST_TEST(remove("user", "us").at("error").at("code").text() == "FOREIGN_KEY_VIOLATION");
  BOOST_TEST(remove("team", "s") == json::parse(R"({"ok":1})"));
  mine.run("INSERT INTO parents VALUES (1)");
  mine.run("COMMIT");
  BOOST_TEST(mine.run("SELECT count(*) FROM children") == "1");
  BOOST_TEST(store.ok(R"({"schema":"app","model":"team","op":"count"})") == json::parse("0"));
  BOOST_TEST(store.ok(R"({"schema":"app","model":"badge","op":"count"})") == json::parse("0"));
}

BOOST_AUTO_TEST_CASE(nothing_is_left_on_the_client) {
  const client mine(server);
  {
    const adopted store(mine, pushed);
    store.ok(create_user("a"));
    store.ok(create_post("p", "a"));
    store.ok(nested("a"));
    BOOST_TEST(store.request(create_post("q", "nobody")).at("error").at("code").text() == "FOREIGN_KEY_VIOLATION");
    store.ok(R"({"schema":"app","model":"user","op":"deleteMany","args":{"where":{}}})");
  }
  BOOST_TEST(mine.run("SELECT count(*) FROM pg_prepared_statements") == "0");
  BOOST_TEST(PQtransactionStatus(mine.get()) == PQTRANS_IDLE);
  BOOST_TEST(PQisnonblocking(mine.get()) == 0);
  BOOST_TEST(PQpipelineStatus(mine.get()) == PQ_PIPELINE_OFF);
}

const char* const transfer = R"({"schema":"app","op":"transaction","args":{"requests":[
    {"model":"user","op":"updateMany","args":{"where":{},"data":{"name":"x"}}},
    {"model":"user","op":"findMany","args":{"select":{"id":true}}}]}})";
const char* const badge_schema = R"(
[models.badge]
table = "badges"
[models.badge.fields]
id = { type = "id" }
)";

// Two modules of one application, each with its schema, and nothing that one of them prepares is in the other's way.
BOOST_AUTO_TEST_CASE(two_stores_on_one_client) {
  store_fixture badges({"postgres", server.url()});
  badges.add_text("app", badge_schema);
  const client mine(server);
  const adopted users(mine, pushed), others(mine, badges);
  int made = 0;
  const auto use_both = [&] {
    for (int i = 0; i < 3; ++i) {
      users.ok(create_user("u" + std::to_string(++made)));
      users.ok(transfer);
      others.ok(R"({"schema":"app","op":"transaction","args":{"requests":[
          {"model":"badge","op":"create","args":{"data":{"id":"b)" +
                std::to_string(made) + R"("}}},{"model":"badge","op":"count"}]}})");
    }
  };
  use_both();
  mine.run("BEGIN");
  use_both();
  BOOST_TEST(PQtransactionStatus(mine.get()) == PQTRANS_INTRANS);
  mine.run("COMMIT");
  use_both();
  BOOST_TEST(users.ok(count_users) == json::parse("9"));
  BOOST_TEST(others.ok(R"({"schema":"app","model":"badge","op":"count"})") == json::parse("9"));
}

BOOST_AUTO_TEST_CASE(a_store_that_goes_within_the_applications_transaction) {
  const client mine(server);
  const auto use = [&](const std::string& id) {
    const adopted store(mine, pushed);
    store.ok(create_user(id));
    store.ok(find_user(id));
    store.ok(transfer);
  };
  mine.run("BEGIN");
  use("a");
  BOOST_TEST(PQtransactionStatus(mine.get()) == PQTRANS_INTRANS);
  BOOST_TEST(mine.run("SELECT count(*) FROM pg_prepared_statements") == "0");
  use("b");
  {
    const adopted store(mine, pushed);
    store.ok(find_user("a"));
    mine.run("DEALLOCATE ALL");
  }
  BOOST_TEST(PQtransactionStatus(mine.get()) == PQTRANS_INTRANS);
  mine.run("COMMIT");
  use("c");
  BOOST_TEST(mine.run("SELECT count(*) FROM pg_prepared_statements") == "0");
  BOOST_TEST(mine.run("SELECT count(*) FROM users") == "3");
}

// What the application prepares and sends by itself, in pipeline mode too, and what we do take turns.
BOOST_AUTO_TEST_CASE(a_client_that_uses_pipeline_mode_itself) {
  const client mine(server);
  const adopted store(mine, pushed);
  store.ok(create_user("a"));
  mine.run("PREPARE theirs AS SELECT count(*) FROM users");
  for (int i = 0; i < 3; ++i) {
    BOOST_REQUIRE(PQenterPipelineMode(mine.get()) == 1);
    BOOST_TEST(store.request(find_user("a")).at("error").at("code").text() == "INVALID_QUERY");
    BOOST_REQUIRE(PQsendQueryPrepared(mine.get(), "theirs", 0, nullptr, nullptr, nullptr, 0) == 1);
    BOOST_REQUIRE(PQpipelineSync(mine.get()) == 1);
    std::string counted;
    for (bool synced = false; !synced;) {
      const std::unique_ptr<PGresult, decltype(&PQclear)> result(PQgetResult(mine.get()), &PQclear);
      if (PQresultStatus(result.get()) == PGRES_TUPLES_OK) counted = PQgetvalue(result.get(), 0, 0);
      synced = PQresultStatus(result.get()) == PGRES_PIPELINE_SYNC;
    }
    BOOST_TEST(counted == "1");
    BOOST_REQUIRE(PQexitPipelineMode(mine.get()) == 1);
    BOOST_TEST(store.ok(find_user("a")).at("id").text() == "a");
    BOOST_TEST(PQpipelineStatus(mine.get()) == PQ_PIPELINE_OFF);
    BOOST_TEST(mine.run("EXECUTE theirs") == "1");
  }
}

BOOST_AUTO_TEST_CASE(states_that_can_be_seen_are_refused) {
  const client mine(server);
  const adopted store(mine, pushed);
  mine.run("BEGIN");
  mine.run("SELECT 1 / 0");
  BOOST_TEST(store.request(count_users).find("error") != nullptr);
  mine.run("ROLLBACK");
  store.ok(count_users);
  BOOST_REQUIRE(PQsendQuery(mine.get(), "SELECT 1") == 1);
  BOOST_TEST(store.request(count_users).find("error") != nullptr);
  while (PGresult* const result = PQgetResult(mine.get())) PQclear(result);
  store.ok(count_users);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace orm_test
