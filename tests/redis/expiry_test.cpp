// Rows that the server removes.
#include <boost/test/unit_test.hpp>

#include "redis/expiring.hpp"
#include "redis/place.hpp"

namespace orm_test {
namespace {

struct fixture {
  redis_server server;
  place store{server.url()};
};

BOOST_FIXTURE_TEST_SUITE(expiry, fixture)

BOOST_AUTO_TEST_CASE(records_and_their_keys_expire_to_the_millisecond) {
  const auto [text, at] = instant_in(3'600'000);
  store.ok(create_session("a", text));
  BOOST_TEST(server.run({"PEXPIRETIME", "app:session:r:t-a"}) == std::to_string(at));
  BOOST_TEST(server.run({"PEXPIRETIME", "app:session:u:id:a"}) == std::to_string(at));
}

BOOST_AUTO_TEST_CASE(what_is_between_milliseconds_is_kept_until_the_next_one) {
  store.ok(create_session("a", "2999-01-01T00:00:00.000001Z"));
  BOOST_TEST(server.run({"PEXPIRETIME", "app:session:r:t-a"}) == "32472144000001");
}

BOOST_AUTO_TEST_CASE(another_time_moves_record_and_keys) {
  store.ok(create_session("a", "2999-01-01T00:00:00Z"));
  const auto put_off = [&](const std::string& time) {
    store.ok(R"({"schema":"app","model":"session","op":"update","args":{"where":{"id":"a"},"data":{"expiresAt":")" +
             time + R"("}}})");
  };
  const auto due = [&] { return server.run({"ZRANGE", "app:session:x", "0", "-1", "WITHSCORES"}); };
  put_off("2999-01-01T00:00:01Z");
  for (const char* key : {"app:session:r:t-a", "app:session:u:id:a"})
    BOOST_TEST(server.run({"PEXPIRETIME", key}) == "32472144001000");
  // A later time need not be queued: what is due early is looked at, and put back. An earlier one must.
  BOOST_TEST(due() == "=a =t-a =u1 \n32472144000000");
  put_off("2998-12-31T23:59:59Z");
  BOOST_TEST(due() == "=a =t-a =u1 \n32472143999000");
  // What is written without naming the time keeps it.
  store.ok(R"({"schema":"app","model":"session","op":"update","args":{"where":{"id":"a"},"data":{"userId":"u2"}}})");
  for (const char* key : {"app:session:r:t-a", "app:session:u:id:a"})
    BOOST_TEST(server.run({"PEXPIRETIME", key}) == "32472143999000");
  BOOST_TEST(due() == "=a =t-a =u2 \n32472143999000");
}

BOOST_AUTO_TEST_CASE(a_record_that_outlives_its_turn_in_the_queue_keeps_its_entries) {
  store.ok(create_session("a", instant_in(200).first));
  store.ok(
      R"({"schema":"app","model":"session","op":"update","args":{"where":{"id":"a"},"data":{"expiresAt":"2999-01-01T00:00:00Z"}}})");
  store.ok(create_session("b", instant_in(300).first));
  BOOST_REQUIRE(eventually([&] { return server.run({"EXISTS", "app:session:r:t-b"}) == "0"; }));
  store.ok(create_session("c", "2999-01-01T00:00:00Z"));
  BOOST_TEST(server.run({"ZRANGE", "app:session:x", "0", "-1", "WITHSCORES"}) ==
             "=a =t-a =u1 \n32472144000000\n=c =t-c =u1 \n32472144000000");
  BOOST_TEST(server.run({"ZRANGE", "app:session:i:userId", "0", "-1"}) == "=u1 =a t-a\n=u1 =c t-c");
}

BOOST_AUTO_TEST_CASE(a_record_that_comes_again_as_another_keeps_what_it_shares_with_the_one_before) {
  store.ok(create_session("a", instant_in(200).first));
  BOOST_REQUIRE(eventually([&] { return server.run({"EXISTS", "app:session:r:t-a"}) == "0"; }));
  // The same id and token, another user: this insert is also what looks at the one before.
  store.ok(
      R"({"schema":"app","model":"session","op":"create","args":{"data":{"id":"a","token":"t-a","userId":"u9","expiresAt":"2999-01-01T00:00:00Z"}}})");
  BOOST_TEST(server.run({"ZRANGE", "app:session:i:userId", "0", "-1"}) == "=u9 =a t-a");
  BOOST_TEST(server.run({"ZRANGE", "app:session:i:token", "0", "-1"}) == "=t-a =a t-a");
  BOOST_TEST(server.run({"ZRANGE", "app:session:x", "0", "-1"}) == "=a =t-a =u9 ");
}

