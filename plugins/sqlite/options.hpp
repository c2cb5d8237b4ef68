// What orm.toml says about a store of this driver.
#ifndef ORM_SQLITE_OPTIONS_HPP
#define ORM_SQLITE_OPTIONS_HPP

#include <orm/sdk/driver.h>
#include <orm/sdk/options/pool_options.hpp>

#include <cstdint>
#include <string>

namespace orm::sqlite {

struct options {
  std::string path;  // absolute; empty: a database in memory
  sdk::pool_options pool;
  std::int64_t busy_timeout = 5000;  // milliseconds
  std::string synchronous = "normal";
  std::int64_t cache_size = -32 * 1024;  // as PRAGMA cache_size: pages, or KiB when negative; for each session
  std::int64_t mmap_size = 0;            // bytes; a file cut short by others would then end the process
  bool in_memory() const { return path.empty(); }
};

// Throws driver_error INVALID_CONFIG.
options read_options(const orm_open_arguments& arguments);

}  // namespace orm::sqlite

#endif
