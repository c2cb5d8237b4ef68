// A store: one schema in one database, and the plans compiled for it.
#ifndef ORM_POSTGRES_STORE_HPP
#define ORM_POSTGRES_STORE_HPP

#include <libpq-fe.h>
#include <orm/sdk/driver.hpp>

#include <memory>
#include <mutex>
#include <vector>

#include "connection.hpp"
#include "options.hpp"
#include "plan.hpp"

namespace orm::postgres {

class store final : public sdk::driver_store {
 public:
  // Looks at the database once, and changes nothing. client: null, or one of the application's.
  store(const orm_open_arguments& arguments, PGconn* client);

  std::unique_ptr<sdk::driver_session> open_session() override;
  std::unique_ptr<sdk::driver_plan> compile(const orm_statement& statement) override;
  orm_store_info info() override;
  void explain(const sdk::driver_plan& plan, const orm_cell* parameters, std::uint32_t count,
               const sdk::text_sink& lines) override;

  const orm_schema& schema() const { return schema_; }
  const options& settings() const { return options_; }
  PGconn* client() const { return client_; }

  // The connection with which the store was opened serves the first session; later ones make their own.
  std::unique_ptr<connection> connect(const cancellation& cancel);

  sdk::sql::plan_slots& slots() { return slots_; }

 private:
  const orm_schema& schema_;
  options options_;
  PGconn* client_;
  std::mutex kept_mutex_;
  std::unique_ptr<connection> kept_;
  sdk::sql::plan_slots slots_;
};

}  // namespace orm::postgres

#endif
