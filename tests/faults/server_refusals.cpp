// Servers that answer, and won't be written to: replicas, and those without room.
#include <algorithm>
#include <boost/test/unit_test.hpp>

#include "faults/own_server.hpp"

namespace orm_test {
namespace {

constexpr const char* find_a = R"({"schema":"app","model":"note","op":"findUnique","args":{"where":{"id":"a"}}})";

// A standby of PostgreSQL has no serializable transactions: where less can be asked for, it is.
std::string transaction_of(const store_fixture& store, const std::string& requests) {
  const std::vector<std::string>& known = store.capabilities().isolations;
  const bool can = std::find(known.begin(), known.end(), "repeatableRead") != known.end();
  return R"({"schema":"app","op":"transaction","args":{)" + std::string(can ? R"("isolation":"repeatableRead",)" : "") +
         R"("requests":[)" + requests + "]}}";
}

// Every way to write, and nothing that frees room.
std::vector<std::string> writes() {
  return {
      create_note("b"),
      R"({"schema":"app","model":"note","op":"createMany","args":{"data":[{"id":"b"},{"id":"c"}]}})",
      R"({"schema":"app","model":"note","op":"createMany","args":{"data":[{"id":"b"}],"skipDuplicates":true}})",
      R"({"schema":"app","model":"note","op":"update","args":{"where":{"id":"a"},"data":{"seen":{"increment":1}}}})",
      R"({"schema":"app","model":"note","op":"updateMany","args":{"where":{"seen":0},"data":{"text":"x"}}})",
      R"({"schema":"app","model":"note","op":"upsert","args":{"where":{"id":"a"},"create":{},"update":{"text":"x"}}})",
      R"({"schema":"app","model":"note","op":"upsert","args":{"where":{"id":"b"},"create":{},"update":{"text":"x"}}})"};
}

// Each write fails alike and leaves nothing, alone and in a batch; in between it is read.
void expect_refusals(const store_fixture& store, const std::vector<std::string>& refused, const std::string& code) {
  const json before = store.ok(find_a);
  const auto expect = [&](const json& response) {
    const json failure = expect_failure(response, {code});
    BOOST_TEST(outcome(failure) == "rolled_back", response.dump());
    BOOST_TEST(!failure.at("native").text().empty());
  };
  for (const std::string& each : refused) {
    BOOST_TEST_CONTEXT(each) {
      expect(response_in_time(store, each));
      BOOST_TEST(store.ok(find_a) == before);
      BOOST_TEST(store.ok(count_notes) == json(1));
    }
  }
  const json batch = store.ok(R"({"schema":"app","op":"batch","args":{"requests":[)" + std::string(find_a) + "," +
                              create_note("b") + "," + count_notes + "]}}");
  BOOST_TEST(batch.at(0).at("ok") == before);
  expect(batch.at(1));
  BOOST_TEST(batch.at(2).at("ok") == json(1));
}

BOOST_AUTO_TEST_SUITE(server_refusals)

BOOST_AUTO_TEST_CASE(a_replica_is_read_and_refuses_writes_until_it_is_promoted) {
  on_own_servers([](own_server& primary) {
    primary.store().ok(create_note("a"));
    const server_kind& kind = primary.kind();
    const auto replica = kind.start_replica(primary.process());
    kind.catch_up(*replica, primary.process());
    store_fixture store({kind.driver, replica->url()});
    store.open("app", primary.store().store("app").shared_schema(), short_patience());
    std::vector<std::string> refused = writes();
    refused.push_back(R"({"schema":"app","model":"note","op":"delete","args":{"where":{"id":"a"}}})");
    refused.push_back(R"({"schema":"app","model":"note","op":"deleteMany","args":{"where":{}}})");
    refused.push_back(transaction_of(store, create_note("b") + "," + create_note("c")));
    expect_refusals(store, refused, kind.refusal_of_replica);
    kind.promote(*replica);
    store.ok(create_note("b"));
    BOOST_TEST(store.ok(count_notes) == json(2));
    BOOST_TEST(primary.store().ok(count_notes) == json(1));
  });
}

BOOST_AUTO_TEST_CASE(a_server_without_room_refuses_what_needs_some_and_works_when_there_is_again) {
  on_own_servers([](own_server& own) {
    if (!own.kind().fill_up) {
      BOOST_TEST_MESSAGE(own.kind().driver << ": left out, a full disk can't be had without a file system of its own");
      return;
    }
    own.store().ok(create_note("a"));
    own.kind().fill_up(own.process());
    std::vector<std::string> refused = writes();
    refused.push_back(transaction_of(own.store(), create_note("b") + "," + create_note("c")));
    expect_refusals(own.store(), refused, "OUT_OF_SPACE");
    own.kind().make_room(own.process());
    own.store().ok(create_note("b"));
    own.holds({"a", "b"});
  });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace orm_test
