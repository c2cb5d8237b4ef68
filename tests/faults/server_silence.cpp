// Servers that don't answer.
#include <boost/test/unit_test.hpp>

#include "faults/own_server.hpp"
#include "orm/error.hpp"
#include "support/servers/silent_server.hpp"

namespace orm_test {
namespace {

std::string find_note(const std::string& id) {
  return R"({"schema":"app","model":"note","op":"findUnique","args":{"where":{"id":")" + id +
         R"("},"select":{"text":true}}})";
}

BOOST_AUTO_TEST_SUITE(server_silence)

BOOST_AUTO_TEST_CASE(a_paused_server_is_a_timeout_and_works_when_it_goes_on) {
  on_own_servers([](own_server& own) {
    for (const char* id : {"a", "b", "c"}) own.store().ok(create_note(id, std::string("text of ") + id));
    own.process().pause();
    const json read = expect_failure(response_in_time(own.store(), find_note("a")), {"TIMEOUT"});
    BOOST_TEST(read.at("retryable").flag());
    const json write = expect_failure(response_in_time(own.store(), create_note("d")), {"TIMEOUT"});
    const bool perhaps = outcome(write) == "unknown";
    BOOST_TEST((perhaps || outcome(write) == "not_sent"), write.dump());
    BOOST_TEST(write.at("retryable").flag() != perhaps);
    own.process().resume();
    own.works_again("e");
    // No late answer is taken for another question's.
    for (const char* id : {"c", "b", "a", "c"}) {
      const json found = own.store().ok(find_note(id));
      BOOST_TEST(found == json::object({{"text", std::string("text of ") + id}}));
    }
    own.holds({"a", "b", "c", "e"}, perhaps ? std::vector<std::string>{"d"} : std::vector<std::string>());
  });
}

BOOST_AUTO_TEST_CASE(a_server_that_pauses_for_a_moment_is_waited_for) {
  on_own_servers([](own_server& own) {
    own.store().ok(create_note("a"));
    own.process().pause();
    const json response = response_beside(own.store(), create_note("b"), [&] { own.process().resume(); });
    BOOST_TEST(response == json::parse(R"({"ok":{"id":"b"}})"));
  });
}

BOOST_AUTO_TEST_CASE(a_server_that_takes_connections_and_never_answers) {
  const temporary_directory here;
  write_text(here.file("app.toml"), note_schema);
  for (const server_kind& kind : kinds_under_test()) {
    BOOST_TEST_CONTEXT(kind.driver) {
      const silent_server silent;
      store_fixture store({kind.driver, kind.url_of_port(silent.port())});
      const auto begin = std::chrono::steady_clock::now();
      try {
        store.open("app", orm::schema::load(here.file("app.toml")), short_patience());
        const json failure =
            expect_failure(response_in_time(store, create_note("a")), {"TIMEOUT", "CONNECTION_FAILED"});
        BOOST_TEST(outcome(failure) == "not_sent");
        BOOST_TEST(failure.at("retryable").flag());
      } catch (const orm::error& refused) {  // a driver may want to know its server before it opens
        const std::string code(orm::to_string(refused.code()));
        BOOST_TEST((code == "TIMEOUT" || code == "CONNECTION_FAILED"), code << ": " << refused.what());
      }
      BOOST_TEST((std::chrono::steady_clock::now() - begin < patience));
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace orm_test
