// Opening a store and its options.
#include "store.hpp"

#include <orm/sdk/value/cells.hpp>

#include "plan.hpp"
#include "session.hpp"

#include <limits>
#include <string>

namespace orm::memory {
namespace {

std::int64_t number_of(std::string_view name, const orm_cell& value, std::int64_t least) {
  constexpr std::int64_t greatest = std::numeric_limits<std::int32_t>::max();
  if (value.type == ORM_CELL_INTEGER && value.as.integer >= least && value.as.integer <= greatest) {
    return value.as.integer;
  }
  throw sdk::driver_error(ORM_INVALID_CONFIG, "option \"" + std::string(name) +
                                                  "\" of driver memory must be an integer from " +
                                                  std::to_string(least) + " to " + std::to_string(greatest));
}

}  // namespace

store_options read_options(const orm_open_arguments& arguments) {
  store_options options;
  for (std::uint32_t i = 0; i < arguments.option_count; ++i) {
    const std::string_view name = sdk::text_view(arguments.options[i].name);
    const orm_cell& value = arguments.options[i].value;
    if (name == "pool") {
      options.pool = static_cast<std::uint32_t>(number_of(name, value, 1));
    } else if (name == "busy_timeout") {
      options.busy_timeout = std::chrono::milliseconds(number_of(name, value, 0));
    } else if (name == "url") {
      const std::string_view url = value.type == ORM_CELL_TEXT ? sdk::text_of(value) : "?";
      if (url.empty() || url == "memory") continue;
      throw sdk::driver_error(ORM_INVALID_CONFIG, "driver memory needs no url: leave it out, or write \"memory\"");
    } else {
      throw sdk::driver_error(ORM_INVALID_CONFIG, "driver memory has no option \"" + std::string(name) +
                                                      "\"; it has pool and busy_timeout");
    }
  }
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

orm_store_info memory_store::info() { return {sizeof(orm_store_info), options_.pool, 30'000}; }

}  // namespace orm::memory
