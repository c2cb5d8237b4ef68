// kvmap: a driver over sdk/kv and an ordered map, for tests only. What it answers is what every store over sdk/kv
// answers.
#include <orm/sdk/kv/store.hpp>
#include <orm/sdk/options/option_reader.hpp>
#include <orm/sdk/value/cells.hpp>

#include "map_backend.hpp"

namespace orm_test {
namespace {

namespace kv = orm::sdk::kv;

constexpr std::uint64_t max_atomic_rows = 10'000;
constexpr std::uint32_t sessions = 64;

class map_store final : public kv::kv_store {
 public:
  map_store(const orm_schema& schema, const kv::kv_options& options) : kv_store(schema, options) {}

  std::unique_ptr<kv::backend> connect() override { return std::make_unique<map_backend>(data_); }
  orm_store_info info() override { return {sizeof(orm_store_info), sessions, 30'000}; }

 private:
  std::shared_ptr<map_data> data_ = std::make_shared<map_data>();
};

kv::backend_capabilities all_there() {
  kv::backend_capabilities can;
  can.expiry = true;
  can.pipelines = true;
  return can;
}

kv::kv_options read_options(const orm_open_arguments& arguments) {
  kv::kv_options options;
  options.can = all_there();
  options.max_atomic_rows = max_atomic_rows;
  orm::sdk::option_reader read("kvmap", arguments);
  options.layout.prefix = read.text("prefix").value_or("");
  // kvmap:listed acts as a store that can only list its keys, kvmap:mutations as one that changes what a key leads to.
  const std::string kind(read.choice("url", "kvmap", {"kvmap", "kvmap:listed", "kvmap:mutations"}));
  options.can.ordered_indexes = kind != "kvmap:listed";
  options.can.mutations = kind == "kvmap:mutations";
  options.refuse_scans = read.choice("scan", "allow", {"allow", "refuse"}) == "refuse";
  read.finish();
  return options;
}

class map_driver final : public orm::sdk::driver {
 public:
  orm_capabilities capabilities() override { return kv::capabilities_of(all_there(), max_atomic_rows); }

  std::unique_ptr<orm::sdk::driver_store> open(const orm_open_arguments& arguments) override {
    return std::make_unique<map_store>(*arguments.schema, read_options(arguments));
  }
};

}  // namespace
}  // namespace orm_test

ORM_EXPORT_DRIVER(orm_test::map_driver, "kvmap", "0.1.0");
