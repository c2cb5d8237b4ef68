// Slots and their nodes.
#include "slot_map.hpp"

#include <algorithm>
#include <utility>

namespace orm::redis {
namespace {

constexpr std::array<std::uint16_t, 256> make_table() {
  std::array<std::uint16_t, 256> table{};
  for (std::uint32_t byte = 0; byte < 256; ++byte) {
    std::uint32_t value = byte << 8;
    for (int bit = 0; bit < 8; ++bit) value = (value & 0x8000) != 0 ? (value << 1) ^ 0x1021 : value << 1;
    table[byte] = static_cast<std::uint16_t>(value);
  }
  return table;
}

constexpr std::array<std::uint16_t, 256> crc_table = make_table();

// A node as CLUSTER SLOTS tells of it: host, port, ...; the host is null or empty where it is the one that was asked.
std::optional<endpoint> read_node(const redisReply& node, const endpoint& asked) {
  const auto parts = elements_of(node);
  if (parts.size() < 2 || parts[1]->type != REDIS_REPLY_INTEGER) return std::nullopt;
  endpoint made;
  made.port = static_cast<std::uint16_t>(parts[1]->integer);
  made.host = parts[0]->type == REDIS_REPLY_STRING ? std::string(text_of(*parts[0])) : std::string();
  if (made.host.empty()) made.host = asked.host;
  if (made.host == "?" || made.port == 0) return std::nullopt;
  return made;
}

}  // namespace

std::uint32_t hash_slot(std::string_view key) {
  const std::size_t open = key.find('{');
  if (open != std::string_view::npos) {
    const std::size_t close = key.find('}', open);
    if (close != std::string_view::npos && close > open + 1) key = key.substr(open + 1, close - open - 1);
  }
  std::uint32_t crc = 0;
  for (const char each : key) {
    crc = ((crc << 8) ^ crc_table[((crc >> 8) ^ static_cast<unsigned char>(each)) & 0xff]) & 0xffff;
  }
  return crc % slot_count;
}

slot_map::slot_map(endpoint seed) : seed_(std::move(seed)) { owners_.fill(nobody); }

endpoint slot_map::node_of(std::uint32_t slot) const {
  const std::lock_guard lock(mutex_);
  const std::uint16_t owner = slot < slot_count ? owners_[slot] : nobody;
  if (owner != nobody) return nodes_[owner];
  return nodes_.empty() ? seed_ : nodes_.front();
}

std::vector<endpoint> slot_map::nodes() const {
  const std::lock_guard lock(mutex_);
  std::vector<endpoint> all = nodes_;
  all.insert(all.end(), replicas_.begin(), replicas_.end());
  if (std::find(all.begin(), all.end(), seed_) == all.end()) all.push_back(seed_);
  return all;
}

std::uint16_t slot_map::index_of(const endpoint& node) {
  const auto found = std::find(nodes_.begin(), nodes_.end(), node);
  if (found == nodes_.end()) nodes_.push_back(node);
  return static_cast<std::uint16_t>(std::find(nodes_.begin(), nodes_.end(), node) - nodes_.begin());
}

void slot_map::move(std::uint32_t slot, const endpoint& to) {
  const std::lock_guard lock(mutex_);
  if (slot < slot_count) owners_[slot] = index_of(to);
}

bool slot_map::read(const redisReply& slots, const endpoint& asked) {
  const std::lock_guard lock(mutex_);
  std::array<std::uint16_t, slot_count> owners;
  owners.fill(nobody);
  std::vector<endpoint> before = std::exchange(nodes_, {});
  std::vector<endpoint> replicas;
  for (const redisReply* range : elements_of(slots)) {
    const auto parts = elements_of(*range);
    if (parts.size() < 3) continue;
    const auto master = read_node(*parts[2], asked);
    if (!master) continue;
    const auto first = static_cast<std::uint32_t>(parts[0]->integer);
    const auto last = std::min(static_cast<std::uint32_t>(parts[1]->integer), slot_count - 1);
    const std::uint16_t owner = index_of(*master);
    for (std::uint32_t slot = first; slot <= last; ++slot) owners[slot] = owner;
    for (const redisReply* each : parts.subspan(3)) {
      if (const auto replica = read_node(*each, asked)) replicas.push_back(*replica);
    }
  }
  if (nodes_.empty()) {
    nodes_ = std::move(before);
    return false;
  }
  owners_ = owners;
  replicas_ = std::move(replicas);
  return true;
}

}  // namespace orm::redis
