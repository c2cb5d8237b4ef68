// What aggregate() computes: count(), count(u.bio), sum(u.logins), avg, min, max; conditions and orders on them.
#pragma once

#include <cstdint>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include "orm/ast/query.hpp"
#include "orm/typed/clauses.hpp"
#include "orm/typed/field.hpp"
#include "orm/typed/predicate.hpp"
#include "orm/typed/types.hpp"

namespace orm {

namespace detail {

// The type of a measure in the answer: sums of whole numbers and decimals are exact.
template <ast::aggregate_kind Kind, class T>
struct measured {
  using plain = unwrapped<T>;
  static constexpr bool real = type_of<plain> == field_type::real;
  using type = std::conditional_t<
      Kind == ast::aggregate_kind::count, std::int64_t,
      std::conditional_t<
          Kind == ast::aggregate_kind::sum, std::optional<std::conditional_t<real, double, decimal>>,
          std::conditional_t<Kind == ast::aggregate_kind::average, std::optional<double>, std::optional<plain>>>>;
};

template <class Owner>
struct group_order_key {
  using owner = Owner;
  ast::group_order key;
};

}  // namespace detail

// A condition on groups, for having(). Composes like predicates, also with conditions on grouped fields.
template <class Owner>
struct group_pred {
  using owner = Owner;
  ast::group_condition condition;
};

template <class Owner, ast::aggregate_kind Kind, std::uint32_t Field, class Value>
struct measure {
  using owner = Owner;
  using value_type = Value;
  static constexpr ast::aggregate_kind kind = Kind;
  static constexpr std::uint32_t field = Field;

  detail::group_order_key<Owner> asc() const { return {{{Kind, Field}, false, false}}; }
  detail::group_order_key<Owner> desc() const { return {{{Kind, Field}, false, true}}; }
};

namespace detail {

template <ast::aggregate_kind Kind, template <class> class M, fixed_string N, class T, class... A>
auto measure_of(field_descriptor<M, N, T, A...>) {
  constexpr field_type type = type_of<unwrapped<T>>;
  constexpr bool sums = Kind == ast::aggregate_kind::sum || Kind == ast::aggregate_kind::average;
  static_assert(!sums || is_number(type), "orm: sum() and avg() are for numbers");
  static_assert(Kind == ast::aggregate_kind::count || type != field_type::json, "orm: min() and max() don't take json");
  return measure<tag<M>, Kind, field_index<M, N>, unwrapped<typename measured<Kind, T>::type>>{};
}

template <class T>
inline constexpr bool is_measure = false;
template <class O, ast::aggregate_kind K, std::uint32_t F, class V>
inline constexpr bool is_measure<measure<O, K, F, V>> = true;

ast::group_condition compare_group(ast::aggregate on, ast::filter_kind how, value with);
ast::group_condition negate(ast::group_condition operand);
ast::group_condition combine(bool all, ast::group_condition left, ast::group_condition right);
// A predicate on the fields of a group. Throws error(invalid_query) for one on relations.
ast::group_condition on_group(const ast::filter& filter);

template <class T>
inline constexpr bool is_group_pred = false;
template <class O>
inline constexpr bool is_group_pred<group_pred<O>> = true;

template <class O>
ast::group_condition as_group_condition(group_pred<O> from) {
  return std::move(from.condition);
}
template <condition C>
ast::group_condition as_group_condition(C from) {
  return on_group(as_predicate(std::move(from)).filter);
}

template <class A, class B>
using common_owner =
    std::conditional_t<std::is_same_v<typename A::owner, any_model>, typename B::owner, typename A::owner>;
template <class A, class B>
consteval bool owners_agree() {
  using left = typename A::owner;
  using right = typename B::owner;
  return std::is_same_v<left, right> || std::is_same_v<left, any_model> || std::is_same_v<right, any_model>;
}

// At least one on groups, the other on groups or on fields.
template <class A, class B>
concept group_operands = (is_group_pred<A> && (is_group_pred<B> || is_condition<B>)) ||
                         (is_condition<A> && is_group_pred<B>);

template <class Measure, class X>
auto compare_measure(ast::filter_kind how, X&& with) {
  return group_pred<typename Measure::owner>{
      compare_group({Measure::kind, Measure::field}, how,
                    as_value<std::optional<typename Measure::value_type>>(std::forward<X>(with)))};
}

}  // namespace detail

// The number of rows; of the values of a field that are not null.
inline measure<detail::any_model, ast::aggregate_kind::count_all, ast::aggregate::no_field, std::int64_t> count() {
  return {};
}
template <detail::about_model Field>
auto count(Field field) {
  return detail::measure_of<ast::aggregate_kind::count>(field);
}
template <detail::about_model Field>
auto sum(Field field) {
  return detail::measure_of<ast::aggregate_kind::sum>(field);
}
template <detail::about_model Field>
auto avg(Field field) {
  return detail::measure_of<ast::aggregate_kind::average>(field);
}
template <detail::about_model Field>
auto min(Field field) {
  return detail::measure_of<ast::aggregate_kind::minimum>(field);
}
template <detail::about_model Field>
auto max(Field field) {
  return detail::measure_of<ast::aggregate_kind::maximum>(field);
}

template <class A, class X>
requires detail::is_measure<A>
auto operator==(A, X&& with) { return detail::compare_measure<A>(ast::filter_kind::eq, std::forward<X>(with)); }
template <class A, class X>
requires detail::is_measure<A>
auto operator!=(A, X&& with) {
  auto equal = detail::compare_measure<A>(ast::filter_kind::eq, std::forward<X>(with));
  return decltype(equal){detail::negate(std::move(equal.condition))};
}
template <class A, class X>
requires detail::is_measure<A>
auto operator<(A, X&& with) { return detail::compare_measure<A>(ast::filter_kind::lt, std::forward<X>(with)); }
template <class A, class X>
requires detail::is_measure<A>
auto operator<=(A, X&& with) { return detail::compare_measure<A>(ast::filter_kind::le, std::forward<X>(with)); }
template <class A, class X>
requires detail::is_measure<A>
auto operator>(A, X&& with) { return detail::compare_measure<A>(ast::filter_kind::gt, std::forward<X>(with)); }
template <class A, class X>
requires detail::is_measure<A>
auto operator>=(A, X&& with) { return detail::compare_measure<A>(ast::filter_kind::ge, std::forward<X>(with)); }

template <class A, class B>
requires detail::group_operands<A, B>
auto operator&&(A left, B right) {
  static_assert(detail::owners_agree<A, B>(), "orm: && joins conditions on one model");
  return group_pred<detail::common_owner<A, B>>{
      detail::combine(true, detail::as_group_condition(std::move(left)), detail::as_group_condition(std::move(right)))};
}
template <class A, class B>
requires detail::group_operands<A, B>
auto operator||(A left, B right) {
  static_assert(detail::owners_agree<A, B>(), "orm: || joins conditions on one model");
  return group_pred<detail::common_owner<A, B>>{detail::combine(false, detail::as_group_condition(std::move(left)),
                                                                detail::as_group_condition(std::move(right)))};
}
template <class O>
group_pred<O> operator!(group_pred<O> operand) {
  return {detail::negate(std::move(operand.condition))};
}

}  // namespace orm
