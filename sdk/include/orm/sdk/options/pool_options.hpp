/* The two options that every driver has of its pool of sessions, by one name and meaning:
 *   pool          how many sessions at most
 *   pool_timeout  how long a request waits for one of them, in milliseconds, before it is TIMEOUT, not sent
 */
#ifndef ORM_SDK_OPTIONS_POOL_OPTIONS_HPP
#define ORM_SDK_OPTIONS_POOL_OPTIONS_HPP

#include <orm/sdk/driver.h>
#include <orm/sdk/options/option_reader.hpp>

#include <cstdint>

namespace orm::sdk {

struct pool_options {
  std::uint32_t sessions = 1;
  std::uint32_t timeout_ms = 5'000;

  orm_store_info info() const { return {sizeof(orm_store_info), sessions, timeout_ms}; }
};

/* Both throw driver_error INVALID_CONFIG. The second is all that an adopted client, one session, leaves to choose. */
inline std::uint32_t read_pool_timeout(option_reader& read) {
  return static_cast<std::uint32_t>(read.integer("pool_timeout", pool_options().timeout_ms, 0, 86'400'000));
}
inline pool_options read_pool(option_reader& read, std::uint32_t sessions) {
  return {static_cast<std::uint32_t>(read.integer("pool", sessions, 1, 1024)), read_pool_timeout(read)};
}

}  // namespace orm::sdk

#endif
