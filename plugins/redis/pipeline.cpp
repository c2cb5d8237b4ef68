// Commands as they travel.
#include "pipeline.hpp"

#include <Poco/SHA1Engine.h>

#include <charconv>
#include <orm/sdk/kv/keyed_mutation.hpp>

namespace orm::redis {
namespace {

constexpr std::string_view line_end = "\r\n";

void append_count(char mark, std::size_t count, std::string& wire) {
  char digits[24];
  wire += mark;
  wire.append(digits, std::to_chars(digits, digits + sizeof digits, count).ptr).append(line_end);
}

}  // namespace

std::string digest_of(std::string_view text) {
  Poco::SHA1Engine engine;
  engine.update(text.data(), text.size());
  return Poco::DigestEngine::digestToHex(engine.digest());
}

script::script(std::string lua, keys names) : text(std::move(lua)), digest(digest_of(text)), used(names) {}

void pipeline::clear() {
  // A connection's memory should not stay what its largest request needed.
  sdk::kv::reuse(wire_);
  commands_.clear();
  replies_.clear();
}

// An array of strings: https://redis.io/docs/latest/develop/reference/protocol-spec/
void pipeline::add(std::span<const std::string_view> words, std::uint32_t slot, const script* runs) {
  const std::size_t begin = wire_.size();
  append_count('*', words.size(), wire_);
  for (const std::string_view word : words) {
    append_count('$', word.size(), wire_);
    wire_.append(word).append(line_end);
  }
  commands_.push_back({begin, wire_.size() - begin, slot, runs});
  replies_.emplace_back();
}

void pipeline::add_wire(std::string_view wire, std::uint32_t slot, const script* runs) {
  commands_.push_back({wire_.size(), wire.size(), slot, runs});
  wire_.append(wire);
  replies_.emplace_back();
}

}  // namespace orm::redis
