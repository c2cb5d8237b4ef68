// Transactions that read, decide, and write what they decided: where one would not see another's write, money is lost.
#include <boost/test/unit_test.hpp>
#include <string>

#include "concurrency/many_threads.hpp"
#include "orm/orm.hpp"

namespace orm_test {
namespace {

template <class Q>
struct Purse {
  orm::pk<Q, "id", orm::integer> id;
  orm::col<Q, "coins", orm::bigint> coins;
};

template <class C>
struct Purses {
  static constexpr auto schema = "purses";
  orm::model_of<C, Purse> purse;
};

constexpr orm::fields<Purse> purse;
constexpr int purse_count = 10, coins_each = 1000;

// Until it is done: a conflict leaves nothing, and is for the caller to try again.
template <class Work>
void until_done(const orm::client<Purses>& db, const Work& work) {
  for (;;) {
    try {
      db.transaction(work);
      return;
    } catch (const orm::error& failed) {
      const bool conflict =
          failed.code() == orm::error_code::transaction_conflict || failed.code() == orm::error_code::deadlock;
      if (!conflict || failed.outcome() == orm::write_outcome::unknown) throw;
    }
  }
}

template <class Test>
void on_every_transactional_driver(const Test& test) {
  for (const driver_under_test& driver : drivers_under_test()) {
    BOOST_TEST_CONTEXT(driver.name) {
      const temporary_directory directory;
      const auto db = orm::open<Purses>(configuration_for(driver, directory.path().string(), "purses"), "purses");
      orm::bootstrap(db);
      if (!orm::capabilities(db).interactive_transactions) continue;
      for (int id = 0; id < purse_count; ++id) db.purse.create(purse.id = id, purse.coins = coins_each);
      test(db);
    }
  }
}

std::int64_t coins_of(const auto& in, int id) { return in.purse.find_unique(purse.id == id)->coins; }

std::int64_t total(const orm::client<Purses>& db) {
  std::int64_t sum = 0;
  db.transaction([&](auto& tx) {
    sum = 0;
    for (const auto& each : tx.purse.find_many()) sum += each.coins;
  });
  return sum;
}

BOOST_AUTO_TEST_SUITE(transfers)

BOOST_AUTO_TEST_CASE(what_was_read_before_it_was_written_is_not_lost) {
  on_every_transactional_driver([](const orm::client<Purses>& db) {
    run_together([&](int thread) {
      for (int round = 0; round < 15; ++round) {
        const int from = (thread * 7 + round) % purse_count, to = (from + 1 + round % (purse_count - 1)) % purse_count;
        until_done(db, [&](auto& tx) {
          const std::int64_t left = coins_of(tx, from), right = coins_of(tx, to);
          tx.purse.update(purse.id == from, purse.coins = left - round);
          tx.purse.update(purse.id == to, purse.coins = right + round);
        });
      }
    });
    BOOST_TEST(total(db) == purse_count * coins_each);
  });
}

// Each looks at both purses and takes from one: together they may not take more than there is (write skew).
BOOST_AUTO_TEST_CASE(a_rule_over_two_rows_holds) {
  on_every_transactional_driver([](const orm::client<Purses>& db) {
    run_together([&](int thread) {
      for (int round = 0; round < 5; ++round) {
        until_done(db, [&](auto& tx) {
          const std::int64_t both = coins_of(tx, 0) + coins_of(tx, 1);
          const int taken = thread % 2;
          if (both >= 100) tx.purse.update(purse.id == taken, purse.coins = coins_of(tx, taken) - 100);
        });
      }
    });
    BOOST_TEST(coins_of(db, 0) + coins_of(db, 1) == 0);
  });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace orm_test