BOOST_AUTO_TEST_CASE(entries_of_rows_that_are_gone_go_with_the_next_mutation) {
  for (int i = 0; i < 5; ++i) store.ok(create_session("s" + std::to_string(i), instant_in(300).first));
  store.ok(create_session("stays", "2999-01-01T00:00:00Z"));
  BOOST_TEST(server.run({"ZCARD", "app:session:i:userId"}) == "6");
  BOOST_REQUIRE(eventually([&] { return server.run({"EXISTS", "app:session:r:t-s4"}) == "0"; }));
  BOOST_TEST(server.run({"EXISTS", "app:session:u:id:s0"}) == "0");
  BOOST_TEST(
      store.ok(R"({"schema":"app","model":"session","op":"count","args":{"where":{"userId":"u1"}}})").integer() == 1);
  // Neither of these touches an entry of the index.
  store.ok(
      R"({"schema":"app","model":"session","op":"update","args":{"where":{"id":"stays"},"data":{"expiresAt":"2998-01-01T00:00:00Z"}}})");
  for (const char* index : {"app:session:i:userId", "app:session:i:id", "app:session:i:token"})
    BOOST_TEST(server.run({"ZCARD", index}) == "1", index);
  BOOST_TEST(server.run({"ZCARD", "app:session:x"}) == "1");
}

// As while a slot moves: what led to the entry stays until the entry is gone.
BOOST_AUTO_TEST_CASE(entries_that_cannot_be_removed_now_are_removed_later) {
  store.ok(create_session("a", instant_in(200).first));
  store.ok(create_session("stays", "2999-01-01T00:00:00Z"));
  BOOST_REQUIRE(eventually([&] { return server.run({"EXISTS", "app:session:r:t-a"}) == "0"; }));
  const auto touch = [&](const std::string& time) {
    store.ok(R"({"schema":"app","model":"session","op":"update","args":{"where":{"id":"stays"},"data":{"expiresAt":")" +
             time + R"("}}})");
  };
  server.run({"RENAME", "app:session:i:userId", "aside"});
  server.run({"SET", "app:session:i:userId", "of another kind"});
  touch("2998-01-01T00:00:00Z");
  BOOST_TEST(server.run({"ZCARD", "app:session:x"}) == "2");
  server.run({"RENAME", "aside", "app:session:i:userId"});
  BOOST_TEST(server.run({"ZCARD", "app:session:i:userId"}) == "2");
  // The queue is looked at once a millisecond: a touch in that of the one before does not.
  BOOST_TEST(eventually([&] {
    touch("2997-01-01T00:00:00Z");
    return server.run({"ZCARD", "app:session:i:userId"}) == "1";
  }));
  BOOST_TEST(server.run({"ZCARD", "app:session:x"}) == "1");
}

BOOST_AUTO_TEST_CASE(a_row_written_already_expired_is_answered_and_gone) {
  BOOST_TEST(store.ok(create_session("old", "2001-01-01T00:00:00Z")).at("id").text() == "old");
  BOOST_TEST(store.ok(create_session("older", "1901-01-01T00:00:00Z")).at("id").text() == "older");
  BOOST_TEST(server.run({"EXISTS", "app:session:r:t-old", "app:session:r:t-older"}) == "0");
  store.ok(create_session("old", "2999-01-01T00:00:00Z"));
}

