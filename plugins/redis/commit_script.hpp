// Several changes under conditions as one call of a script.
#ifndef ORM_REDIS_COMMIT_SCRIPT_HPP
#define ORM_REDIS_COMMIT_SCRIPT_HPP

#include <cstdint>
#include <deque>
#include <orm/sdk/kv/backend.hpp>
#include <orm/sdk/kv/layout.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline.hpp"

namespace orm::redis {

// A model whose rows expire: `x` behind its prefix is the sorted set by expiry time of its index entries.
struct expiring_model {
  std::string prefix;
  std::string queue;
};

std::vector<expiring_model> expiring_models(const std::vector<sdk::kv::model_layout>& models);

// The words of EVALSHA for a request; borrows it. One use.
class commit_call {
 public:
  commit_call(const sdk::kv::commit_request& request, const std::vector<expiring_model>& expiring);

  static const script& code();
  const std::vector<std::string_view>& words() const { return words_; }
  const std::vector<std::string_view>& keys() const { return keys_; }

 private:
  struct group {  // what is added to, or taken from, one sorted set
    std::string_view key;
    std::vector<std::string_view> words;
  };
  using groups = std::vector<group>;

  static std::vector<std::string_view>& words_of(groups& all, std::string_view key);
  void sort_entries(const sdk::kv::commit_request& request, const std::vector<expiring_model>& expiring);
  void add_ranges(const sdk::kv::commit_request& request);
  void add_groups(const groups& all);
  void add_queues(const sdk::kv::commit_request& request, const std::vector<expiring_model>& expiring);
  void say(std::string_view text) { arguments_.push_back(text); }
  void say(std::size_t number) { arguments_.push_back(keep(std::to_string(number))); }
  std::string_view keep(std::string text) { return owned_.emplace_back(std::move(text)); }

  std::deque<std::string> owned_;
  groups added_;
  groups removed_;
  std::vector<std::string_view> keys_;
  std::vector<std::string_view> arguments_;
  std::vector<std::string_view> words_;
};

// Microseconds as the milliseconds that a server expires at: never earlier, and never a number that it refuses.
std::string expiry_text(std::int64_t microseconds);

}  // namespace orm::redis

#endif
