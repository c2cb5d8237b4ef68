// A store: one schema on one server, on a cluster, or on a client of the application.
#ifndef ORM_REDIS_STORE_HPP
#define ORM_REDIS_STORE_HPP

#include <hiredis/hiredis.h>

#include <memory>
#include <mutex>
#include <orm/sdk/kv/store.hpp>
#include <vector>

#include "dialer.hpp"
#include "link.hpp"
#include "options.hpp"
#include "script_book.hpp"
#include "slot_map.hpp"

namespace orm::redis {

sdk::kv::backend_capabilities capabilities_of_redis();

// How to reach the servers of a store; made, and tried, before the store.
class servers {
 public:
  explicit servers(const options& settings);

  // Throws driver_error CONNECTION_FAILED, NOT_AUTHORIZED, ... where nobody answers, or not us.
  std::unique_ptr<link> connect();
  bool is_cluster() const { return is_cluster_; }

 private:
  options settings_;
  dialer dialer_;
  slot_map map_;
  bool is_cluster_ = false;
  std::mutex mutex_;
  std::unique_ptr<link> first_;  // the one that was tried, for the first session
};

class store final : public sdk::kv::kv_store {
 public:
  store(const orm_schema& schema, const redis::options& settings, std::unique_ptr<servers> at);
  store(const orm_schema& schema, const redis::options& settings, redisContext* client);

  std::unique_ptr<sdk::kv::backend> connect() override;
  orm_store_info info() override;

 private:
  std::unique_ptr<servers> servers_;  // null: the application's client is used
  redisContext* client_ = nullptr;
  std::chrono::milliseconds timeout_;
  sdk::pool_options pool_;
  script_book scripts_;
};

}  // namespace orm::redis

#endif
