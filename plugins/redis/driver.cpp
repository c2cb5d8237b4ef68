// The Redis driver: what it declares, and its way in.
#include <orm/sdk/client_library.hpp>
#include <orm/sdk/driver.hpp>

#include "borrowed_link.hpp"
#include "store.hpp"

namespace orm::redis {

class redis_driver final : public sdk::driver {
 public:
  orm_capabilities capabilities() override {
    return sdk::kv::capabilities_of(capabilities_of_redis(), options().max_rows);
  }

  std::unique_ptr<sdk::driver_store> open(const orm_open_arguments& arguments) override {
    const options settings = read_options(arguments, false);
    return std::make_unique<store>(*arguments.schema, settings, std::make_unique<servers>(settings));
  }

  std::unique_ptr<sdk::driver_store> adopt(const orm_open_arguments& arguments, std::string_view kind,
                                           void* client) override {
    if (kind != "hiredis") sdk::throw_unsupported("clients of kind \"" + std::string(kind) + "\", only \"hiredis\"");
    constexpr int version[] = {HIREDIS_MAJOR, HIREDIS_MINOR, HIREDIS_PATCH};
    sdk::require_same_client_library(
        arguments, "hiredis",
        std::to_string(version[0]) + "." + std::to_string(version[1]) + "." + std::to_string(version[2]), nullptr);
    if (client == nullptr) throw sdk::driver_error(ORM_CONNECTION_FAILED, "the adopted client is null");
    const options settings = read_options(arguments, true);
    auto* const context = static_cast<redisContext*>(client);
    const borrowed_link tried(context, settings.timeout);
    return std::make_unique<store>(*arguments.schema, settings, context);
  }
};

}  // namespace orm::redis

ORM_EXPORT_DRIVER(orm::redis::redis_driver, "redis", "0.1.0");
ORM_DRIVER_ADOPTS("hiredis");
