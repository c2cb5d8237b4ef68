// The PostgreSQL driver: what it declares, and its way in.
#include <orm/sdk/client_library.hpp>
#include <orm/sdk/driver.hpp>

#include "store.hpp"

namespace orm::postgres {

class postgres_driver final : public sdk::driver {
 public:
  orm_capabilities capabilities() override {
    orm_capabilities out = {};
    out.size = sizeof out;
    out.transactions = ORM_TRANSACTIONS_INTERACTIVE;
    out.isolations = ORM_ISOLATION_SERIALIZABLE | ORM_ISOLATION_REPEATABLE_READ | ORM_ISOLATION_READ_COMMITTED;
    out.features = ORM_CAN_FOREIGN_KEYS | ORM_CAN_RELATION_FILTERS | ORM_CAN_INCREMENT_IDS | ORM_CAN_NAMESPACES |
                   ORM_CAN_DDL | ORM_CAN_PIPELINE | ORM_CAN_READ_SNAPSHOT | ORM_CAN_LINKED_FINDS | ORM_CAN_JOINED_FINDS;
    return out;
  }

  std::unique_ptr<sdk::driver_store> open(const orm_open_arguments& arguments) override {
    return std::make_unique<store>(arguments, nullptr);
  }

  std::unique_ptr<sdk::driver_store> adopt(const orm_open_arguments& arguments, std::string_view kind,
                                           void* client) override {
    if (kind != "libpq") sdk::throw_unsupported("clients of kind \"" + std::string(kind) + "\", only \"libpq\"");
    sdk::require_same_client_library(arguments, "libpq", std::to_string(PQlibVersion()), nullptr);
    if (client == nullptr) throw sdk::driver_error(ORM_CONNECTION_FAILED, "the adopted client is null");
    return std::make_unique<store>(arguments, static_cast<PGconn*>(client));
  }
};

}  // namespace orm::postgres

ORM_EXPORT_DRIVER(orm::postgres::postgres_driver, "postgres", "0.1.0");
ORM_DRIVER_ADOPTS("libpq");
