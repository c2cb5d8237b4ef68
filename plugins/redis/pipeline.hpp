// Commands that travel together, and their replies.
#ifndef ORM_REDIS_PIPELINE_HPP
#define ORM_REDIS_PIPELINE_HPP

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "reply.hpp"

namespace orm::redis {

// SHA-1 in 40 hexadecimal digits.
std::string digest_of(std::string_view text);

// Lua that servers keep by its digest.
struct script {
  // Whether a caller names all keys that it uses. While a slot moves, the node that it moves to can't tell keys that
  // are not there yet from keys that are nowhere, but among those that are named.
  enum class keys : unsigned char { named, some_unnamed };

  explicit script(std::string text, keys used = keys::named);
  std::string text;
  std::string digest;
  keys used;
};

// Kept and cleared by its user, so that it allocates little.
class pipeline {
 public:
  static constexpr std::uint32_t any_slot = UINT32_MAX;

  void clear();

  // Appends a command. slot: of its keys, which decides the node of a cluster that it goes to; runs: the script that
  // it names. What it is given is borrowed until it returns, the script until the pipeline is cleared.
  void add(std::span<const std::string_view> words, std::uint32_t slot = any_slot, const script* runs = nullptr);
  void add(std::initializer_list<std::string_view> words, std::uint32_t slot = any_slot, const script* runs = nullptr) {
    add(std::span(words.begin(), words.size()), slot, runs);
  }

  // One that is written already.
  void add_wire(std::string_view wire, std::uint32_t slot = any_slot, const script* runs = nullptr);

  std::size_t size() const { return commands_.size(); }
  bool empty() const { return commands_.empty(); }
  std::string_view wire() const { return wire_; }
  std::string_view wire(std::size_t position) const {
    return std::string_view(wire_).substr(commands_[position].begin, commands_[position].size);
  }
  std::uint32_t slot(std::size_t position) const { return commands_[position].slot; }
  const script* runs(std::size_t position) const { return commands_[position].runs; }

  bool has_reply(std::size_t position) const { return replies_[position] != nullptr; }
  const redisReply& operator[](std::size_t position) const { return *replies_[position]; }
  void set_reply(std::size_t position, reply made) { replies_[position] = std::move(made); }

 private:
  struct command {
    std::size_t begin;
    std::size_t size;
    std::uint32_t slot;
    const script* runs;
  };

  std::string wire_;
  std::vector<command> commands_;
  std::vector<reply> replies_;
};

}  // namespace orm::redis

#endif
