// Opening a store and its options.
#include "store.hpp"

#include <orm/sdk/options/option_reader.hpp>

#include "plan.hpp"
#include "session.hpp"

#include <limits>
#include <string>

namespace orm::memory {

store_options read_options(const orm_open_arguments& arguments) {
  constexpr std::int64_t greatest = std::numeric_limits<std::int32_t>::max();
  store_options options;
  sdk::option_reader read("memory", arguments);
  options.pool = sdk::read_pool(read, 64);
  options.busy_timeout =
      std::chrono::milliseconds(read.integer("busy_timeout", options.busy_timeout.count(), 0, greatest));
  const std::string_view url = read.text("url").value_or("");
  read.finish();
  if (!url.empty() && url != "memory") read.refuse("url", "is not needed: leave it out, or write \"memory\"");
  return options;
}

memory_store::memory_store(const orm_schema& schema, const store_options& options)
    : options_(options), tables_(schema) {
  for (const auto& each : tables_.all()) {
    if (each->model().name_space.size == 0) continue;
    throw sdk::driver_error(ORM_UNSUPPORTED, "driver memory has no namespaces: model \"" +
                                                 std::string(sdk::text_view(each->model().name)) + "\" asks for \"" +
                                                 std::string(sdk::text_view(each->model().name_space)) + "\"")
        .on(each->model_index());
  }
}

std::unique_ptr<sdk::driver_session> memory_store::open_session() { return std::make_unique<memory_session>(*this); }

std::unique_ptr<sdk::driver_plan> memory_store::compile(const orm_statement& statement) {
  return std::make_unique<memory_plan>(statement, tables_);
}

orm_store_info memory_store::info() { return options_.pool.info(); }

}  // namespace orm::memory
