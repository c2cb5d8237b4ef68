// Servers that only read: a hot standby that streams from its primary, and what default_transaction_read_only says.
#include <boost/test/unit_test.hpp>
#include <functional>

#include "orm/error.hpp"
#include "postgres/place.hpp"

namespace orm_test {
namespace {

std::string in_transaction(const std::string& requests, const std::string& isolation = {}) {
  return R"({"schema":"app","op":"transaction","args":{)" +
         (isolation.empty() ? "" : R"("isolation":")" + isolation + R"(",)") + R"("requests":[)" + requests + "]}}";
}

// Every way to write: by key and by filter, with cascades, of one row and of many.
const std::vector<std::string>& writes() {
  static const std::vector<std::string> all = {
      create_user("b"),
      R"({"schema":"app","model":"user","op":"createMany","args":{"data":[{"id":"b","email":"b","name":"b"}]}})",
      R"({"schema":"app","model":"user","op":"createMany","args":{"data":[{"id":"b","email":"b","name":"b"},
          {"id":"c","email":"c","name":"c"}],"skipDuplicates":true}})",
      R"({"schema":"app","model":"user","op":"update","args":{"where":{"id":"a"},"data":{"name":"x"}}})",
      R"({"schema":"app","model":"user","op":"update","args":{"where":{"name":"n"},"data":{"name":"x"}}})",
      R"({"schema":"app","model":"user","op":"updateMany","args":{"where":{},"data":{"name":"x"}}})",
      R"({"schema":"app","model":"user","op":"upsert","args":{"where":{"id":"a"},
          "create":{"email":"x","name":"x"},"update":{"name":"x"}}})",
      R"({"schema":"app","model":"user","op":"upsert","args":{"where":{"id":"b"},
          "create":{"email":"x","name":"x"},"update":{"name":"x"}}})",
      R"({"schema":"app","model":"user","op":"delete","args":{"where":{"id":"a"}}})",
      R"({"schema":"app","model":"user","op":"deleteMany","args":{"where":{}}})",
      R"({"schema":"app","model":"comment","op":"deleteMany","args":{"where":{"id":"c"}}})",
      in_transaction(create_user("b") + "," + create_post("q", "b"), "repeatableRead"),
      in_transaction(find_user("a") + "," + create_user("b"), "readCommitted"),
      R"({"schema":"app","op":"reset"})",
  };
  return all;
}

// The error of a write to a server that only reads.
void expect_read_only(const json& response) {
  BOOST_TEST_REQUIRE(response.find("error") != nullptr, response.dump());
  const json& failure = response.at("error");
  BOOST_TEST(failure.at("code").text() == "NOT_AUTHORIZED", response.dump());
  BOOST_TEST(failure.at("native").text() == "25006", response.dump());
  BOOST_TEST(failure.at("message").text().find("write to the primary") != std::string::npos, response.dump());
  BOOST_TEST(failure.at("outcome").text() == "rolled_back", response.dump());
  BOOST_TEST(!failure.at("retryable").flag());
}

void fill(const place& store) {
  store.ok(create_user("a"));
  store.ok(create_post("p", "a"));
  store.ok(R"({"schema":"app","model":"comment","op":"create","args":{"data":{"id":"c","postId":"p"}}})");
}

// Whatever reads, and what is there.
void expect_everything(const store_fixture& store) {
  BOOST_TEST(store.ok(find_user("a")) == json::parse(R"({"id":"a","email":"a@acme.dev","name":"n"})"));
  BOOST_TEST(store.ok(count_users) == json(1));
  BOOST_TEST(store.ok(nested("a")) == json::parse(R"({"id":"a","posts":[{"id":"p","comments":[{"id":"c"}]}]})"));
  BOOST_TEST(store.ok(R"({"schema":"app","model":"user","op":"findMany","args":{"where":{"posts":{"some":{"id":"p"}}},
                          "orderBy":{"name":"asc"},"take":5,"select":{"id":true,"posts":{"take":1,"select":{"id":true}}}}})") ==
             json::parse(R"([{"id":"a","posts":[{"id":"p"}]}])"));
  BOOST_TEST(store.ok(R"({"schema":"app","model":"post","op":"aggregate","args":{"count":["_all"]}})") ==
             json::parse(R"({"count":{"_all":1}})"));
  const json batch = store.ok(R"({"schema":"app","op":"batch","args":{"requests":[)" + find_user("a") + "," +
                              R"({"model":"comment","op":"count"}]}})");
  BOOST_TEST(batch.at(0).at("ok").at("id").text() == "a");
  BOOST_TEST(batch.at(1).at("ok") == json(1));
  for (const char* isolation : {"readCommitted", "repeatableRead"})
    BOOST_TEST(store.ok(in_transaction(find_user("a") + "," + count_users, isolation)).at(1) == json(1), isolation);
}

