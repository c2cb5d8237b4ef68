// A call that waits for its server, and another thread that no longer wants to.
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <future>
#include <thread>

#include "faults/own_server.hpp"
#include "support/driver_session.hpp"

namespace orm_test {
namespace {

const char* const memo_schema = R"(
[models.note.fields]
id = { type = "id" }
text = { type = "string" }
)";

// What a call answers that is cancelled again and again: a cancel before its beginning has no effect.
template <class Call>
driver_session::answer cancelled(driver_session& session, const Call& call) {
  const auto begin = std::chrono::steady_clock::now();
  auto waiting = std::async(std::launch::async, call);
  while (waiting.wait_for(std::chrono::milliseconds(20)) != std::future_status::ready) session.cancel();
  BOOST_TEST((std::chrono::steady_clock::now() - begin < patience));
  return waiting.get();
}

struct with_notes {
  explicit with_notes(const server_kind& kind) : made(kind.start()), store({kind.driver, made->url()}) {
    store.add_text("app", memo_schema);
    store.ok(R"({"schema":"app","model":"note","op":"create","args":{"data":{"id":"a","text":"text of a"}}})");
  }
  std::unique_ptr<server> made;
  store_fixture store;
};

void expect_cancelled(const driver_session::answer& got, bool writes) {
  BOOST_TEST(got.code == ORM_CANCELLED, got.text);
  BOOST_TEST(got.text.size() > 15u, got.text);
  // Nobody knows what a server did that was left alone.
  if (writes) BOOST_TEST(got.outcome != static_cast<std::uint32_t>(ORM_OUTCOME_NOT_SENT));
}

void expect_to_work(driver_session& session, const std::string& id) {
  BOOST_TEST(session.create(id).code == ORM_OK);
  for (const std::string& each : {id, std::string("a")}) {
    const driver_session::answer found = session.find(each);
    BOOST_TEST(found.code == ORM_OK);
    BOOST_TEST(found.text == "text of " + each);  // no late answer is taken for another question's
  }
}

BOOST_AUTO_TEST_SUITE(server_cancel)

BOOST_AUTO_TEST_CASE(a_call_to_a_server_that_answers_nothing_ends_at_once) {
  for (const server_kind& kind : kinds_under_test()) {
    BOOST_TEST_CONTEXT(kind.driver) {
      const with_notes here(kind);
      const driver_store store(kind.driver, here.made->url());
      driver_session session(store);
      session.cancel();  // idle: no effect on what comes next
      expect_to_work(session, "b");
      here.made->pause();
      expect_cancelled(cancelled(session, [&] { return session.find("a"); }), false);
      here.made->resume();
      expect_to_work(session, "c");
      here.made->pause();
      expect_cancelled(cancelled(session, [&] { return session.create("d"); }), true);
      here.made->resume();
      expect_to_work(session, "e");
    }
  }
}

// The server lives and answers others.
BOOST_AUTO_TEST_CASE(a_write_that_the_server_holds_up_ends_at_once) {
  for (const server_kind& kind : kinds_under_test()) {
    BOOST_TEST_CONTEXT(kind.driver) {
      const with_notes here(kind);
      const driver_store store(kind.driver, here.made->url());
      driver_session session(store);
      expect_to_work(session, "b");
      auto held = kind.hold_writes(*here.made);
      expect_cancelled(cancelled(session, [&] { return session.create("c"); }), true);
      BOOST_TEST(session.find("a").text == "text of a");
      held.reset();
      expect_to_work(session, "d");
      // Cancelled before it was let through: it never happens afterwards.
      BOOST_TEST(session.find("c").text == "");
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace orm_test
