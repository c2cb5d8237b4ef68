// The SQLite driver: what it declares, and its way in.
#include <orm/sdk/driver.hpp>

#include "adopted_client.hpp"
#include "store.hpp"

namespace orm::sqlite {

class sqlite_driver final : public sdk::driver {
 public:
  orm_capabilities capabilities() override {
    orm_capabilities out = {};
    out.size = sizeof out;
    out.transactions = ORM_TRANSACTIONS_INTERACTIVE;
    // SQLite's transactions are serializable, which satisfies every weaker level.
    out.isolations = ORM_ISOLATION_SERIALIZABLE | ORM_ISOLATION_REPEATABLE_READ | ORM_ISOLATION_READ_COMMITTED;
    out.features = ORM_CAN_FOREIGN_KEYS | ORM_CAN_RELATION_FILTERS | ORM_CAN_INCREMENT_IDS | ORM_CAN_DDL |
                   ORM_CAN_READ_SNAPSHOT | ORM_CAN_JOINED_FINDS;
    return out;
  }

  std::unique_ptr<sdk::driver_store> open(const orm_open_arguments& arguments) override {
    return std::make_unique<store>(arguments);
  }

  std::unique_ptr<sdk::driver_store> adopt(const orm_open_arguments& arguments, std::string_view kind,
                                           void* client) override {
    if (kind != "sqlite3") sdk::throw_unsupported("clients of kind \"" + std::string(kind) + "\", only \"sqlite3\"");
    return std::make_unique<store>(arguments, adopt_client(arguments, static_cast<sqlite3*>(client)));
  }
};

}  // namespace orm::sqlite

ORM_EXPORT_DRIVER(orm::sqlite::sqlite_driver, "sqlite", "0.1.0");
ORM_DRIVER_ADOPTS("sqlite3");
