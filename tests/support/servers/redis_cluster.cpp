// Making nodes into a cluster.
#include "support/servers/redis_cluster.hpp"

#include <sstream>
#include <stdexcept>

namespace orm_test {
namespace {

constexpr int slot_count = 16384;

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

redis_cluster::redis_cluster(const options& given) : password_(given.password) {
  redis_server::options node;
  node.cluster = true;
  node.password = given.password;
  node.tls = given.tls;
  node.settings["databases"] = "1";
  const std::size_t count = master_count * static_cast<std::size_t>(1 + given.replicas);
  while (nodes_.size() < count) nodes_.push_back(std::make_unique<redis_server>(node));

  for (std::size_t i = 0; i < master_count; ++i) {
    const int first = static_cast<int>(i) * slot_count / static_cast<int>(master_count);
    const int after = static_cast<int>(i + 1) * slot_count / static_cast<int>(master_count);
    nodes_[i]->run({"CLUSTER", "ADDSLOTSRANGE", std::to_string(first), std::to_string(after - 1)});
  }
  for (std::size_t i = 0; i < count; ++i) nodes_[i]->run({"CLUSTER", "SET-CONFIG-EPOCH", std::to_string(i + 1)});
  for (std::size_t i = 1; i < count; ++i)
    nodes_[0]->run(
        {"CLUSTER", "MEET", "127.0.0.1", std::to_string(nodes_[i]->port()), std::to_string(nodes_[i]->bus_port())});
  for (std::size_t i = master_count; i < count; ++i) {
    const std::string master = nodes_[i % master_count]->run({"CLUSTER", "MYID"});
    const bool known = eventually([&] { return contains(nodes_[i]->run({"CLUSTER", "NODES"}), master); });
    if (!known) throw std::runtime_error("a node of the cluster never heard of its master:\n" + nodes_[i]->log());
    nodes_[i]->run({"CLUSTER", "REPLICATE", master});
  }
  if (!eventually([&] { return agrees(); }))
    throw std::runtime_error("the cluster did not form:\n" + nodes_[0]->run({"CLUSTER", "NODES"}));
}

// Every node sees every other, all slots are served, and replicas have what their masters have.
bool redis_cluster::agrees() const {
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    const std::string state = nodes_[i]->run({"CLUSTER", "INFO"});
    if (!contains(state, "cluster_state:ok") ||
        !contains(state, "cluster_known_nodes:" + std::to_string(nodes_.size()) + "\r"))
      return false;
    const std::string seen = nodes_[i]->run({"CLUSTER", "NODES"});
    if (contains(seen, "handshake") || contains(seen, "fail")) return false;
    if (i >= master_count && !contains(nodes_[i]->run({"INFO", "replication"}), "master_link_status:up")) return false;
  }
  return true;
}

// Whether a node says of itself that it is a master with the slot; a node that is down says nothing.
bool redis_cluster::serves(const redis_server& node, int slot) {
  std::istringstream lines;
  try {
    lines.str(node.run({"CLUSTER", "NODES"}));
  } catch (const std::runtime_error&) {
    return false;
  }
  for (std::string line; std::getline(lines, line);) {
    if (!contains(line, "myself,master")) continue;
    std::istringstream words(line);
    std::string word;
    for (int i = 0; i < 8; ++i) words >> word;  // id, address, flags, ...: then its slots
    while (words >> word) {
      if (word.front() == '[') continue;  // a slot on its way
      const std::size_t dash = word.find('-');
      const int first = std::stoi(word), last = dash == std::string::npos ? first : std::stoi(word.substr(dash + 1));
      if (first <= slot && slot <= last) return true;
    }
  }
  return false;
}

std::size_t redis_cluster::master_of(int slot) const {
  for (std::size_t i = 0; i < nodes_.size(); ++i)
    if (serves(*nodes_[i], slot)) return i;
  throw std::runtime_error("no master serves slot " + std::to_string(slot));
}

void redis_cluster::begin_to_move(int slot, std::size_t to) {
  const std::string number = std::to_string(slot);
  const redis_server &source = *nodes_[master_of(slot)], &target = *nodes_[to];
  target.run({"CLUSTER", "SETSLOT", number, "IMPORTING", source.run({"CLUSTER", "MYID"})});
  source.run({"CLUSTER", "SETSLOT", number, "MIGRATING", target.run({"CLUSTER", "MYID"})});
}

void redis_cluster::send(const std::string& key, std::size_t from, std::size_t to) const {
  std::vector<std::string> words = {"MIGRATE", "127.0.0.1", std::to_string(nodes_[to]->port()), key, "0", "5000"};
  if (!password_.empty()) words.insert(words.end(), {"AUTH", password_});
  const std::lock_guard lock(sending_);
  nodes_[from]->run(words);
}

void redis_cluster::move_key(const std::string& key, std::size_t to) { send(key, master_of(slot_of(key)), to); }

void redis_cluster::move(int slot, std::size_t to) {
  begin_to_move(slot, to);
  end_move(slot, to);
}

void redis_cluster::end_move(int slot, std::size_t to) {
  const std::string number = std::to_string(slot);
  const std::size_t from = master_of(slot);
  const redis_server &source = *nodes_[from], &target = *nodes_[to];
  for (std::string keys; !(keys = source.run({"CLUSTER", "GETKEYSINSLOT", number, "100"})).empty();) {
    std::istringstream lines(keys);
    for (std::string key; std::getline(lines, key);) send(key, from, to);
  }
  const std::string id = target.run({"CLUSTER", "MYID"});
  target.run({"CLUSTER", "SETSLOT", number, "NODE", id});
  source.run({"CLUSTER", "SETSLOT", number, "NODE", id});
}

int redis_cluster::slot_of(const std::string& key) const {
  return std::stoi(nodes_.front()->run({"CLUSTER", "KEYSLOT", key}));
}

}  // namespace orm_test
