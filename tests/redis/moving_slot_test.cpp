// A cluster's slot that is on its way to another node, with some of a model's keys there and some still here: reads are
// answered as a store that holds everything would, and so are writes, or they fail and have changed nothing.
#include <boost/test/unit_test.hpp>
#include <future>
#include <vector>

#include "redis/place.hpp"
#include "support/servers/redis_cluster.hpp"

namespace orm_test {
namespace {

std::string on_user(const std::string& op, const std::string& args) {
  return R"({"schema":"app","model":"user","op":")" + op + R"(","args":)" + args + "}";
}

std::vector<std::string> reads() {
  return {
      on_user("findUnique", R"({"where":{"id":"u1"}})"),
      on_user("findUnique", R"({"where":{"email":"u1@acme.dev"}})"),
      on_user("findUnique", R"({"where":{"email":"u2@acme.dev"}})"),
      on_user("findUnique", R"({"where":{"id":"nobody"}})"),
      on_user("findUnique", R"({"where":{"email":"nobody"}})"),
      on_user("findMany", R"({"where":{"id":{"in":["u1","u2","u3"]}},"orderBy":{"id":"asc"}})"),
      on_user("findMany", R"({"where":{"role":"member"},"orderBy":{"score":"asc"},"take":2})"),
      on_user("count", R"({"where":{"role":"member"}})"),
      on_user("findMany",
              R"({"where":{"email":{"in":["u1@acme.dev","u3@acme.dev","nobody"]}},"orderBy":{"id":"asc"}})"),
      R"({"schema":"app","op":"batch","args":{"requests":[)" + on_user("findUnique", R"({"where":{"id":"u1"}})") + "," +
          on_user("findUnique", R"({"where":{"email":"u1@acme.dev"}})") + "," +
          on_user("findUnique", R"({"where":{"email":"u2@acme.dev"}})") + "," +
          on_user("findUnique", R"({"where":{"id":"u3"}})") + "]}}",
  };
}

// Before those that remove what others change.
std::vector<std::string> writes() {
  return {
      on_user("update", R"({"where":{"id":"u1"},"data":{"note":"n"}})"),
      on_user("update", R"({"where":{"email":"u1@acme.dev"},"data":{"note":"m"}})"),
      on_user("update", R"({"where":{"id":"u1"},"data":{"email":"u2@acme.dev"}})"),  // which is taken
      on_user("update", R"({"where":{"email":"u2@acme.dev"},"data":{"email":"u1@acme.dev"}})"),
      on_user("update", R"({"where":{"id":"u1"},"data":{"email":"other@acme.dev","role":"admin"}})"),
      on_user("upsert", R"({"where":{"email":"u2@acme.dev"},"create":{"id":"x2"},"update":{"score":{"increment":1}}})"),
      on_user("upsert", R"({"where":{"email":"new@acme.dev"},"create":{"id":"new"},"update":{"note":"u"}})"),
      on_user("create", R"({"data":{"id":"u9","email":"u9@acme.dev"}})"),
      on_user("create", R"({"data":{"id":"u10","email":"u3@acme.dev"}})"),
      on_user("updateMany", R"({"where":{"role":"member"},"data":{"note":"all"}})"),
      R"({"schema":"app","op":"transaction","args":{"requests":[)" +
          on_user("update", R"({"where":{"id":"u3"},"data":{"score":7}})") + "," +
          on_user("create", R"({"data":{"id":"u11","email":"u11@acme.dev"}})") + "]}}",
      on_user("delete", R"({"where":{"email":"u2@acme.dev"}})"),
      on_user("delete", R"({"where":{"id":"u3"}})"),
  };
}

// What happened to the requests of one store while its slot moved.
struct tally {
  std::size_t answered = 0, refused = 0;
  std::vector<std::string> problems;  // Boost.Test hears of them on one thread
};

// A store on the cluster, and one in memory that is asked the same.
class twins {
 public:
  twins(const redis_cluster& servers, const std::string& prefix)
      : clustered_(servers.url(), {{"prefix", orm::value::of_text(prefix)}, {"timeout", orm::value::of_integer(700)}}) {
    alone_.add_text("app", place_schema);
    for (const char* id : {"u1", "u2", "u3", "u4"}) same(create_user(id));
  }

  // The same answer, or an error that has changed nothing and may be tried again.
  void same_or_refused(const std::string& request) {
    const json response = clustered_.request(request);
    const json* const failure = response.find("error");
    if (failure == nullptr || failure->at("code").text() != "CONNECTION_FAILED") {
      ++done_.answered;
      return compare(request, response);
    }
    ++done_.refused;
    const json* const outcome = failure->find("outcome");
    if (!failure->at("retryable").flag() || outcome == nullptr || outcome->text() == "unknown")
      done_.problems.push_back(request + "\n  " + response.dump());
  }
  void same(const std::string& request) { compare(request, clustered_.request(request)); }

  // Every way to each row leads there, and to none that is not.
  void expect_equal() {
    const std::string all = on_user("findMany", R"({"orderBy":{"id":"asc"}})");
    same(all);
    std::vector<std::string> emails = {"u1@acme.dev", "u2@acme.dev", "u3@acme.dev", "other@acme.dev", "u9@acme.dev"};
    const json rows = alone_.ok(all);
    for (const json& row : rows.items()) emails.push_back(row.at("email").text());
    for (const std::string& email : emails) same(on_user("findUnique", R"({"where":{"email":")" + email + R"("}})"));
    for (const char* role : {"member", "admin"})
      same(on_user("findMany", R"({"where":{"role":")" + std::string(role) +
                                   R"("},"orderBy":[{"score":"asc"},{"id":"asc"}],"take":50})"));
  }

