// Transactions, savepoints, batches, several threads on one client.
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "fixture.hpp"

using namespace club;
using namespace orm;

namespace {
// On every driver with interactive transactions; the others must refuse them.
template <class Test>
void on_each_transactional_driver(const Test& test) {
  orm_test::on_each_driver([&](const auto& db) {
    if (capabilities(db).interactive_transactions) {
      test(db);
    } else {
      BOOST_TEST(orm_test::refusal([&] { db.transaction([](auto&) {}); }) == "UNSUPPORTED");
    }
  });
}
}  // namespace

BOOST_AUTO_TEST_SUITE(transactions)

BOOST_AUTO_TEST_CASE(a_transaction_commits_or_leaves_nothing) {
  on_each_transactional_driver([](const auto& db) {
    const std::string id = db.transaction([](auto& tx) {
      const auto made = tx.group.create(g.slug = "kept");
      BOOST_TEST(tx.group.count() == 1u);
      return made.id;
    });
    BOOST_TEST(db.group.find_unique(g.id == id)->slug == "kept");
    BOOST_CHECK_THROW(db.transaction([](auto& tx) {
      tx.group.create(g.slug = "lost");
      throw std::runtime_error("changed my mind");
    }),
                      std::runtime_error);
    BOOST_TEST(db.group.count() == 1u);
    db.transaction(isolation::serializable, [](auto& tx) { tx.group.remove_many(all); });
    BOOST_TEST(db.group.count() == 0u);
  });
}

BOOST_AUTO_TEST_CASE(a_part_of_a_transaction_is_undone_alone) {
  on_each_transactional_driver([](const auto& db) {
    db.transaction([](auto& tx) {
      tx.group.create(g.slug = "outer");
      BOOST_TEST(orm_test::refusal([&] {
                   tx.transaction([](auto& part) {
                     part.group.create(g.slug = "inner");
                     part.group.create(g.slug = "outer");
                   });
                 }) == "UNIQUE_CONSTRAINT_VIOLATION");
      BOOST_TEST(tx.transaction([](auto& part) { return part.group.create(g.slug = "second").slug; }) == "second");
    });
    BOOST_TEST(db.group.count() == 2u);
    BOOST_TEST(!db.group.find_unique(g.slug == "inner"));
  });
}

BOOST_AUTO_TEST_CASE(a_part_whose_first_statement_fails_is_undone_alone) {
  on_each_transactional_driver([](const auto& db) {
    db.transaction([](auto& tx) {
      tx.group.create(g.slug = "outer");
      for (int round = 0; round < 2; ++round) {
        BOOST_TEST(orm_test::refusal([&] {
                     tx.transaction([](auto& part) { part.group.create(g.slug = "outer"); });
                   }) == "UNIQUE_CONSTRAINT_VIOLATION");
      }
      BOOST_TEST(tx.group.count() == 1u);
    });
    BOOST_TEST(db.group.count() == 1u);
  });
}

BOOST_AUTO_TEST_CASE(conflicts_are_run_again_when_asked) {
  on_each_transactional_driver([](const auto& db) {
    int runs = 0;
    const auto conflict = [&](auto&) {
      ++runs;
      throw error(error_code::transaction_conflict, "others were faster");
    };
    BOOST_TEST(orm_test::refusal([&] { db.transaction(conflict); }) == "TRANSACTION_CONFLICT");
    BOOST_TEST(runs == 1);
    BOOST_TEST(orm_test::refusal([&] { db.transaction(retry{2}, conflict); }) == "TRANSACTION_CONFLICT");
    BOOST_TEST(runs == 4);

    db.room.create(rooms.number = 0, rooms.name = "counter");
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([&] {
        for (int i = 0; i < 5; ++i) {
          db.transaction(retry{1000}, [](auto& tx) {
            const auto read = tx.room.find_unique(rooms.number == 0);
            tx.room.update(rooms.number == 0, rooms.name = read->name + "+");
          });
        }
      });
    }
    for (std::thread& each : threads) each.join();
    BOOST_TEST(db.room.find_unique(rooms.number == 0)->name == "counter" + std::string(20, '+'));
  });
}

BOOST_AUTO_TEST_CASE(a_batch_answers_each_query_on_its_own) {
  orm_test::on_each_driver([](const auto& db) {
    const auto [made, again, found, count] =
        db.batch(db.group.later().create(g.slug = "a"), db.group.later().create(g.slug = "a"),
                 db.group.later().find_unique(g.slug == "a", select(g.slug)), db.group.later().count());
    BOOST_TEST_REQUIRE(made.ok());
    BOOST_TEST(made->slug == "a");
    BOOST_TEST(!again);
    BOOST_TEST(orm_test::refusal([&again = again] { again.value(); }) == "UNIQUE_CONSTRAINT_VIOLATION");
    BOOST_TEST((*found)->slug == "a");
    BOOST_TEST(*count == 1u);

    std::vector<deferred<std::optional<record<Group>>>> asked;
    for (const char* slug : {"a", "b"}) asked.push_back(db.group.later().find_unique(g.slug == slug));
    const auto answers = db.batch(asked);
    BOOST_TEST((answers[0].value() && !answers[1].value()));
  });
}

BOOST_AUTO_TEST_CASE(every_operation_can_wait_for_a_batch) {
  orm_test::on_each_driver([](const auto& db) {
    const auto later = db.group.later();
    const auto [many, first, all_rows, sums, changed, all_changed, put, removed, all_removed] = db.batch(
        later.create_many({{g.slug = "a"}, {g.slug = "b"}}), later.find_first(order_by(g.slug.desc())),
        later.find_many(), later.aggregate(count()), later.update(g.slug == "a", g.slug = "A"),
        later.update_many(g.slug == "b", g.slug = "B"), later.upsert(g.slug == "c", create(), update(), select(g.slug)),
        later.remove(g.slug == "c"), later.remove_many(all));
    BOOST_TEST(many->size() == 2u);
    BOOST_TEST((*first)->slug == "b");
    BOOST_TEST(all_rows->size() == 2u);
    BOOST_TEST(sums->count_all == 2);
    BOOST_TEST((*changed)->slug == "A");
    BOOST_TEST(*all_changed == 1u);
    BOOST_TEST(put->slug == "c");
    BOOST_TEST(*removed);
    BOOST_TEST(*all_removed == 2u);
  });
}

BOOST_AUTO_TEST_CASE(threads_share_a_client) {
  orm_test::on_each_driver([](const auto& db) {
    std::atomic<int> failures{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([&, copy = db, t] {
        for (int i = 0; i < 20; ++i) {
          const std::string slug = std::to_string(t) + "-" + std::to_string(i);
          copy.group.create(g.slug = slug, no_record);
          if (!db.group.find_unique(g.slug == slug)) ++failures;
        }
      });
    }
    for (std::thread& each : threads) each.join();
    BOOST_TEST(failures == 0);
    BOOST_TEST(db.group.count() == 80u);
  });
}

BOOST_AUTO_TEST_SUITE_END()