BOOST_AUTO_TEST_CASE(commits_of_many_rows_look_at_what_is_due_too) {
  for (int i = 0; i < 40; ++i) store.ok(create_session("s" + std::to_string(i), instant_in(300).first));
  BOOST_REQUIRE(eventually([&] { return server.run({"EXISTS", "app:session:r:t-s39"}) == "0"; }));
  std::string rows;
  for (const char* each : {"a", "b", "c", "d", "e"}) {
    const std::string id = each;
    rows += (rows.empty() ? "" : ",") +
            (R"({"id":")" + id + R"(","token":")" + id + R"(","userId":"u1","expiresAt":"2999-01-01T00:00:00Z"})");
  }
  store.ok(R"({"schema":"app","model":"session","op":"createMany","args":{"data":[)" + rows + "]}}");
  for (const char* key : {"app:session:i:userId", "app:session:i:id", "app:session:i:token", "app:session:x"})
    BOOST_TEST(server.run({"ZCARD", key}) == "5", key);
  store.ok(
      R"({"schema":"app","model":"session","op":"updateMany","args":{"where":{"userId":"u1"},"data":{"userId":"u2"}}})");
  BOOST_TEST(server.run({"ZRANGE", "app:session:x", "0", "0"}) == "=a =a =u2 ");
  BOOST_TEST(server.run({"ZCARD", "app:session:x"}) == "5");
}

BOOST_AUTO_TEST_CASE(many_rows_that_are_gone_are_swept_by_few_writes) {
  constexpr int dead = 500;
  const std::string soon = instant_in(1000).first;
  std::string rows;
  for (int i = 0; i < dead; ++i) {
    const std::string id = "s" + std::to_string(i);
    rows += (rows.empty() ? "" : ",") +
            (R"({"id":")" + id + R"(","token":")" + id + R"(","userId":"u1","expiresAt":")" + soon + R"("})");
  }
  store.ok(R"({"schema":"app","model":"session","op":"createMany","args":{"data":[)" + rows + "]}}");
  BOOST_REQUIRE(server.run({"ZCARD", "app:session:x"}) == std::to_string(dead));
  BOOST_REQUIRE(eventually([&] { return server.run({"EXISTS", "app:session:r:s0"}) == "0"; }));
  // One a millisecond looks at the queue.
  int writes = 0;
  for (std::int64_t last = 0; server.run({"ZCARD", "app:session:i:userId"}) != std::to_string(writes) && writes < 50;) {
    std::int64_t now = 0;
    while ((now = orm::redis::milliseconds_now()) == last) {
    }
    last = now;
    store.ok(create_session("w" + std::to_string(writes++), "2999-01-01T00:00:00Z"));
  }
  BOOST_TEST(writes <= 10);
  BOOST_TEST(server.run({"ZCARD", "app:session:x"}) == std::to_string(writes));
}

// Such as are left where an index held something of another kind when its row went.
BOOST_AUTO_TEST_CASE(purge_removes_what_leads_nowhere_of_models_that_do_not_expire_too) {
  for (const char* id : {"a", "b"}) store.ok(create_user(id));
  server.run({"ZADD", "app:user:i:role.score", "0", "=member =a0 =gone "});
  server.run({"ZADD", "app:user:i:role.score", "0", "=admin =a0 =a "});
  store.store("app").purge();
  BOOST_TEST(server.run({"ZRANGE", "app:user:i:role.score", "0", "-1"}) == "=member =a0 =a \n=member =a0 =b ");
}

BOOST_AUTO_TEST_CASE(what_a_call_does_not_look_at_a_later_one_does) {
  using orm::redis::sweep_pace;
  sweep_pace pace;
  BOOST_TEST(pace.most_at(1) == sweep_pace::least + 2);
  for (int i = 0; i < 9; ++i) BOOST_TEST(pace.most_at(1) == 0u);
  const std::size_t refused = pace.most_at(2);
  BOOST_TEST(refused == sweep_pace::least + 20);
  pace.give_back(refused);
  BOOST_TEST(pace.most_at(3) == sweep_pace::least + 22);
  for (int i = 0; i < 1000; ++i) pace.most_at(3);
  BOOST_TEST(pace.most_at(4) == sweep_pace::greatest);
  BOOST_TEST(pace.most_at(5) == sweep_pace::greatest);
  BOOST_TEST(pace.most_at(6) < sweep_pace::greatest);
}

BOOST_AUTO_TEST_CASE(a_deleted_row_leaves_nothing_behind) {
  store.ok(create_session("a", "2999-01-01T00:00:00Z"));
  store.ok(R"({"schema":"app","model":"session","op":"delete","args":{"where":{"id":"a"}}})");
  store.ok(create_session("b", "2999-01-01T00:00:00Z"));
  store.ok(R"({"schema":"app","model":"session","op":"deleteMany","args":{"where":{"userId":"u1"}}})");
  const std::string keys = server.run({"KEYS", "app:session:*"});
  BOOST_TEST(keys == "app:session:m");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace orm_test
