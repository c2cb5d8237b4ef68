// The C++ types that fields have, and how a value of one becomes an orm::value.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "orm/schema.hpp"
#include "orm/typed/bytes.hpp"
#include "orm/typed/decimal.hpp"
#include "orm/typed/enumeration.hpp"
#include "orm/typed/json.hpp"
#include "orm/value.hpp"

namespace orm {

using text = std::string;
using uuid = std::string;                                           // the text of a generated id
using integer = std::int32_t;                                       // type integer
using bigint = std::int64_t;                                        // type bigint
using datetime = std::chrono::sys_time<std::chrono::microseconds>;  // UTC

namespace detail {

template <class T>
struct nullable {
  static constexpr bool value = false;
  using type = T;
};
template <class T>
struct nullable<std::optional<T>> {
  static constexpr bool value = true;
  using type = T;
};
template <class T>
inline constexpr bool is_nullable = nullable<T>::value;
template <class T>
using unwrapped = typename nullable<T>::type;

// The field type that a member's type declares; 0 for a type that no field has.
template <class T>
inline constexpr field_type type_of = __is_enum(T) ? field_type::enumeration : field_type{};
template <>
inline constexpr field_type type_of<std::string> = field_type::string;
template <>
inline constexpr field_type type_of<bool> = field_type::boolean;
template <>
inline constexpr field_type type_of<std::int32_t> = field_type::integer;
template <>
inline constexpr field_type type_of<std::int64_t> = field_type::bigint;
template <>
inline constexpr field_type type_of<double> = field_type::real;
template <>
inline constexpr field_type type_of<decimal> = field_type::decimal;
template <>
inline constexpr field_type type_of<json> = field_type::json;
template <>
inline constexpr field_type type_of<bytes> = field_type::bytes;
template <>
inline constexpr field_type type_of<datetime> = field_type::datetime;

constexpr bool is_number(field_type type) {
  return type == field_type::integer || type == field_type::bigint || type == field_type::decimal ||
         type == field_type::real;
}
constexpr bool has_ranges(field_type type) {
  return is_number(type) || type == field_type::string || type == field_type::datetime;
}

template <class X>
inline constexpr bool is_time_point = false;
template <class D>
inline constexpr bool is_time_point<std::chrono::time_point<std::chrono::system_clock, D>> = true;

template <class X>
inline constexpr bool is_whole_number =
    std::is_integral_v<X> && !std::is_same_v<X, bool> && !std::is_same_v<X, char> && !std::is_same_v<X, char8_t> &&
    !std::is_same_v<X, char16_t> && !std::is_same_v<X, char32_t>;
template <class X>
inline constexpr bool is_text = std::is_convertible_v<X, std::string_view> && !std::is_same_v<X, std::nullptr_t>;

// Whether a field of type U takes an X without loss of meaning: no double becomes an integer, no number a text.
template <class U, class X>
consteval bool takes() {
  constexpr field_type type = type_of<U>;
  if constexpr (type == field_type::string) {
    return is_text<X>;
  } else if constexpr (type == field_type::integer || type == field_type::bigint) {
    return is_whole_number<X>;
  } else if constexpr (type == field_type::real) {
    return std::is_floating_point_v<X> || is_whole_number<X>;
  } else if constexpr (type == field_type::decimal) {
    return std::is_same_v<X, decimal> || is_whole_number<X> || is_text<X>;
  } else if constexpr (type == field_type::datetime) {
    return is_time_point<X>;
  } else {
    return std::is_same_v<U, X>;
  }
}

value of_text(std::string_view text);
value of_unsigned(std::uint64_t number);  // throws error(invalid_value) beyond 63 bits

// X is a type that U takes.
template <class U, class X>
value to_value(X&& from) {
  constexpr field_type type = type_of<U>;
  using plain = std::remove_cvref_t<X>;
  if constexpr (type == field_type::string) {
    if constexpr (std::is_same_v<X, std::string>)
      return value::of_text(std::move(from));
    else
      return of_text(std::string_view(from));
  } else if constexpr (type == field_type::boolean) {
    return value::of_boolean(from);
  } else if constexpr (type == field_type::integer || type == field_type::bigint) {
    if constexpr (std::is_unsigned_v<plain>)
      return of_unsigned(from);
    else
      return value::of_integer(from);
  } else if constexpr (type == field_type::real) {
    return value::of_real(static_cast<double>(from));
  } else if constexpr (type == field_type::decimal) {
    if constexpr (std::is_same_v<plain, decimal>)
      return value::of_decimal(from.text());
    else
      return value::of_decimal(decimal(from).text());
  } else if constexpr (type == field_type::enumeration) {
    return of_text(name_of(from));
  } else if constexpr (type == field_type::json) {
    return value::of_json(from.dump());
  } else if constexpr (type == field_type::bytes) {
    return value::of_bytes(from.content());
  } else {
    return value::of_datetime(std::chrono::floor<std::chrono::microseconds>(from).time_since_epoch().count());
  }
}

// A value, or null, for a field of type T.
template <class T, class X>
value as_value(X&& from) {
  using plain = std::remove_cvref_t<X>;
  if constexpr (std::is_same_v<plain, std::nullopt_t>) {
    static_assert(is_nullable<T>, "orm: this field is not nullable");
    return value();
  } else if constexpr (is_nullable<plain>) {
    static_assert(is_nullable<T>, "orm: this field is not nullable");
    constexpr bool fits = takes<unwrapped<T>, unwrapped<plain>>();
    static_assert(fits, "orm: this field does not hold values of that type");
    if constexpr (fits)
      return from ? to_value<unwrapped<T>>(*std::forward<X>(from)) : value();
    else
      return value();
  } else {
    constexpr bool fits = takes<unwrapped<T>, std::decay_t<X>>();
    static_assert(fits, "orm: this field does not hold values of that type");
    if constexpr (fits)
      return to_value<unwrapped<T>>(std::forward<X>(from));
    else
      return value();
  }
}

}  // namespace detail
}  // namespace orm
