// The words of one call of a script, put together piece by piece.
#ifndef ORM_REDIS_SCRIPT_CALL_HPP
#define ORM_REDIS_SCRIPT_CALL_HPP

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline.hpp"

namespace orm::redis {

// Borrows what it is given, but for what it keeps. Scripts take KEYS and ARGV in order, as they were said.
class script_call {
 public:
  void key(std::string_view name) { keys_.push_back(name); }
  void say(std::string_view text) { arguments_.push_back(text); }
  void say(std::size_t number) { say(keep(std::to_string(number))); }
  void say_flag(bool flag) { say(std::string_view(flag ? "1" : "0")); }
  // A number that is known once more was said.
  using mark = std::size_t;
  mark say_later() {
    arguments_.emplace_back();
    return arguments_.size() - 1;
  }
  void say(mark at, std::size_t number) { arguments_[at] = keep(std::to_string(number)); }
  std::string_view keep(std::string text) { return owned_.emplace_back(std::move(text)); }

  const std::vector<std::string_view>& keys() const { return keys_; }

  std::vector<std::string_view> words(std::string_view command, const script& called) {
    std::vector<std::string_view> all{command, called.digest, keep(std::to_string(keys_.size()))};
    all.reserve(3 + keys_.size() + arguments_.size());
    all.insert(all.end(), keys_.begin(), keys_.end());
    all.insert(all.end(), arguments_.begin(), arguments_.end());
    return all;
  }

 private:
  std::deque<std::string> owned_;
  std::vector<std::string_view> keys_;
  std::vector<std::string_view> arguments_;
};

}  // namespace orm::redis

#endif
