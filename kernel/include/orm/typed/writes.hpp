// What writes are put together from: the assignments among an operation's clauses, and the two parts of an upsert.
#pragma once

#include <cstdint>
#include <type_traits>
#include <utility>

#include "orm/ast/query.hpp"
#include "orm/typed/assignment.hpp"
#include "orm/typed/model.hpp"

namespace orm {

namespace detail {

// The assignments among clauses, as a list of their types.
template <class Taken, class... Rest>
struct assigned_among {
  using type = Taken;
};
template <class... Taken, class First, class... Rest>
struct assigned_among<type_list<Taken...>, First, Rest...>
    : assigned_among<std::conditional_t<is_assign<First>, type_list<Taken..., First>, type_list<Taken...>>, Rest...> {};

template <class List>
struct assigned_list;
template <class... A>
struct assigned_list<type_list<A...>> {
  using fields = numbers<A::field...>;
  using kinds = numbers<static_cast<std::uint32_t>(A::kind)...>;
  static constexpr bool only_sets = ((A::kind == ast::assignment_kind::set) && ...);

  template <std::uint32_t... Fields>
  static consteval bool names_any(numbers<Fields...>) {
    return (named(Fields, fields::values, fields::count) || ... || false);
  }
  template <template <class> class M>
  static consteval void check_update() {
    static_assert(detail::check_update<M, A::field...>());
  }
  template <template <class> class M, std::uint32_t... Also>
  static consteval void check_create(numbers<Also...>) {
    static_assert(only_sets, "orm: create() sets values, arithmetic is for updates");
    static_assert(detail::check_create<M, A::field...>(members_of<M>{}, numbers<Also...>{}));
  }
};
template <class... C>
using assigned = assigned_list<typename assigned_among<type_list<>, C...>::type>;

template <class C>
void put_cell(value* row, C& clause) {
  if constexpr (is_assign<C>) row[C::field] = std::move(clause.operand);
}
template <class C>
void put_operand(value*& to, C& clause) {
  if constexpr (is_assign<C>) *to++ = std::move(clause.operand);
}

template <class... A>
struct create_part {
  using list = assigned<A...>;
  value operands[sizeof...(A) + 1];
};
template <class... A>
struct update_part {
  using list = assigned<A...>;
  value operands[sizeof...(A) + 1];
};
template <template <class> class M>
struct update_changes {
  changes<M> list;
};

template <class T>
inline constexpr bool is_create_part = false;
template <class... A>
inline constexpr bool is_create_part<create_part<A...>> = true;
template <class T>
inline constexpr bool is_update_part = false;
template <class... A>
inline constexpr bool is_update_part<update_part<A...>> = true;
template <template <class> class M>
inline constexpr bool is_update_part<update_changes<M>> = true;

}  // namespace detail

// What upsert() does when there is no such row, and when there is one.
template <detail::about_model... A>
auto create(A... given) {
  static_assert((detail::is_assign<A> && ...), "orm: create() takes assignments, as in u.name = \"Ada\"");
  return detail::create_part<A...>{{std::move(given.operand)..., value()}};
}
template <detail::about_model... A>
auto update(A... given) {
  static_assert((detail::is_assign<A> && ...), "orm: update() takes assignments, as in u.name = \"Ada\"");
  return detail::update_part<A...>{{std::move(given.operand)..., value()}};
}
template <template <class> class M>
auto update(changes<M> given) {
  return detail::update_changes<M>{std::move(given)};
}

}  // namespace orm
