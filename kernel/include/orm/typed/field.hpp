// The members of fields<M> that stand for fields: what conditions, assignments and orders are made of.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "orm/ast/filter.hpp"
#include "orm/ast/query.hpp"
#include "orm/typed/assignment.hpp"
#include "orm/typed/model.hpp"
#include "orm/typed/predicate.hpp"
#include "orm/typed/types.hpp"

namespace orm {

// A key of order_by().
template <template <class> class M>
struct order {
  using owner = detail::tag<M>;
  ast::order_key key;
};

namespace detail {

template <class T, class Range>
filter_part listed(std::uint32_t field, const Range& range, std::uint16_t flags) {
  std::vector<value> values;
  for (const auto& each : range) values.push_back(as_value<T>(each));
  return in_list(field, std::move(values), flags);
}

template <class X>
inline constexpr bool is_field_descriptor = false;

}  // namespace detail

// A text field, compared with ASCII letters folded.
template <template <class> class M, fixed_string N, class T>
class insensitive_field {
 public:
  pred<M> contains(std::string_view part) const { return compare(ast::filter_kind::contains, part); }
  pred<M> starts_with(std::string_view part) const { return compare(ast::filter_kind::starts_with, part); }
  pred<M> ends_with(std::string_view part) const { return compare(ast::filter_kind::ends_with, part); }

  pred<M> in(std::initializer_list<std::string_view> texts) const {
    return pred<M>(detail::listed<T>(index, texts, ast::insensitive));
  }
  template <class Range>
  pred<M> in(const Range& texts) const {
    return pred<M>(detail::listed<T>(index, texts, ast::insensitive));
  }
  pred<M> not_in(std::initializer_list<std::string_view> texts) const { return !in(texts); }
  template <class Range>
  pred<M> not_in(const Range& texts) const {
    return !in(texts);
  }

  friend pred<M> operator==(insensitive_field field, std::string_view text) {
    return field.compare(ast::filter_kind::eq, text);
  }
  friend pred<M> operator!=(insensitive_field field, std::string_view text) { return !(field == text); }

 private:
  static constexpr std::uint32_t index = detail::field_index<M, N>;

  pred<M> compare(ast::filter_kind kind, std::string_view text) const {
    return pred<M>(detail::compared(kind, index, detail::of_text(text), ast::insensitive));
  }
};

// A field of M, by name N, with members of type T (std::optional where it may be null).
template <template <class> class M, fixed_string N, class T, class... Attributes>
class field_descriptor {
  using plain = detail::unwrapped<T>;
  static constexpr field_type type = detail::type_of<plain>;
  static constexpr bool textual = type == field_type::string;

  static constexpr detail::field_info inform() {
    static_assert(type != field_type{}, "orm: no field has this type; see orm/typed/types.hpp for those there are");
    detail::field_info out;
    out.name = N.view();
    out.type = type;
    out.nullable = detail::is_nullable<T>;
    if constexpr (type == field_type::enumeration) {
      static_assert(detail::named_enumeration<plain>,
                    "orm: an enum field needs its names: constexpr auto orm_names(E) { return orm::names(...); }");
      if constexpr (detail::named_enumeration<plain>) {
        constexpr auto& names = detail::enumeration_names<plain>;
        out.values = detail::name_list{names.data(), names.size()};
      }
    }
    (Attributes::template describe<plain>(out), ...);
    static_assert(type != field_type::json || !(std::is_same_v<Attributes, orm::unique> || ... || false),
                  "orm: a json field can't be unique");
    return out;
  }

 public:
  using owner = detail::tag<M>;
  using member_type = T;
  static constexpr bool is_field = true;
  static constexpr fixed_string id = N;
  static constexpr detail::field_info info = inform();
  static constexpr void describe(detail::field_info*& field, detail::relation_info*&) { *field++ = info; }

  constexpr field_descriptor() = default;
  constexpr field_descriptor(const field_descriptor&) = default;

  // ---- assignments

  // A value, or std::nullopt for a nullable field.
  template <class X>
  auto operator=(X&& to) const {
    return change<ast::assignment_kind::set, T>(std::forward<X>(to));
  }
  // Arithmetic on numbers, done by the store in one step; null stays null. A result outside the field's type fails
  // with invalid_value and changes nothing.
  template <class X>
  auto operator+=(X&& by) const {
    return arithmetic<ast::assignment_kind::add>(std::forward<X>(by));
  }
  template <class X>
  auto operator-=(X&& by) const {
    return arithmetic<ast::assignment_kind::subtract>(std::forward<X>(by));
  }
  template <class X>
  auto operator*=(X&& by) const {
    return arithmetic<ast::assignment_kind::multiply>(std::forward<X>(by));
  }
  template <class X>
  auto increment(X&& by) const {
    return *this += std::forward<X>(by);
  }
  template <class X>
  auto decrement(X&& by) const {
    return *this -= std::forward<X>(by);
  }
  template <class X>
  auto multiply(X&& by) const {
    return *this *= std::forward<X>(by);
  }

