// A redisContext of the application, through the driver's own classes.
#include <hiredis/hiredis.h>

#include <boost/test/unit_test.hpp>
#include <memory>

#include "redis/borrowed_link.hpp"
#include "support/servers/redis_server.hpp"

namespace orm_test {
namespace {

using orm::redis::borrowed_link;
using orm::redis::effect;
using orm::redis::pipeline;
using context = std::unique_ptr<redisContext, decltype(&redisFree)>;
using reply = std::unique_ptr<void, decltype(&freeReplyObject)>;
constexpr std::chrono::milliseconds patience{500};

struct fixture {
  redis_server server;
  context client{redisConnectUnix(server.socket().c_str()), &redisFree};

  std::string ask(const std::string& command) {
    const reply made(redisCommand(client.get(), command.c_str()), &freeReplyObject);
    if (!made) return client->errstr;
    const auto& read = *static_cast<const redisReply*>(made.get());
    return read.str == nullptr ? std::to_string(read.integer) : read.str;
  }

  void use() {
    borrowed_link link(client.get(), patience);
    pipeline commands;
    commands.add({"SET", "k", "v"});
    link.run(commands, effect::write);
  }
};

auto with_code(orm_code code) {
  return [code](const orm::sdk::driver_error& error) { return error.code() == code; };
}

BOOST_FIXTURE_TEST_SUITE(adopted, fixture)

BOOST_AUTO_TEST_CASE(it_stays_as_it_was) {
  ask("SELECT 5");
  use();
  BOOST_TEST(ask("GET k") == "v");
  BOOST_TEST(server.run({"GET", "k"}, 5) == "v");
  BOOST_TEST(client->err == 0);
}

BOOST_AUTO_TEST_CASE(one_that_is_owed_a_reply) {
  redisAppendCommand(client.get(), "ECHO mine");
  BOOST_CHECK_EXCEPTION(use(), orm::sdk::driver_error, with_code(ORM_CONNECTION_FAILED));  // not even sent
  int done = 0;
  redisBufferWrite(client.get(), &done);
  BOOST_CHECK_EXCEPTION(use(), orm::sdk::driver_error, with_code(ORM_CONNECTION_FAILED));
  // The reply is still the application's.
  void* mine = nullptr;
  BOOST_TEST(redisGetReply(client.get(), &mine) == REDIS_OK);
  const reply owned(mine, &freeReplyObject);
  BOOST_TEST(static_cast<const redisReply*>(mine)->str == std::string("mine"));
  use();
}

BOOST_AUTO_TEST_CASE(one_that_looks_idle_and_is_owed_a_reply) {
  server.run({"CLIENT", "PAUSE", "100", "ALL"});
  redisAppendCommand(client.get(), "ECHO mine");
  int done = 0;
  redisBufferWrite(client.get(), &done);
  BOOST_CHECK_EXCEPTION(use(), orm::sdk::driver_error, with_code(ORM_CONNECTION_FAILED));
  void* mine = nullptr;
  BOOST_TEST(redisGetReply(client.get(), &mine) == REDIS_OK);
  const reply owned(mine, &freeReplyObject);
  BOOST_TEST(static_cast<const redisReply*>(mine)->str == std::string("mine"));
}

BOOST_AUTO_TEST_CASE(one_in_a_multi_subscribed_or_broken) {
  ask("MULTI");
  BOOST_CHECK_EXCEPTION(use(), orm::sdk::driver_error, with_code(ORM_CONNECTION_FAILED));
  ask("DISCARD");
  use();
  ask("SUBSCRIBE news");
  BOOST_CHECK_EXCEPTION(use(), orm::sdk::driver_error, with_code(ORM_CONNECTION_FAILED));
  const context other(redisConnectUnix("/nowhere/redis.sock"), &redisFree);
  BOOST_CHECK_EXCEPTION(borrowed_link(other.get(), patience), orm::sdk::driver_error, with_code(ORM_CONNECTION_FAILED));
  const context never_blocks(redisConnectUnixNonBlock(server.socket().c_str()), &redisFree);
  BOOST_CHECK_EXCEPTION(borrowed_link(never_blocks.get(), patience), orm::sdk::driver_error,
                        with_code(ORM_UNSUPPORTED));
}

// The application begins a MULTI after the client was adopted: what is only queued is not done.
BOOST_AUTO_TEST_CASE(one_in_a_multi_that_begins_later) {
  borrowed_link link(client.get(), patience);
  ask("MULTI");
  pipeline commands;
  commands.add({"SET", "queued", "v"});
  BOOST_CHECK_EXCEPTION(link.run(commands, effect::write), orm::sdk::driver_error, [](const auto& error) {
    return error.code() == ORM_CONNECTION_FAILED && error.outcome() == ORM_OUTCOME_UNKNOWN;
  });
  ask("DISCARD");
  commands.clear();
  commands.add({"GET", "queued"});
  link.run(commands, effect::none);
  BOOST_TEST(commands[0].type == REDIS_REPLY_NIL);
}

BOOST_AUTO_TEST_CASE(one_that_the_server_has_closed) {
  use();
  server.cut_connections();
  BOOST_CHECK_EXCEPTION(use(), orm::sdk::driver_error, with_code(ORM_CONNECTION_FAILED));
}

BOOST_AUTO_TEST_CASE(a_reply_that_comes_too_late_is_taken_before_the_next_request) {
  borrowed_link link(client.get(), patience);
  pipeline commands;
  commands.add({"SET", "k", "v"});
  server.run({"CLIENT", "PAUSE", "700", "ALL"});
  BOOST_CHECK_EXCEPTION(link.run(commands, effect::write), orm::sdk::driver_error, [](const auto& error) {
    return error.code() == ORM_TIMEOUT && error.outcome() == ORM_OUTCOME_UNKNOWN;
  });
  commands.clear();
  commands.add({"GET", "k"});
  link.run(commands, effect::none);
  BOOST_TEST(std::string(commands[0].str) == "v");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace orm_test
