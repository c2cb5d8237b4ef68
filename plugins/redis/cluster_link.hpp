// A cluster: each command goes to the node that has its keys, those of one node together.
#ifndef ORM_REDIS_CLUSTER_LINK_HPP
#define ORM_REDIS_CLUSTER_LINK_HPP

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "dialer.hpp"
#include "link.hpp"
#include "slot_map.hpp"

namespace orm::redis {

class cluster_link final : public link {
 public:
  // Connects to each node when it is first needed. Dialer and map outlive it.
  cluster_link(const dialer& how, slot_map& map, const options& settings)
      : how_(how), map_(map), timeout_(settings.timeout) {}

  // Follows MOVED and ASK, and waits, as long as a request may take, for a node that is being replaced.
  void run(pipeline& commands, effect what) override;

  std::uint32_t slot_of(std::string_view key) const override { return hash_slot(key); }

 private:
  struct part {  // what goes to one node in one round
    endpoint node;
    bool asking = false;
    std::vector<std::size_t> positions;
    bool is_new = false;  // the connection
    bool sent = false;
  };
  struct round;

  std::vector<part> split(const pipeline& commands, const round& now) const;
  void send(part& each, const pipeline& commands, effect what, const deadline& until);
  void receive(part& each, pipeline& commands, const deadline& until);
  void judge(pipeline& commands, effect what, round& now);
  void learn(const deadline& until);
  void drop(const endpoint& node) { connections_.erase(node); }

  const dialer& how_;
  slot_map& map_;
  std::chrono::milliseconds timeout_;
  std::map<endpoint, std::unique_ptr<connection>> connections_;
};

}  // namespace orm::redis

#endif
