// A private Redis Cluster.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "support/servers/redis_server.hpp"

namespace orm_test {

// Three masters that share the slots, and as many replicas as asked for. A master that is killed is followed by its
// replica after one to two seconds (node timeout 1 s).
class redis_cluster {
 public:
  struct options {
    int replicas = 0;  // for each master
    std::string password;
    const certificates* tls = nullptr;
  };

  redis_cluster() : redis_cluster(options()) {}
  explicit redis_cluster(const options& given);

  // The nodes: the masters first. A cluster has one database and is spoken to over TCP.
  std::size_t size() const noexcept { return nodes_.size(); }
  redis_server& node(std::size_t index) { return *nodes_[index]; }
  static constexpr std::size_t master_count = 3;
  std::string url() const { return nodes_.front()->tcp_url_of(); }

  int slot_of(const std::string& key) const;
  // The node that is the slot's master at this moment; throws std::runtime_error while there is none.
  std::size_t master_of(int slot) const;
  // Moves a slot with its keys to another master: clients learn it by MOVED. Keys are taken by their lines.
  void move(int slot, std::size_t to);
  // Leaves it half moved: keys that are not there are asked for at the other master (ASK).
  void begin_to_move(int slot, std::size_t to);
  // One key of a slot that is half moved.
  void move_key(const std::string& key, std::size_t to);
  // Moves the rest, and says so.
  void end_move(int slot, std::size_t to);

 private:
  bool agrees() const;
  void send(const std::string& key, std::size_t from, std::size_t to) const;
  static bool serves(const redis_server& node, int slot);

  std::string password_;
  mutable std::mutex sending_;  // two nodes that send keys to each other at the same time wait for each other
  std::vector<std::unique_ptr<redis_server>> nodes_;
};

}  // namespace orm_test
