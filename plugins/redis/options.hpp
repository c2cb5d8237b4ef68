// What orm.toml says about a store of this driver.
#ifndef ORM_REDIS_OPTIONS_HPP
#define ORM_REDIS_OPTIONS_HPP

#include <orm/sdk/driver.h>
#include <orm/sdk/kv/layout.hpp>
#include <orm/sdk/options/pool_options.hpp>

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "tls_transport.hpp"
#include "url.hpp"

namespace orm::redis {

struct options {
  server_url server;
  std::string prefix;
  sdk::pool_options pool;
  std::chrono::milliseconds connect_timeout{5000};  // for one connection to be ready for use
  std::chrono::milliseconds timeout{10'000};        // for one answer, connecting included
  bool refuse_scans = false;
  std::map<std::string, std::string> stored_by;
  std::optional<sdk::kv::hash_tag> tag;  // none: as the server has it
  std::optional<bool> cluster;           // none: the server is asked
  tls_files tls;
  std::uint64_t max_rows = 10'000;  // of one insert
};

// adopted: there is a client already, and nothing about connecting may be said. Throws driver_error INVALID_CONFIG.
options read_options(const orm_open_arguments& arguments, bool adopted);

}  // namespace orm::redis

#endif
