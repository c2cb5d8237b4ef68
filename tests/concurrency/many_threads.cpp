// Threads and stores of the concurrency tests.
#include "concurrency/many_threads.hpp"

#include <barrier>
#include <boost/test/unit_test.hpp>
#include <exception>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <vector>

namespace orm_test {

void run_together(const std::function<void(int)>& work) {
  std::barrier start(thread_count);
  std::mutex mutex;
  std::exception_ptr first;
  std::vector<std::thread> threads;
  for (int i = 0; i < thread_count; ++i) {
    threads.emplace_back([&, i] {
      start.arrive_and_wait();
      try {
        work(i);
      } catch (...) {
        const std::lock_guard lock(mutex);
        if (!first) first = std::current_exception();
      }
    });
  }
  for (std::thread& each : threads) each.join();
  if (first) std::rethrow_exception(first);
}

namespace {

// What a caller would ask again: nothing of it happened.
bool is_conflict(const json& failure) {
  const std::string& code = failure.at("code").text();
  return code == "TRANSACTION_CONFLICT" || code == "DEADLOCK";
}

}  // namespace

json ask(const store_fixture& store, const json& request) {
  for (;;) {
    const json response = store.request(request);
    if (const json* answer = response.find("ok")) return *answer;
    if (!is_conflict(response.at("error")))
      throw std::runtime_error(request.dump() + "\n  answered " + response.dump());
  }
}

std::string outcome_of(const store_fixture& store, const json& request) {
  for (;;) {
    const json response = store.request(request);
    const json* failure = response.find("error");
    if (!failure) return {};
    if (!is_conflict(*failure)) return failure->at("code").text();
  }
}

json request_on(const std::string& model, const std::string& op, const std::string& args) {
  return json::object({{"schema", "bank"}, {"model", model}, {"op", op}, {"args", json::parse(args)}});
}

void on_every_driver(const std::function<void(store_fixture&)>& test) {
  for (const driver_under_test& driver : drivers_under_test()) {
    BOOST_TEST_CONTEXT(driver.name) {
      store_fixture store(driver);
      store.add_file("bank", ORM_TEST_SCHEMAS "/bank.toml");
      test(store);
    }
  }
}

}  // namespace orm_test
