// Servers that end while a transaction is open.
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <future>
#include <optional>
#include <thread>

#include "faults/own_server.hpp"
#include "orm/orm.hpp"

namespace orm_test {
namespace {

template <class Q>
struct Memo {
  orm::pk<Q, "id"> id;
  orm::col<Q, "text", orm::text, orm::unique> text;
};

template <class C>
struct Desk {
  static constexpr auto schema = "desk";
  orm::model_of<C, Memo> memo;
};

constexpr orm::fields<Memo> memo;

class desk_store {
 public:
  explicit desk_store(const own_server& own) : db_(open(own, directory_)) { orm::bootstrap(db_); }

  orm::client<Desk>& db() { return db_; }

  // Runs the transaction; the error that it ends with, if any.
  template <class Work>
  std::optional<orm::error> run(const Work& work) {
    auto running = std::async(std::launch::async, [&] { db_.transaction(work); });
    BOOST_TEST((running.wait_for(patience) == std::future_status::ready), "the transaction hangs");
    try {
      running.get();
    } catch (const orm::error& failed) {
      return failed;
    }
    return std::nullopt;
  }

  template <class Work>
  orm::error failure_of(const Work& work) {
    const std::optional<orm::error> failed = run(work);
    if (!failed) throw std::runtime_error("the transaction worked");
    return *failed;
  }

 private:
  static orm::client<Desk> open(const own_server& own, const temporary_directory& directory) {
    return orm::open<Desk>(configuration_for(own.driver(), directory.path().string(), "desk", short_patience()),
                           "desk");
  }

  temporary_directory directory_;
  orm::client<Desk> db_;
};

BOOST_AUTO_TEST_SUITE(server_transactions)

BOOST_AUTO_TEST_CASE(killed_between_two_statements) {
  on_own_servers([](own_server& own) {
    if (!own.store().capabilities().interactive_transactions) return;
    desk_store desk(own);
    const orm::error failed = desk.failure_of([&](auto& tx) {
      tx.memo.create(memo.text = "a");
      own.process().kill();
      tx.memo.count();
      tx.memo.create(memo.text = "b");
    });
    BOOST_TEST(orm::to_string(failed.code()) == "CONNECTION_FAILED");
    own.process().start();
    own.works_again("x");
    BOOST_TEST(desk.db().memo.count() == 0u);
    desk.db().transaction([](auto& tx) { tx.memo.create(memo.text = "c"); });
    BOOST_TEST(desk.db().memo.count() == 1u);
  });
}

BOOST_AUTO_TEST_CASE(killed_at_the_commit) {
  on_own_servers([](own_server& own) {
    if (!own.store().capabilities().interactive_transactions) return;
    desk_store desk(own);
    std::promise<void> about_to_commit;
    auto killer = std::async(std::launch::async, [&, paused = about_to_commit.get_future()]() mutable {
      paused.get();
      std::this_thread::sleep_for(std::chrono::milliseconds(150));  // long enough to be under way
      own.process().kill();
    });
    const orm::error failed = desk.failure_of([&](auto& tx) {
      tx.memo.create(memo.text = "a");
      tx.memo.create(memo.text = "b");
      own.process().pause();
      about_to_commit.set_value();
    });
    killer.get();
    BOOST_TEST(orm::to_string(failed.code()) == "CONNECTION_FAILED");
    BOOST_TEST(orm::to_string(failed.outcome()) == "unknown");
    BOOST_TEST(!failed.retryable());
    own.process().start();
    own.works_again("x");
    const auto count = desk.db().memo.count();
    BOOST_TEST((count == 0u || count == 2u), "half a transaction: " << count);
  });
}

// A store that keeps what a transaction writes to itself until the commit may go on with another connection.
BOOST_AUTO_TEST_CASE(cut_between_two_statements) {
  on_own_servers([](own_server& own) {
    if (!own.store().capabilities().interactive_transactions) return;
    desk_store desk(own);
    const std::optional<orm::error> failed = desk.run([&](auto& tx) {
      tx.memo.create(memo.text = "a");
      own.cut_connections();
      tx.memo.count();
      tx.memo.create(memo.text = "b");
    });
    if (failed) BOOST_TEST(orm::to_string(failed->code()) == "CONNECTION_FAILED");
    own.works_again("x");
    BOOST_TEST(desk.db().memo.count() == (failed ? 0u : 2u));
  });
}

BOOST_AUTO_TEST_CASE(paused_in_a_transaction) {
  on_own_servers([](own_server& own) {
    if (!own.store().capabilities().interactive_transactions) return;
    desk_store desk(own);
    const orm::error failed = desk.failure_of([&](auto& tx) {
      tx.memo.create(memo.text = "a");
      own.process().pause();
      tx.memo.count();
      tx.memo.create(memo.text = "b");
    });
    own.process().resume();
    BOOST_TEST(orm::to_string(failed.code()) == "TIMEOUT");
    own.works_again("x");
    // The key of the row that never came is free: nothing of the transaction lives on.
    desk.db().transaction([](auto& tx) { tx.memo.create(memo.text = "a"); });
    BOOST_TEST(desk.db().memo.count() == 1u);
  });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace orm_test
