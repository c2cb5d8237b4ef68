// The driver `memory`: what it declares, and its entry point.
#include <orm/sdk/driver.hpp>

#include "store.hpp"

namespace orm::memory {
namespace {

class memory_driver final : public sdk::driver {
 public:
  orm_capabilities capabilities() override {
    orm_capabilities can{};
    can.size = sizeof can;
    can.transactions = ORM_TRANSACTIONS_INTERACTIVE;
    can.isolations = ORM_ISOLATION_SERIALIZABLE | ORM_ISOLATION_REPEATABLE_READ | ORM_ISOLATION_READ_COMMITTED;
    can.features = ORM_CAN_FOREIGN_KEYS | ORM_CAN_RELATION_FILTERS | ORM_CAN_INCREMENT_IDS | ORM_CAN_PIPELINE |
                   ORM_CAN_READ_SNAPSHOT;
    return can;
  }

  std::unique_ptr<sdk::driver_store> open(const orm_open_arguments& arguments) override {
    return std::make_unique<memory_store>(*arguments.schema, read_options(arguments));
  }
};

}  // namespace
}  // namespace orm::memory

ORM_EXPORT_DRIVER(orm::memory::memory_driver, "memory", "0.1.0");
