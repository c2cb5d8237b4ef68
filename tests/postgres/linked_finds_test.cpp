// All levels of a find, while another connection adds and removes rows between them: every row stands below its own
// parent. Outside a transaction the levels are one round trip and one snapshot; in one of the caller's, at read
// committed, and on a client of the application's they see what they see, and must not count on one another's rows.
#include <boost/test/unit_test.hpp>
#include <future>

#include "postgres/adopted_client.hpp"

namespace orm_test {
namespace {

// A user with posts, each with two comments named after it; before them in every order, posts that come and go.
class unrest {
 public:
  explicit unrest(const postgres_server& server) : server_(server) {
    server.run(
        "INSERT INTO users VALUES ('a', 'a', 'n'); INSERT INTO posts SELECT 'p' || i, 'a' FROM "
        "generate_series(100, 119) i; INSERT INTO comments SELECT 'c-' || id || '-' || n, id FROM posts, "
        "generate_series(1, 2) n; CREATE TABLE enough ()");
    writing_ = std::async(std::launch::async, [this] {
      server_.run(
          "DO $$ BEGIN FOR i IN 1 .. 10000000 LOOP "
          "INSERT INTO posts VALUES ('0' || i, 'a'); INSERT INTO comments VALUES ('c-0' || i || '-1', '0' || i); "
          "COMMIT; "
          "DELETE FROM comments WHERE \"postId\" = '0' || (i - 2); DELETE FROM posts WHERE id = '0' || (i - 2); "
          "COMMIT; "
          "EXIT WHEN (SELECT count(*) FROM pg_attribute WHERE attrelid = 'enough'::regclass AND attname = 'now') = 1; "
          "END LOOP; END $$");
    });
    BOOST_REQUIRE(eventually([&] { return server.run("SELECT count(*) > 20 FROM posts") == "t"; }));
  }
  ~unrest() {
    server_.run("ALTER TABLE enough ADD COLUMN now int");
    writing_.get();
  }
  unrest(const unrest&) = delete;
  unrest& operator=(const unrest&) = delete;

 private:
  const postgres_server& server_;
  std::future<void> writing_;
};

// How many posts there were.
std::size_t expect_own_parents(const json& user) {
  std::size_t strangers = 0, lasting = 0;
  for (const json& post : user.at("posts").items()) {
    const std::string head = "c-" + post.at("id").text() + "-";
    for (const json& comment : post.at("comments").items())
      strangers += comment.at("id").text().starts_with(head) ? 0 : 1;
    if (post.at("id").text().front() == 'p') lasting += post.at("comments").size() == 2u ? 1 : 0;
  }
  BOOST_TEST(strangers == 0u, user.dump());
  BOOST_TEST(lasting == 20u, user.dump());
  return user.at("posts").size();
}

struct with_unrest {
  postgres_server server;
  place store{server.url()};
  static constexpr int rounds = 150;
};

BOOST_FIXTURE_TEST_SUITE(linked_finds, with_unrest)

BOOST_AUTO_TEST_CASE(alone_and_in_a_batch) {
  const unrest others(server);
  for (int i = 0; i < rounds; ++i) {
    BOOST_TEST(expect_own_parents(store.ok(nested("a"))) > 20u);
    const json batch =
        store.ok(R"({"schema":"app","op":"batch","args":{"requests":[)" + nested("a") + "," + nested("a") + "]}}");
    for (const json& each : batch.items()) expect_own_parents(each.at("ok"));
  }
}

BOOST_AUTO_TEST_CASE(in_a_transaction_of_the_callers) {
  const unrest others(server);
  for (const char* isolation : {"readCommitted", "repeatableRead"}) {
    for (int i = 0; i < rounds; ++i)
      expect_own_parents(store
                             .ok(R"({"schema":"app","op":"transaction","args":{"isolation":")" +
                                 std::string(isolation) + R"(","requests":[)" + nested("a") + "]}}")
                             .at(0));
  }
}

BOOST_AUTO_TEST_CASE(on_a_client_of_the_applications) {
  const client mine(server);
  const adopted over(mine, store);
  const unrest others(server);
  for (int i = 0; i < rounds; ++i) {
    expect_own_parents(over.ok(nested("a")));
    mine.run("BEGIN");  // at read committed, which is PostgreSQL's own default
    expect_own_parents(over.ok(nested("a")));
    expect_own_parents(over.ok(nested("a")));
    mine.run("COMMIT");
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace orm_test
