// Looking things up in a resolved schema.
#include "orm/schema.hpp"

namespace orm {

std::uint32_t model::find_field(std::string_view sought) const noexcept {
  for (std::uint32_t i = 0; i < fields.size(); ++i) {
    if (fields[i].name == sought) return i;
  }
  return no_index;
}

std::vector<std::vector<std::uint32_t>> model::unique_keys() const {
  std::vector<std::vector<std::uint32_t>> keys{{id}};
  for (std::uint32_t i = 0; i < fields.size(); ++i) {
    if (fields[i].unique) keys.push_back({i});
  }
  keys.insert(keys.end(), uniques.begin(), uniques.end());
  return keys;
}

std::uint32_t schema::find_model(std::string_view sought) const noexcept {
  for (std::uint32_t i = 0; i < models_.size(); ++i) {
    if (models_[i].name == sought) return i;
  }
  return no_index;
}

std::uint32_t schema::find_relation(std::uint32_t model, std::string_view sought) const noexcept {
  for (const std::uint32_t i : models_[model].relations) {
    if (relations_[i].name == sought) return i;
  }
  return no_index;
}

}  // namespace orm
