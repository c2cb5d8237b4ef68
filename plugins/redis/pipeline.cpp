// hiredis writes the commands.
#include "pipeline.hpp"

#include <Poco/SHA1Engine.h>

#include <new>

namespace orm::redis {

std::string digest_of(std::string_view text) {
  Poco::SHA1Engine engine;
  engine.update(text.data(), text.size());
  return Poco::DigestEngine::digestToHex(engine.digest());
}

script::script(std::string lua, keys names) : text(std::move(lua)), digest(digest_of(text)), used(names) {}

void pipeline::clear() {
  // A connection's memory should not stay what its largest request needed.
  constexpr std::size_t kept = std::size_t{1} << 20;
  if (wire_.capacity() > kept) wire_ = std::string();
  wire_.clear();
  commands_.clear();
  replies_.clear();
}

void pipeline::add(std::span<const std::string_view> words, std::uint32_t slot, const script* runs) {
  constexpr std::size_t usual = 16;
  const char* few[usual];
  std::size_t few_sizes[usual];
  std::vector<const char*> many;
  std::vector<std::size_t> many_sizes;
  const char** texts = few;
  std::size_t* sizes = few_sizes;
  if (words.size() > usual) {
    many.resize(words.size());
    many_sizes.resize(words.size());
    texts = many.data();
    sizes = many_sizes.data();
  }
  for (std::size_t i = 0; i < words.size(); ++i) {
    // hiredis copies from the pointer even where there is nothing to copy.
    texts[i] = words[i].data() == nullptr ? "" : words[i].data();
    sizes[i] = words[i].size();
  }
  char* formatted = nullptr;
  const int size = redisFormatCommandArgv(&formatted, static_cast<int>(words.size()), texts, sizes);
  if (size < 0) throw std::bad_alloc();
  const std::unique_ptr<char, void (*)(char*)> owned(formatted, [](char* text) { redisFreeCommand(text); });
  add_wire({formatted, static_cast<std::size_t>(size)}, slot, runs);
}

void pipeline::add_wire(std::string_view wire, std::uint32_t slot, const script* runs) {
  commands_.push_back({wire_.size(), wire.size(), slot, runs});
  wire_.append(wire);
  replies_.emplace_back();
}

}  // namespace orm::redis
