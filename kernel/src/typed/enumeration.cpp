// Names of enumerators, to and from what stores hold.
#include "orm/typed/enumeration.hpp"

#include <string>

#include "orm/error.hpp"

namespace orm::detail {

std::size_t position_of(std::string_view text, const std::string_view* names, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    if (names[i] == text) return i;
  }
  throw error(error_code::invalid_value,
              "the store holds \"" + std::string(text) + "\", which is none of the names that orm_names() lists");
}

std::string_view name_at(std::size_t position, const std::string_view* names, std::size_t count) {
  if (position < count) return names[position];
  throw error(error_code::invalid_value, "an enumerator of value " + std::to_string(position) +
                                             " has no name: orm_names() lists " + std::to_string(count));
}

}  // namespace orm::detail