void expect_only_reads(const store_fixture& store) {
  expect_everything(store);
  for (const std::string& each : writes()) {
    BOOST_TEST_CONTEXT(each) {
      expect_read_only(store.request(each));
      BOOST_TEST(store.ok(find_user("a")).at("name").text() == "n");
    }
  }
  // Each item of a batch on its own.
  const json batch = store.ok(R"({"schema":"app","op":"batch","args":{"requests":[)" + find_user("a") + "," +
                              create_user("b") + "," + count_users + "]}}");
  BOOST_TEST(batch.at(0).at("ok").at("id").text() == "a");
  expect_read_only(batch.at(1));
  BOOST_TEST(batch.at(2).at("ok") == json(1));
  expect_everything(store);
}

struct standby_of_a_primary {
  postgres_server server;
  place primary{server.url()};
  postgres_server replica{options_of(server)};
  store_fixture standby{{"postgres", replica.url()}};

  standby_of_a_primary() {
    fill(primary);
    replica.catch_up(server);
    standby.open("app", primary.store("app").shared_schema());
  }
  static postgres_server::options options_of(const postgres_server& streams_from) {
    postgres_server::options made;
    made.primary = &streams_from;
    return made;
  }
};

BOOST_FIXTURE_TEST_SUITE(standby, standby_of_a_primary)

BOOST_AUTO_TEST_CASE(it_is_read_and_refuses_to_be_written) {
  expect_only_reads(standby);
  // A schema that is there needs no push, and one that isn't can't be pushed.
  BOOST_TEST(standby.ok(R"({"schema":"app","op":"push"})") == json::parse(R"({"applied":[]})"));
  primary.store("app").reset();
  replica.catch_up(server);
  expect_read_only(standby.request(R"({"schema":"app","op":"push"})"));
  BOOST_TEST(standby.error_code(find_user("a")) == "MISSING_TABLE");
}

// PostgreSQL has no serializable transactions there, and we claim none.
BOOST_AUTO_TEST_CASE(it_has_no_serializable_transactions_and_says_so) {
  for (const std::string& requests : {find_user("a"), create_user("b")}) {
    const json response = standby.request(in_transaction(requests));
    BOOST_TEST_REQUIRE(response.find("error") != nullptr, response.dump());
    const json& failure = response.at("error");
    BOOST_TEST(failure.at("code").text() == "UNSUPPORTED", response.dump());
    BOOST_TEST(failure.at("message").text().find("repeatableRead") != std::string::npos, response.dump());
    BOOST_TEST(failure.at("outcome").text() == "rolled_back", response.dump());
    BOOST_TEST(!failure.at("retryable").flag());
    BOOST_TEST(standby.ok(find_user("a")).at("id").text() == "a");
  }
}

BOOST_AUTO_TEST_CASE(it_shows_what_the_primary_gets_and_is_written_to_once_it_is_promoted) {
  primary.ok(create_user("b"));
  replica.catch_up(server);
  BOOST_TEST(standby.ok(find_user("b")).at("id").text() == "b");
  expect_read_only(standby.request(create_user("c")));
  replica.promote();
  standby.ok(create_user("c"));
  standby.ok(in_transaction(create_user("d") + "," + create_post("q", "d")));
  BOOST_TEST(standby.ok(count_users) == json(4));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(read_only)

// A transaction is no way around it.
BOOST_AUTO_TEST_CASE(what_the_server_says_by_default_holds_everywhere) {
  const postgres_server server;
  const place before(server.url());
  fill(before);
  server.run("ALTER DATABASE postgres SET default_transaction_read_only = on");
  store_fixture store({"postgres", server.url()});
  store.open("app", before.store("app").shared_schema());
  expect_only_reads(store);
  expect_read_only(store.request(in_transaction(create_user("b") + "," + create_user("c"))));
  BOOST_TEST(store.ok(in_transaction(find_user("a") + "," + count_users)).at(1) == json(1));
  BOOST_TEST(store.ok(R"({"schema":"app","op":"push"})") == json::parse(R"({"applied":[]})"));
  BOOST_TEST(before.ok(count_users) == json(1));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace orm_test
