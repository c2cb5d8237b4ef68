// Sixteen threads on one store.
#pragma once

#include <functional>
#include <string>

#include "support/store_fixture.hpp"

namespace orm_test {

inline constexpr int thread_count = 16;

// Runs `work` with 0 .. thread_count-1, each in a thread of its own, all let go at once; throws what the first one
// that failed threw.
void run_together(const std::function<void(int)>& work);

// What stands behind "ok". A conflict or a deadlock is asked again, as a caller would; any other
// error is thrown.
json ask(const store_fixture& store, const json& request);

// The code of the error, or empty when it worked. Conflicts and deadlocks are asked again.
std::string outcome_of(const store_fixture& store, const json& request);

json request_on(const std::string& model, const std::string& op, const std::string& args);

// A store on each driver under test, named `bank`.
void on_every_driver(const std::function<void(store_fixture&)>& test);

}  // namespace orm_test
