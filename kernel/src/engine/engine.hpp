// One open store: the driver, its sessions, the schema in both shapes, and the plans made so far.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/plan_cache.hpp"
#include "engine/session_pool.hpp"
#include "orm/detail/engine.hpp"
#include "orm/store.hpp"
#include "plan/planner.hpp"
#include "plugin/driver_library.hpp"
#include "schema/abi_schema.hpp"

namespace orm::detail {

class engine {
 public:
  // name: of the store in orm.toml, which names a schema that has no name of its own. adopted: null, or the
  // application's client that the store is opened over.
  engine(std::shared_ptr<const orm::schema> schema, std::shared_ptr<const driver_library> library,
         const std::vector<std::pair<std::string, value>>& options, const std::string& directory, std::string name,
         const raw_client* adopted = nullptr);
  ~engine();
  engine(const engine&) = delete;
  engine& operator=(const engine&) = delete;

  const orm::schema& schema() const noexcept { return *schema_; }
  const std::shared_ptr<const orm::schema>& shared_schema() const noexcept { return schema_; }
  const orm_driver& driver() const noexcept { return driver_; }
  orm_store* store() const noexcept { return store_; }
  const driver_capabilities& capabilities() const noexcept { return described_; }
  const orm_capabilities& declared() const noexcept { return target_->capabilities; }
  session_pool& sessions() noexcept { return *sessions_; }

  // The plan for a query's shape, made when there is none yet.
  std::shared_ptr<const plan> plan_for(const ast::query& query, bool records);
  const plan& plan_for(const static_query& query, bool records);

 private:
  void open(const std::vector<std::pair<std::string, value>>& options, const std::string& directory,
            const raw_client* adopted);

  std::shared_ptr<const orm::schema> schema_;
  abi_schema abi_schema_;
  std::shared_ptr<const driver_library> library_;
  const orm_driver& driver_;
  orm_store* store_ = nullptr;
  driver_capabilities described_;
  std::unique_ptr<planning_target> target_;
  std::unique_ptr<plan_cache> plans_;
  std::unique_ptr<session_pool> sessions_;
};

// What a driver declares, for people.
driver_capabilities describe(const orm_driver& driver, const orm_capabilities& declared);
orm_capabilities declared_capabilities(const orm_driver& driver, const schema& schema);

// What running the query would send to the store, one text a line; nothing runs.
std::vector<std::string> explain(engine& engine, ast::query& query);

}  // namespace orm::detail
