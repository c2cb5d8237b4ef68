// Transactions beside each other, and readers beside writers.
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <stdexcept>

#include "concurrency/many_threads.hpp"

namespace orm_test {
namespace {

constexpr int account_count = 10;

void make_accounts(store_fixture& store) {
  json rows = json::array();
  for (int i = 0; i < account_count; ++i) rows.push(json::object({{"id", std::to_string(i)}, {"balance", 1000}}));
  ask(store, request_on("account", "createMany", R"({"data":)" + rows.dump() + "}"));
}

json change(int account, const char* operation, int amount) {
  return json::parse(R"({"model":"account","op":"update","args":{"where":{"id":")" + std::to_string(account) +
                     R"("},"data":{"balance":{")" + operation + R"(":)" + std::to_string(amount) + "}}}}");
}

json transaction(std::vector<json> requests) {
  return json::object({{"schema", "bank"},
                       {"op", "transaction"},
                       {"args", json::object({{"requests", json::array(std::move(requests))}})}});
}

std::string total(const store_fixture& store) {
  return ask(store, request_on("account", "aggregate", R"({"sum":["balance"]})")).at("sum").at("balance").text();
}

BOOST_AUTO_TEST_SUITE(transactions)

BOOST_AUTO_TEST_CASE(moving_money_keeps_the_total_at_every_moment) {
  on_every_driver([](store_fixture& store) {
    if (!store.capabilities().transactions) return;
    make_accounts(store);
    run_together([&](int thread) {
      for (int round = 0; round < 30; ++round) {
        if (thread % 4 == 3) {
          if (const std::string seen = total(store); seen != "10000") throw std::runtime_error("the total was " + seen);
          continue;
        }
        const int from = (thread * 7 + round) % account_count, to = (thread + round * 3) % account_count;
        ask(store, transaction({change(from, "decrement", round), change(to, "increment", round)}));
      }
    });
    BOOST_TEST(total(store) == "10000");
  });
}

BOOST_AUTO_TEST_CASE(a_transaction_that_fails_leaves_nothing_to_see) {
  on_every_driver([](store_fixture& store) {
    if (!store.capabilities().transactions) return;
    make_accounts(store);
    const json clash = json::parse(R"({"model":"account","op":"create","args":{"data":{"id":"0"}}})");
    run_together([&](int thread) {
      for (int round = 0; round < 30; ++round) {
        if (thread % 2 == 0) {
          if (const std::string seen = total(store); seen != "10000") throw std::runtime_error("the total was " + seen);
          continue;
        }
        const std::string code =
            outcome_of(store, transaction({change((thread + round) % account_count, "increment", 7), clash}));
        if (code != "UNIQUE_CONSTRAINT_VIOLATION") throw std::runtime_error("answered " + code);
      }
    });
    BOOST_TEST(total(store) == "10000");
  });
}

BOOST_AUTO_TEST_CASE(readers_see_whole_statements) {
  on_every_driver([](store_fixture& store) {
    make_accounts(store);
    run_together([&](int thread) {
      for (int round = 0; round < 40; ++round) {
        if (thread % 4 == 0) {
          ask(store, request_on("account", "updateMany",
                                R"({"where":{},"data":{"note":"w)" + std::to_string(thread * 1000 + round) + R"("}})"));
          continue;
        }
        const json rows = ask(store, request_on("account", "findMany", R"({"select":{"note":true}})"));
        for (const json& row : rows.items())
          if (!(row == rows.at(0))) throw std::runtime_error("a torn read: " + rows.dump());
      }
    });
    BOOST_TEST(ask(store, request_on("account", "count", "{}")) == json(account_count));
  });
}

BOOST_AUTO_TEST_CASE(a_write_that_was_answered_is_read) {
  on_every_driver([](store_fixture& store) {
    run_together([&](int thread) {
      for (int round = 0; round < 25; ++round) {
        const std::string id = std::to_string(thread) + "-" + std::to_string(round);
        ask(store, request_on("account", "create", R"({"data":{"id":")" + id + R"("}})"));
        const json found = ask(store, request_on("account", "findUnique", R"({"where":{"id":")" + id + R"("}})"));
        if (found.is_null()) throw std::runtime_error("not found: " + id);
        ask(store, request_on("account", "update", R"({"where":{"id":")" + id + R"("},"data":{"note":"n"}})"));
        const json notes = ask(store, request_on("account", "count", R"({"where":{"id":")" + id + R"(","note":"n"}})"));
        if (notes.integer() != 1) throw std::runtime_error("an update was not seen: " + id);
      }
    });
  });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace orm_test
