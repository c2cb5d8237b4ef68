// Many rows, and what happens to connections between and within requests.
#include <libpq-fe.h>
#include <sys/resource.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <vector>

#include "postgres/place.hpp"
#include "support/driver_session.hpp"

namespace orm_test {
namespace {

std::string create_many(int rows, const std::string& last) {
  std::string request = R"({"schema":"app","model":"user","op":"createMany","args":{"select":{},"data":[)";
  for (int i = 0; i < rows; ++i) {
    const std::string id = i + 1 == rows ? last : std::to_string(i);
    request += (i == 0 ? "" : ",") + (R"({"id":")" + id + R"(","email":")" + id + R"(","name":"n"})");
  }
  return request + "]}}";
}

BOOST_AUTO_TEST_SUITE(rows)

BOOST_AUTO_TEST_CASE(ids_that_are_used_up_are_said_to_be_so) {
  const postgres_server server;
  store_fixture store({"postgres", server.url()});
  store.add_text("app",
                 "[models.t]\n[models.t.fields]\n"
                 "id = { type = \"id\", of = \"integer\", generated = \"increment\" }\n");
  const json create = json::parse(R"({"schema":"app","model":"t","op":"create","args":{"data":{}}})");
  server.run("ALTER TABLE t ALTER COLUMN id RESTART WITH 2147483647");
  BOOST_TEST(store.ok(create) == json::parse(R"({"id":2147483647})"));
  const json error = *store.request(create).find("error");
  BOOST_TEST(error.find("code")->text() == "INVALID_VALUE");
  BOOST_TEST(*error.find("fields") == json::parse(R"(["id"])"));
  BOOST_TEST(error.find("message")->text() == "the 32 bits of t(id) are used up");
}

BOOST_AUTO_TEST_CASE(a_hundred_thousand_in_one_call_or_none) {
  const postgres_server server;
  const place store(server.url());
  BOOST_TEST(store.error_code(create_many(100'000, "0")) == "UNIQUE_CONSTRAINT_VIOLATION");
  BOOST_TEST(store.ok(count_users) == json::parse("0"));
  store.ok(create_many(100'000, "last"));
  BOOST_TEST(store.ok(count_users) == json::parse("100000"));
}

void cut(const postgres_server& server) {
  BOOST_TEST(server.cut_connections() > 0);
  BOOST_REQUIRE(eventually([&] {
    return server.run("SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'") == "1";
  }));
}

BOOST_AUTO_TEST_CASE(an_idle_connection_that_was_cut_is_not_noticed) {
  const postgres_server server;
  const place store(server.url(), {{"pool", orm::value::of_integer(1)}});
  store.ok(create_user("a"));
  cut(server);
  BOOST_TEST(store.ok(find_user("a")).at("id").text() == "a");
  cut(server);
  store.ok(nested("a"));
  cut(server);
  store.ok(create_user("b"));
  BOOST_TEST(store.ok(count_users) == json::parse("2"));
}

// The process may have no more open files.
class no_descriptors {
 public:
  no_descriptors() {
    getrlimit(RLIMIT_NOFILE, &before_);
    rlimit few = before_;
    few.rlim_cur = 128;
    setrlimit(RLIMIT_NOFILE, &few);
    for (int each = dup(0); each >= 0; each = dup(0)) taken_.push_back(each);
  }
  ~no_descriptors() {
    for (const int each : taken_) close(each);
    setrlimit(RLIMIT_NOFILE, &before_);
  }
  no_descriptors(const no_descriptors&) = delete;
  no_descriptors& operator=(const no_descriptors&) = delete;

 private:
  rlimit before_{};
  std::vector<int> taken_;
};

BOOST_AUTO_TEST_CASE(too_many_open_files_are_no_connection) {
  const postgres_server server;
  const driver_store store("postgres", server.url());
  std::exception_ptr refused;
  {
    const no_descriptors none;  // sanitizers, too, want some to look at the error
    try {
      const driver_session session(store);
    } catch (...) {
      refused = std::current_exception();
    }
  }
  BOOST_REQUIRE(refused != nullptr);
  BOOST_CHECK_EXCEPTION(std::rethrow_exception(refused), std::exception, [](const std::exception& error) {
    const std::string_view told = error.what();
    return told.find("no connection to the server") != told.npos && told.find("Too many open files") != told.npos;
  });
  driver_session session(store);
  BOOST_TEST(session.create("a").code == ORM_OK);
}

// The server keeps what was prepared, and refuses to run it.
BOOST_AUTO_TEST_CASE(a_column_that_changes_between_two_finds) {
  const postgres_server server;
  const place store(server.url(), {{"pool", orm::value::of_integer(1)}});
  store.ok(create_user("a"));
  for (const char* type : {"varchar(40)", "text", "varchar(50)"}) {
    for (int i = 0; i < 3; ++i) BOOST_TEST(store.ok(find_user("a")).at("name").text() == "n");
    server.run("ALTER TABLE users ALTER COLUMN name TYPE " + std::string(type) + " COLLATE \"C\"");
  }
  server.run("ALTER TABLE users ALTER COLUMN name TYPE bigint USING 1");
  for (int i = 0; i < 2; ++i) BOOST_TEST(store.error_code(find_user("a")) == "INVALID_SCHEMA");
}

// Who waits for a lock hears of it in time, and has changed nothing.
BOOST_AUTO_TEST_CASE(a_statement_that_takes_too_long) {
  const postgres_server server;
  const place store(server.url(), {{"timeout", orm::value::of_integer(2000)}});
  store.ok(create_user("a"));
  PGconn* const locker = PQconnectdb(server.url().c_str());
  PQclear(PQexec(locker, "BEGIN; LOCK TABLE users IN EXCLUSIVE MODE"));
  const json failure = store
                           .request(R"({"schema":"app","model":"user","op":"updateMany","args":{"where":{},)"
                                    R"("data":{"name":"m"}}})")
                           .at("error");
  PQfinish(locker);
  BOOST_TEST(failure.at("code").text() == "TIMEOUT");
  BOOST_TEST(failure.at("outcome").text() == "rolled_back");
  BOOST_TEST(store.ok(find_user("a")).at("name").text() == "n");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace orm_test
