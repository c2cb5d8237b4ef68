// Pieces of Lua 5.1, as Redis has it.
#ifndef ORM_REDIS_LUA_HPP
#define ORM_REDIS_LUA_HPP

#include <cstddef>
#include <orm/sdk/kv/keyed_mutation.hpp>
#include <string>
#include <string_view>

namespace orm::redis {

// Any bytes as a string of the language, quotes included.
std::string lua_string(std::string_view text);

// Any bytes as what a pattern matches them by.
std::string lua_pattern(std::string_view text);

// A pattern takes 32 parts of a text at once: so many components, and where they end.
inline constexpr std::size_t most_captures = 31;

// What the components of a record make, as expressions over variables: component 2 of `c` is c2.
class lua_components {
 public:
  lua_components(const sdk::kv::mutation_shape& shape, std::string variable)
      : shape_(shape), variable_(std::move(variable)) {}

  std::string name(std::size_t component) const { return variable_ + std::to_string(component); }
  std::string names() const;   // "c0,c1,c2"
  std::string member() const;  // each of them and a space: what a queue has
  std::string reference() const;
  // reference: an expression for it, where entries are named
  std::string entry(const sdk::kv::mutation_shape::key& key, const std::string& reference) const;
  std::string unique_key(const sdk::kv::mutation_shape::key& key) const;  // false where there is none
  std::string captures() const;  // the pattern that takes them apart: "([^ ]*) ([^ ]*) "

 protected:
  const sdk::kv::mutation_shape& shape_;
  std::string variable_;
};

}  // namespace orm::redis

#endif