  tally take() { return std::move(done_); }

 private:
  void compare(const std::string& request, const json& response) {
    const json expected = alone_.request(request);
    const json *const failure = response.find("error"), *const other = expected.find("error");
    const bool equal =
        failure != nullptr && other != nullptr ? failure->at("code") == other->at("code") : response == expected;
    if (!equal) done_.problems.push_back(request + "\n  cluster " + response.dump() + "\n  memory  " + expected.dump());
  }

  tally done_;
  place clustered_;
  store_fixture alone_{find_driver("memory")};
};

// Keys are without the prefix's tag.
tally ask_while_moving(redis_cluster& servers, const std::string& prefix, const std::vector<std::string>& moved) {
  const std::string tag = "{" + prefix + "}:";
  twins stores(servers, prefix);
  const int slot = servers.slot_of(tag + "user:m");
  const std::size_t to = (servers.master_of(slot) + 1) % redis_cluster::master_count;
  servers.begin_to_move(slot, to);
  for (const std::string& key : moved) servers.move_key(tag + key, to);
  for (const std::string& each : reads()) stores.same(each);
  for (const std::string& each : writes()) stores.same_or_refused(each);
  servers.end_move(slot, to);
  stores.expect_equal();
  // Without rows, no key is left but those that tell the layout.
  stores.same(on_user("deleteMany", R"({"where":{}})"));
  tally done = stores.take();
  const std::string left = servers.node(to).run({"CLUSTER", "GETKEYSINSLOT", std::to_string(slot), "100"});
  for (const char* each : {"user:r:", "user:u:", "user:i:"})
    if (left.find(tag + each) != std::string::npos) done.problems.push_back("left behind: " + left);
  return done;
}

BOOST_AUTO_TEST_SUITE(moving_slot)

BOOST_AUTO_TEST_CASE(whatever_is_there_already_nothing_is_answered_wrong_and_nothing_half_done) {
  redis_cluster servers;
  const std::vector<std::vector<std::string>> moved = {
      {"user:r:u1"},
      {"user:u:email:u1@acme.dev"},
      {"user:u:email:u1@acme.dev", "user:u:email:u2@acme.dev", "user:u:email:u3@acme.dev"},
      {"user:i:role.score", "user:i:email"},
      {"user:r:u1", "user:i:email", "user:i:role.score"},
      {"user:r:u1", "user:u:email:u1@acme.dev", "user:i:email", "user:i:role.score", "user:m"},
  };
  // What is refused is waited for first: all at the same time.
  std::vector<std::future<tally>> all;
  for (std::size_t i = 0; i < moved.size(); ++i)
    all.push_back(std::async(std::launch::async, [&servers, &keys = moved[i], i] {
      return ask_while_moving(servers, "p" + std::to_string(i), keys);
    }));
  std::size_t answered = 0, refused = 0;
  for (std::size_t i = 0; i < moved.size(); ++i) {
    const tally done = all[i].get();
    for (const std::string& each : done.problems)
      BOOST_ERROR("case " << i << ", moved " << moved[i][0] << ": " << each);
    answered += done.answered;
    refused += done.refused;
  }
  BOOST_TEST_MESSAGE(answered << " requests were answered while slots moved, " << refused << " refused");
  BOOST_TEST(answered > 0u);
}

// All that a commit names has arrived; a row that is due to be looked at, and lives, has not.
BOOST_AUTO_TEST_CASE(rows_that_expire_are_not_taken_for_gone_while_they_are_elsewhere) {
  redis_cluster servers;
  const std::string tag = "{p}:";
  const place store(servers.url(), {{"prefix", orm::value::of_text("p")}, {"timeout", orm::value::of_integer(700)}});
  const auto change = [&](const std::string& id, const std::string& data) {
    store.ok(R"({"schema":"app","model":"session","op":"updateMany","args":{"where":{"id":{"in":[")" + id +
             R"("]}},"data":)" + data + "}}");
  };
  const auto found = [&](const std::string& user) {
    return store.ok(R"({"schema":"app","model":"session","op":"count","args":{"where":{"userId":")" + user + R"("}}})")
        .integer();
  };
  const std::string soon = instant_in(300).first;
  for (const char* id : {"a", "b", "gone"}) store.ok(create_session(id, soon));
  for (const char* id : {"a", "b"}) {
    store.ok(R"({"schema":"app","model":"session","op":"update","args":{"where":{"id":")" + std::string(id) +
             R"("},"data":{"expiresAt":"2999-01-01T00:00:00Z"}}})");
  }
  const int slot = servers.slot_of(tag + "session:m");
  const redis_server& source = servers.node(servers.master_of(slot));
  BOOST_REQUIRE(eventually([&] { return source.run({"EXISTS", tag + "session:r:t-gone"}) == "0"; }));
  const std::size_t to = (servers.master_of(slot) + 1) % redis_cluster::master_count;
  servers.begin_to_move(slot, to);
  for (const char* key : {"r:t-b", "u:id:b", "i:userId", "i:id", "i:token", "x", "m"})
    servers.move_key(tag + "session:" + key, to);
  change("b", R"({"userId":"u2"})");
  servers.end_move(slot, to);
  BOOST_TEST(found("u1") == 1);
  BOOST_TEST(found("u2") == 1);
  // What is due is looked at once everything is in one place.
  change("b", R"({"userId":"u3"})");
  BOOST_TEST(found("u1") == 1);
  BOOST_TEST(servers.node(to).run({"ZRANGE", tag + "session:i:userId", "0", "-1"}) == "=u1 =a t-a\n=u3 =b t-b");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace orm_test
