// Models whose rows expire, and when that is for a server.
#ifndef ORM_REDIS_EXPIRING_HPP
#define ORM_REDIS_EXPIRING_HPP

#include <algorithm>
#include <cstdint>
#include <orm/sdk/kv/layout.hpp>
#include <orm/sdk/schema_view.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace orm::redis {

struct expiring_model {
  std::string prefix;
  std::string queue;  // the sorted set, by expiry time, of its index entries: "x" behind the prefix
};

inline std::vector<expiring_model> expiring_models(const std::vector<sdk::kv::model_layout>& models) {
  std::vector<expiring_model> expiring;
  for (const sdk::kv::model_layout& each : models) {
    if (sdk::has_expiry(each.model())) expiring.push_back({each.prefix(), each.prefix() + "x"});
  }
  return expiring;
}

// The one that a key belongs to, or null.
inline const expiring_model* model_of(const std::vector<expiring_model>& expiring, std::string_view key) {
  const auto found = std::find_if(expiring.begin(), expiring.end(),
                                  [&](const expiring_model& each) { return key.starts_with(each.prefix); });
  return found == expiring.end() ? nullptr : &*found;
}

// Microseconds as the milliseconds that a server expires at: never earlier, and never a number that it refuses.
inline std::string expiry_text(std::int64_t microseconds) {
  const std::int64_t milliseconds = microseconds / 1000 + (microseconds % 1000 > 0 ? 1 : 0);
  return std::to_string(std::max<std::int64_t>(milliseconds, 1));
}

}  // namespace orm::redis

#endif
