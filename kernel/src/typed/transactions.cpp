// What a client does besides queries: savepoints, running a transaction again, opening by name.
#include <algorithm>
#include <chrono>
#include <random>
#include <thread>

#include "orm/typed/client.hpp"

namespace orm::detail {

savepoint::savepoint(transaction& within) : within_(&within) { set_savepoint(within); }

savepoint::~savepoint() {
  if (!within_) return;
  try {
    rollback_to_savepoint(*within_);
  } catch (...) {
    // The exception on its way says what went wrong; the transaction around this part ends with it.
  }
}

void savepoint::release() {
  release_savepoint(*within_);
  within_ = nullptr;
}

bool may_run_again(const error& failure, unsigned attempt, unsigned retries) {
  if (failure.code() != error_code::transaction_conflict && failure.code() != error_code::deadlock) return false;
  if (attempt >= retries) return false;
  // Those who collided would collide again if they came back in step.
  thread_local std::minstd_rand random(std::random_device{}());
  const unsigned longest = 500u << std::min(attempt, 6u);
  std::this_thread::sleep_for(std::chrono::microseconds(random() % longest));
  return true;
}

engine& engine_of(const store& opened, const schema& expected) {
  if (&opened.schema() != &expected) {
    throw error(error_code::invalid_schema, "the store was opened with the schema \"" + opened.schema().name() +
                                                "\", not with that which the application \"" + expected.name() +
                                                "\" declares: open it with schema_of<>()");
  }
  return opened.engine();
}

store open_by_name(std::shared_ptr<const schema> schema, std::string_view name) {
  const configuration found = configuration::find();
  return store::open(std::move(schema), found, found.schema(name));
}

store open_alone(std::shared_ptr<const schema> schema, const store_configuration& selected) {
  return store::open(std::move(schema), configuration(), selected);
}

}  // namespace orm::detail
