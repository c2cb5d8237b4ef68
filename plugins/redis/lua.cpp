// Quoting, and expressions over components.
#include "lua.hpp"

#include <cctype>

namespace orm::redis {

std::string lua_string(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < ' ' || byte > '~' || c == '\'' || c == '\\') {
      const std::string digits = std::to_string(byte);
      quoted += '\\' + std::string(3 - digits.size(), '0') + digits;
    } else {
      quoted += c;
    }
  }
  return quoted + '\'';
}

std::string lua_pattern(std::string_view text) {
  std::string pattern;
  for (const char c : text) {
    if (std::ispunct(static_cast<unsigned char>(c)) != 0) pattern += '%';
    pattern += c;
  }
  return pattern;
}

std::string lua_components::names() const {
  std::string all;
  for (std::size_t i = 0; i < shape_.component_count(); ++i) all += (i > 0 ? "," : "") + name(i);
  return all;
}

std::string lua_components::captures() const {
  std::string all;
  for (std::size_t i = 0; i < shape_.component_count(); ++i) all += "([^ ]*) ";
  return all;
}

std::string lua_components::member() const {
  std::string all;
  for (std::size_t i = 0; i < shape_.component_count(); ++i) all += (i > 0 ? ".." : "") + name(i) + "..' '";
  return all.empty() ? "''" : all;
}

std::string lua_components::reference() const {
  std::string joined;
  for (const std::uint32_t each : shape_.reference) {
    if (!joined.empty()) joined += "..' '..";
    joined += "string.sub(" + name(each) + ",2)";
  }
  return joined;
}

std::string lua_components::entry(const sdk::kv::mutation_shape::key& key, const std::string& reference) const {
  std::string entry;
  for (const std::uint32_t each : key.components) entry += (entry.empty() ? "" : "..") + name(each) + "..' '";
  return shape_.named ? entry + ".." + reference : entry;
}

std::string lua_components::unique_key(const sdk::kv::mutation_shape::key& key) const {
  std::string conditions;
  std::string joined = lua_string(key.unique_prefix);
  for (std::uint32_t i = 0; i < key.width; ++i) {
    const std::uint32_t component = key.components[i];
    if (shape_.nullable_components[component]) conditions += name(component) + "~='-' and ";
    joined += (i > 0 ? "..' '.." : "..") + ("string.sub(" + name(component) + ",2)");
  }
  return conditions + joined;
}

}  // namespace orm::redis
