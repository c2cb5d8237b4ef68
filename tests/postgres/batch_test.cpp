// Batches that meet what they did not expect, and answer as if each item had been sent after the one before it.
#include <libpq-fe.h>

#include <boost/test/unit_test.hpp>
#include <chrono>
#include <memory>

#include "postgres/place.hpp"

namespace orm_test {
namespace {

std::string batch_of(const std::string& requests) {
  return R"({"schema":"app","op":"batch","args":{"requests":[)" + requests + "]}}";
}

std::string name_of(const json& answer) { return answer.at("ok").at("name").text(); }

struct with_store {
  postgres_server server;
  place store{server.url()};
};

BOOST_FIXTURE_TEST_SUITE(batches, with_store)

// What was prepared no longer fits, which the server says of the first item alone.
BOOST_AUTO_TEST_CASE(a_batch_keeps_its_order_after_a_migration) {
  store.ok(create_user("a"));
  const std::string batch = batch_of(R"(
      {"model":"user","op":"update","args":{"where":{"id":"a"},"data":{"name":"first"}}},
      {"model":"user","op":"updateMany","args":{"where":{"email":"a@acme.dev"},"data":{"name":"second"}}},
      {"model":"user","op":"findUnique","args":{"where":{"id":"a"}}})");
  for (const char* const type : {"varchar(40)", "text", "varchar(50)"}) {
    for (int i = 0; i < 2; ++i) {
      const json told = store.ok(batch);
      BOOST_TEST(name_of(told.items()[0]) == "first");
      BOOST_TEST(name_of(told.items()[2]) == "second");
      BOOST_TEST(store.ok(find_user("a")).at("name").text() == "second");
    }
    server.run(std::string("ALTER TABLE users ALTER COLUMN name TYPE ") + type + " COLLATE \"C\"");
  }
  BOOST_TEST(store.ok(batch).items()[2].at("ok").at("name").text() == "second");
}

// Each on its own: what fails, at the beginning, in the middle and at the end, undoes nothing but itself.
BOOST_AUTO_TEST_CASE(failures_among_many) {
  std::string requests;
  constexpr int items = 200;
  const auto fails = [](int i) { return i == 0 || i % 17 == 3 || i % 17 == 4 || i == items - 1; };
  store.ok(create_user("there"));
  for (int i = 0; i < items; ++i) {
    requests += (i == 0 ? "" : ",") + create_user(fails(i) ? "there" : "u" + std::to_string(i));
  }
  const json told = store.ok(batch_of(requests));
  int made = 1;
  for (int i = 0; i < items; ++i) {
    const json& answer = told.items()[static_cast<std::size_t>(i)];
    made += fails(i) ? 0 : 1;
    if (fails(i)) {
      BOOST_TEST(answer.at("error").at("code").text() == "UNIQUE_CONSTRAINT_VIOLATION");
    } else {
      BOOST_TEST(answer.at("ok").at("id").text() == "u" + std::to_string(i));
    }
  }
  BOOST_TEST(store.ok(count_users) == json::parse(std::to_string(made)));
}

// An upsert that another key refuses, among others that work.
BOOST_AUTO_TEST_CASE(upserts_among_each_other) {
  const auto upsert = [](const std::string& id, const std::string& email, const std::string& name) {
    return R"({"model":"user","op":"upsert","args":{"where":{"id":")" + id + R"("},"create":{"id":")" + id +
           R"(","email":")" + email + R"(","name":")" + name + R"("},"update":{"name":")" + name + R"("}}})";
  };
  const json told =
      store.ok(batch_of(upsert("a", "a", "1") + "," + upsert("a", "a", "2") + "," + upsert("b", "a", "3") + "," +
                        upsert("a", "b", "4") + "," + upsert("c", "c", "5") + R"(,{"model":"user","op":"count"})"));
  const auto& answers = told.items();
  BOOST_TEST(name_of(answers[0]) == "1");
  BOOST_TEST(name_of(answers[1]) == "2");
  BOOST_TEST(answers[2].at("error").at("code").text() == "UNIQUE_CONSTRAINT_VIOLATION");
  BOOST_TEST(name_of(answers[3]) == "4");
  BOOST_TEST(name_of(answers[4]) == "5");
  BOOST_TEST(answers[5].at("ok") == json::parse("2"));
}

// One time for all of it, and what did not come to its turn was not sent.
BOOST_AUTO_TEST_CASE(the_timeout_is_that_of_the_batch) {
  const place hurried(server.url(), {{"timeout", orm::value::of_integer(400)}});
  hurried.ok(create_user("a"));
  const std::unique_ptr<PGconn, decltype(&PQfinish)> locker(PQconnectdb(server.url().c_str()), &PQfinish);
  PQclear(PQexec(locker.get(), "BEGIN; LOCK TABLE users IN ACCESS EXCLUSIVE MODE"));
  const std::string find = R"({"model":"user","op":"findUnique","args":{"where":{"id":"a"}}})";
  const std::string update =
      R"({"model":"user","op":"update","args":{"where":{"id":"a"},"data":{"name":"x"},"select":{"id":true}}})";
  for (const std::string& each : {find, update}) {
    std::string requests = each;
    for (int i = 1; i < 20; ++i) requests += "," + each;
    const auto begin = std::chrono::steady_clock::now();
    const json told = hurried.ok(batch_of(requests));
    const auto took = std::chrono::steady_clock::now() - begin;
    BOOST_TEST((took >= std::chrono::milliseconds(400)));
    BOOST_TEST((took < std::chrono::milliseconds(2000)));
    for (std::size_t i = 0; i < 20; ++i) {
      const json& error = told.items()[i].at("error");
      BOOST_TEST(error.at("code").text() == "TIMEOUT");
      if (i > 0) BOOST_TEST(error.at("outcome").text() == "not_sent");
    }
  }
  PQclear(PQexec(locker.get(), "ROLLBACK"));
  BOOST_TEST(hurried.ok(find_user("a")).at("name").text() == "n");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace orm_test
