// A store: the tables of one schema, their lock, and how they are waited for.
#ifndef ORM_MEMORY_STORE_HPP
#define ORM_MEMORY_STORE_HPP

#include <orm/sdk/driver.hpp>
#include <orm/sdk/options/pool_options.hpp>

#include "store_lock.hpp"
#include "tables.hpp"

#include <chrono>
#include <cstdint>
#include <memory>

namespace orm::memory {

struct store_options {
  sdk::pool_options pool;
  std::chrono::milliseconds busy_timeout{5000};  // for the lock
};

// Throws INVALID_CONFIG for an option that is not known or out of range.
store_options read_options(const orm_open_arguments& arguments);

class memory_store final : public sdk::driver_store {
 public:
  // Throws UNSUPPORTED for a model with a namespace.
  memory_store(const orm_schema& schema, const store_options& options);

  std::unique_ptr<sdk::driver_session> open_session() override;
  std::unique_ptr<sdk::driver_plan> compile(const orm_statement& statement) override;
  orm_store_info info() override;
  void explain(const sdk::driver_plan& plan, const orm_cell* parameters, std::uint32_t count,
               const sdk::text_sink& lines) override;

  // For sessions, which say by the lock what they may do with the tables.
  memory::tables& tables() { return tables_; }
  store_lock& lock() { return lock_; }
  std::chrono::milliseconds busy_timeout() const { return options_.busy_timeout; }

 private:
  store_options options_;
  memory::tables tables_;
  store_lock lock_;
};

}  // namespace orm::memory

#endif
