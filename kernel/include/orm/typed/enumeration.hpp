// C++ enumerations as fields of type enum.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace orm {

// The stored names of an enumeration, in the order of its enumerators, which count from 0. Declared once, beside it:
//
//   enum class plan { free, pro, enterprise };
//   constexpr auto orm_names(plan) { return orm::names("free", "pro", "enterprise"); }
template <class... Text>
constexpr std::array<std::string_view, sizeof...(Text)> names(const Text&... text) {
  return {std::string_view(text)...};
}

namespace detail {

template <class E>
concept named_enumeration = requires {
  orm_names(E{});
};

template <class E>
inline constexpr auto enumeration_names = orm_names(E{});

// The position of a stored text among the names; throws error(invalid_value) where it is none of them.
std::size_t position_of(std::string_view text, const std::string_view* names, std::size_t count);

// The name at a position; throws error(invalid_value) where there is none.
std::string_view name_at(std::size_t position, const std::string_view* names, std::size_t count);

}  // namespace detail

// The stored name of an enumerator. Throws error(invalid_value) for a number without a name.
template <detail::named_enumeration E>
std::string_view name_of(E enumerator) {
  constexpr auto& names = detail::enumeration_names<E>;
  return detail::name_at(static_cast<std::size_t>(enumerator), names.data(), names.size());
}

}  // namespace orm