  // ---- conditions; == and the like stand below

  pred<M> in(std::initializer_list<plain> values) const { return pred<M>(detail::listed<T>(index(), values, 0)); }
  template <class Range>
  pred<M> in(const Range& values) const {
    return pred<M>(detail::listed<T>(index(), values, 0));
  }
  pred<M> not_in(std::initializer_list<plain> values) const { return !in(values); }
  template <class Range>
  pred<M> not_in(const Range& values) const {
    return !in(values);
  }

  // The argument is taken literally: % and _ mean themselves.
  pred<M> contains(std::string_view part) const { return match(ast::filter_kind::contains, part); }
  pred<M> starts_with(std::string_view part) const { return match(ast::filter_kind::starts_with, part); }
  pred<M> ends_with(std::string_view part) const { return match(ast::filter_kind::ends_with, part); }

  // The same without regard to the case of ASCII letters: u.name.insensitive() == "ADA".
  insensitive_field<M, N, T> insensitive() const {
    static_assert(textual, "orm: insensitive() is for text fields");
    return {};
  }

  template <class X>
  pred<M> compare(ast::filter_kind kind, X&& with) const {
    static_assert(detail::has_ranges(type), "orm: < <= > >= are for text, numbers and datetime");
    return pred<M>(detail::compared(kind, index(), detail::as_value<plain>(std::forward<X>(with))));
  }

  // ---- order; nulls come first in asc, last in desc

  order<M> asc() const { return {{orderable(), false}}; }
  order<M> desc() const { return {{orderable(), true}}; }
  operator order<M>() const { return asc(); }

  static constexpr std::uint32_t index() { return detail::field_index<M, N>; }

 private:
  template <ast::assignment_kind Kind, class Operand, class X>
  static auto change(X&& operand) {
    static_assert(!detail::is_field_descriptor<std::remove_cvref_t<X>>, "orm: a field is set to a value");
    return assign<M, N, Kind>{detail::as_value<Operand>(std::forward<X>(operand))};
  }
  template <ast::assignment_kind Kind, class X>
  static auto arithmetic(X&& operand) {
    static_assert(detail::is_number(type), "orm: += -= *= are for numbers");
    return change<Kind, plain>(std::forward<X>(operand));
  }
  pred<M> match(ast::filter_kind kind, std::string_view part) const {
    static_assert(textual, "orm: contains(), starts_with() and ends_with() are for text fields");
    return pred<M>(detail::compared(kind, index(), detail::of_text(part)));
  }
  static constexpr std::uint32_t orderable() {
    static_assert(type != field_type::json, "orm: rows can't be ordered by a json field");
    return index();
  }
};

namespace detail {
template <template <class> class M, fixed_string N, class T, class... A>
inline constexpr bool is_field_descriptor<field_descriptor<M, N, T, A...>> = true;
}

// Equality: the value of a field that is null equals std::nullopt only, and != finds nulls too.
template <template <class> class M, fixed_string N, class T, class... A, class X>
auto operator==(field_descriptor<M, N, T, A...>, X&& with) {
  using plain = std::remove_cvref_t<X>;
  static_assert(!detail::is_field_descriptor<plain>, "orm: a field is compared with a value, not with a field");
  if constexpr (std::is_same_v<plain, std::nullopt_t>) {
    return pred<M>(detail::equal(detail::field_index<M, N>, detail::as_value<T>(with)));
  } else if constexpr (!detail::is_field_descriptor<plain>) {
    return key<M, N>{{detail::as_value<T>(std::forward<X>(with))}};
  }
}
template <template <class> class M, fixed_string N, class T, class... A, class X>
auto operator!=(field_descriptor<M, N, T, A...> field, X&& with) {
  return !(field == std::forward<X>(with));
}

template <template <class> class M, fixed_string N, class T, class... A, class X>
pred<M> operator<(field_descriptor<M, N, T, A...> field, X&& with) {
  return field.compare(ast::filter_kind::lt, std::forward<X>(with));
}
template <template <class> class M, fixed_string N, class T, class... A, class X>
pred<M> operator<=(field_descriptor<M, N, T, A...> field, X&& with) {
  return field.compare(ast::filter_kind::le, std::forward<X>(with));
}
template <template <class> class M, fixed_string N, class T, class... A, class X>
pred<M> operator>(field_descriptor<M, N, T, A...> field, X&& with) {
  return field.compare(ast::filter_kind::gt, std::forward<X>(with));
}
template <template <class> class M, fixed_string N, class T, class... A, class X>
pred<M> operator>=(field_descriptor<M, N, T, A...> field, X&& with) {
  return field.compare(ast::filter_kind::ge, std::forward<X>(with));
}

}  // namespace orm
