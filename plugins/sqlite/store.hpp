// A store: one schema in one database.
#ifndef ORM_SQLITE_STORE_HPP
#define ORM_SQLITE_STORE_HPP

#include <sqlite3.h>
#include <orm/sdk/driver.hpp>
#include <orm/sdk/sql/plan_slots.hpp>

#include <atomic>
#include <memory>
#include <mutex>

#include "adopted_client.hpp"
#include "connection.hpp"
#include "options.hpp"
#include "write_gate.hpp"

namespace orm::sqlite {

class store final : public sdk::driver_store {
 public:
  // Over files of its own, or over a client of the application.
  explicit store(const orm_open_arguments& arguments);
  store(const orm_open_arguments& arguments, std::shared_ptr<adopted_client> client);

  std::unique_ptr<sdk::driver_session> open_session() override;
  std::unique_ptr<sdk::driver_plan> compile(const orm_statement& statement) override;
  orm_store_info info() override;
  void explain(const sdk::driver_plan& plan, const orm_cell* parameters, std::uint32_t count,
               const sdk::text_sink& lines) override;

  const orm_schema& schema() const { return schema_; }
  const options& settings() const { return options_; }
  write_gate& gate() { return gate_; }

  // For a session; state is watched while it waits. A database in memory lives in its one connection, which is kept
  // from one session to the next.
  std::unique_ptr<connection> connect(const std::atomic<activity>& state);
  void disconnect(std::unique_ptr<connection> done);

  sdk::sql::plan_slots& slots() { return slots_; }

 private:
  const orm_schema& schema_;
  options options_;
  std::shared_ptr<adopted_client> client_;  // null: the connections are our own
  write_gate gate_;
  const std::atomic<activity> idle_{activity::idle};
  std::mutex kept_mutex_;
  std::unique_ptr<connection> kept_;  // of a database in memory
  sdk::sql::plan_slots slots_;
};

}  // namespace orm::sqlite

#endif
