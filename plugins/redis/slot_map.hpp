// Which node of a cluster has which keys.
#ifndef ORM_REDIS_SLOT_MAP_HPP
#define ORM_REDIS_SLOT_MAP_HPP

#include <array>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string_view>
#include <vector>

#include "endpoint.hpp"
#include "reply.hpp"

namespace orm::redis {

inline constexpr std::uint32_t slot_count = 16384;

// The slot of a key: CRC16 (XMODEM) of the part between the first '{' and the '}' after it, or of all, as
// https://redis.io/docs/reference/cluster-spec/ has it.
std::uint32_t hash_slot(std::string_view key);

// Shared by the sessions of a store; any thread may use it.
class slot_map {
 public:
  // At first there is one node, which is asked for the others.
  explicit slot_map(endpoint seed);

  // The node that serves a slot, or any for a slot that nobody is known to serve.
  endpoint node_of(std::uint32_t slot) const;
  // Every node that was heard of, masters first.
  std::vector<endpoint> nodes() const;

  // One slot has moved.
  void move(std::uint32_t slot, const endpoint& to);
  // Takes the reply to CLUSTER SLOTS; asked: the node that gave it, which need not know its own name. False: it says
  // nothing.
  bool read(const redisReply& slots, const endpoint& asked);

 private:
  static constexpr std::uint16_t nobody = UINT16_MAX;

  std::uint16_t index_of(const endpoint& node);

  endpoint seed_;
  mutable std::mutex mutex_;
  std::vector<endpoint> nodes_;
  std::vector<endpoint> replicas_;
  std::array<std::uint16_t, slot_count> owners_;
};

}  // namespace orm::redis

#endif
