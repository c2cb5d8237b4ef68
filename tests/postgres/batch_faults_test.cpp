// A batch of more items than are sent at once, whose server goes in the middle: what is said of each item is what the
// table holds afterwards.
#include <boost/test/unit_test.hpp>
#include <functional>
#include <future>
#include <set>

#include "postgres/place.hpp"

namespace orm_test {
namespace {

constexpr int items = 2500, blocked = 1500;

std::string id_of(int item) { return "i" + std::to_string(item); }

struct told {
  int kept = 0, unknown = 0, not_sent = 0;
};

struct long_batch {
  postgres_server server;
  place store{server.url(), {{"connect_timeout", orm::value::of_integer(2000)}}};

  // Runs the batch, of which one item waits for another transaction, and meanwhile `fault`; then what each was told
  // is compared with the table.
  told run(const std::function<void()>& fault) {
    std::string requests;
    for (int i = 0; i < items; ++i) requests += (i == 0 ? "" : ",") + create_user(id_of(i));
    auto holder = server.hold("INSERT INTO users VALUES ('x', '" + id_of(blocked) + "@acme.dev', 'n')");
    auto running = std::async(std::launch::async, [&] {
      return store.request(R"({"schema":"app","op":"batch","args":{"requests":[)" + requests + "]}}");
    });
    BOOST_REQUIRE(eventually([&] { return server.run("SELECT count(*) FROM pg_locks WHERE NOT granted") == "1"; }));
    fault();
    const json response = running.get();
    holder.reset();
    BOOST_TEST_REQUIRE(response.find("ok") != nullptr, response.dump());
    BOOST_TEST_REQUIRE(response.at("ok").size() == static_cast<std::size_t>(items));
    return compare(response.at("ok").items());
  }

  std::function<void()> before_looking = [] {};

 private:
  told compare(const std::vector<json>& answers) {
    before_looking();
    const json rows = store.ok(R"({"schema":"app","model":"user","op":"findMany","args":{"select":{"id":true}}})");
    std::set<std::string> there;
    for (const json& row : rows.items()) there.insert(row.at("id").text());
    told all;
    for (int i = 0; i < items; ++i) {
      const json& answer = answers[static_cast<std::size_t>(i)];
      const bool is_there = there.erase(id_of(i)) == 1;
      if (const json* made = answer.find("ok")) {
        ++all.kept;
        BOOST_TEST(made->at("id").text() == id_of(i));
        BOOST_TEST(is_there, id_of(i) << " was acknowledged and is not there");
        continue;
      }
      const json& failure = answer.at("error");
      BOOST_TEST(failure.at("code").text() == "CONNECTION_FAILED", answer.dump());
      const std::string& outcome = failure.at("outcome").text();
      BOOST_TEST(failure.at("retryable").flag() == (outcome != "unknown"), answer.dump());
      if (outcome == "unknown") {
        ++all.unknown;
      } else {
        all.not_sent += outcome == "not_sent" ? 1 : 0;
        BOOST_TEST(!is_there, id_of(i) << " is there and was said to be " << outcome);
      }
    }
    BOOST_TEST(there.empty());
    return all;
  }
};

BOOST_FIXTURE_TEST_SUITE(batch_faults, long_batch)

BOOST_AUTO_TEST_CASE(a_server_that_is_killed) {
  before_looking = [&] { server.start(); };
  const told all = run([&] { server.kill(); });
  BOOST_TEST(all.kept >= 1000);     // those that were sent first
  BOOST_TEST(all.unknown >= 1);     // the one that waited
  BOOST_TEST(all.unknown <= 1000);  // and others on their way with it
  BOOST_TEST(all.not_sent == 500);  // the last ones
}

BOOST_AUTO_TEST_CASE(a_connection_that_is_cut) {
  const told all = run([&] { server.cut_connections(); });
  BOOST_TEST(all.kept >= 1500);
  BOOST_TEST(all.unknown >= 1);
  BOOST_TEST(all.unknown <= 1000);
  // What comes after finds another connection, unless it says that it was not sent.
  BOOST_TEST(all.kept + all.unknown + all.not_sent == items);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace orm_test
