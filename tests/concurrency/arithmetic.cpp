// Counting together: increments, conditional decrements, queues.
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <stdexcept>

#include "concurrency/many_threads.hpp"

namespace orm_test {
namespace {

BOOST_AUTO_TEST_SUITE(arithmetic)

BOOST_AUTO_TEST_CASE(increments_add_up) {
  on_every_driver([](store_fixture& store) {
    constexpr int rounds = 50;
    ask(store, request_on("account", "createMany", R"({"data":[{"id":"a"},{"id":"b"}]})"));
    run_together([&](int) {
      for (int round = 0; round < rounds; ++round) {
        ask(store,
            request_on("account", "update",
                       R"({"where":{"id":"a"},"data":{"balance":{"increment":3},"exact":{"increment":"0.1"}}})"));
        ask(store, request_on("account", "updateMany", R"({"where":{},"data":{"balance":{"decrement":1}}})"));
      }
    });
    const json rows = ask(
        store, request_on("account", "findMany", R"({"orderBy":{"id":"asc"},"select":{"balance":true,"exact":true}})"));
    const int total = thread_count * rounds;
    BOOST_TEST(rows.at(0).at("balance") == json(std::to_string(2 * total)));
    BOOST_TEST(rows.at(0).at("exact") == json(std::to_string(total / 10)));
    BOOST_TEST(rows.at(1).at("balance") == json(std::to_string(-total)));
  });
}

BOOST_AUTO_TEST_CASE(a_rate_limit_lets_exactly_so_many_through) {
  on_every_driver([](store_fixture& store) {
    ask(store, request_on("account", "createMany", R"({"data":[{"id":"a","balance":100},{"id":"b","balance":100}]})"));
    std::atomic<int> passed_many = 0, passed_one = 0;
    run_together([&](int) {
      for (int round = 0; round < 20; ++round) {
        const json count = ask(store, request_on("account", "updateMany",
                                                 R"({"where":{"id":"a","balance":{"gt":0}},)"
                                                 R"("data":{"balance":{"decrement":1}}})"));
        passed_many += static_cast<int>(count.integer());
        const json row = ask(store, request_on("account", "update",
                                               R"({"where":{"id":"b","balance":{"gt":0}},)"
                                               R"("data":{"balance":{"decrement":1}},"select":{"id":true}})"));
        if (!row.is_null()) ++passed_one;
      }
    });
    BOOST_TEST(passed_many == 100);
    BOOST_TEST(passed_one == 100);
    BOOST_TEST(ask(store, request_on("account", "aggregate", R"({"sum":["balance"]})")) ==
               json::parse(R"({"sum":{"balance":"0"}})"));
  });
}

BOOST_AUTO_TEST_CASE(each_row_is_deleted_once) {
  on_every_driver([](store_fixture& store) {
    json rows = json::array();
    for (int i = 0; i < 100; ++i) rows.push(json::object({{"id", std::to_string(1000 + i)}}));
    ask(store, request_on("account", "createMany", R"({"data":)" + rows.dump() + "}"));
    std::atomic<std::int64_t> deleted = 0;
    run_together([&](int) {
      while (ask(store, request_on("account", "delete", R"({"where":{}})")).integer() == 1) ++deleted;
    });
    BOOST_TEST(deleted == 100);
    BOOST_TEST(ask(store, request_on("account", "count", "{}")) == json(0));
  });
}

BOOST_AUTO_TEST_CASE(the_first_by_id_goes_to_one_taker) {
  on_every_driver([](store_fixture& store) {
    json rows = json::array();
    for (int i = 0; i < 80; ++i) rows.push(json::object({{"id", std::to_string(1000 + i)}}));
    ask(store, request_on("account", "createMany", R"({"data":)" + rows.dump() + "}"));
    std::atomic<int> taken = 0;
    run_together([&](int thread) {
      const std::string mark = "t" + std::to_string(thread);
      for (;;) {
        const json row =
            ask(store, request_on("account", "update",
                                  R"({"where":{"note":""},"data":{"note":")" + mark + R"("},"select":{"note":true}})"));
        if (row.is_null()) break;
        if (row.at("note").text() != mark) throw std::runtime_error("another one's row: " + row.dump());
        ++taken;
      }
    });
    BOOST_TEST(taken == 80);
  });
}

BOOST_AUTO_TEST_CASE(no_child_outlives_its_parent) {
  on_every_driver([](store_fixture& store) {
    if (!store.capabilities().foreign_keys) return;
    run_together([&](int thread) {
      for (int round = 0; round < 40; ++round) {
        const std::string id = std::to_string(round % 3);
        if (thread % 4 == 0)
          outcome_of(store, request_on("account", "create", R"({"data":{"id":")" + id + R"("}})"));
        else if (thread % 4 == 1)
          ask(store, request_on("account", "deleteMany", R"({"where":{"id":")" + id + R"("}})"));
        else
          outcome_of(store, request_on("entry", "create", R"({"data":{"accountId":")" + id + R"("}})"));
      }
    });
    ask(store, request_on("account", "deleteMany", R"({"where":{}})"));
    BOOST_TEST(ask(store, request_on("entry", "count", "{}")) == json(0));
  });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace orm_test
