// The parts of a query besides select(), in any order: where, order_by, take, skip, cursor, distinct.
//
//   db.user.find_many(where(u.name.contains("Ada")), order_by(u.name, u.id.desc()), take(10))
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

#include "orm/ast/query.hpp"
#include "orm/typed/field.hpp"
#include "orm/typed/predicate.hpp"

namespace orm {

// Only rows that match. A condition may also stand alone: where() only says what it is.
template <detail::condition C>
std::remove_cvref_t<C> where(C&& wanted) {
  return std::forward<C>(wanted);
}

namespace detail {

template <class Owner, std::size_t N>
struct ordering {
  using owner = Owner;
  ast::order_key keys[N];
};
template <class Owner, class Fields>
struct distinct_fields {
  using owner = Owner;
};
template <class Key>
struct cursor_key {
  using owner = typename Key::owner;
  Key key;
};
struct take_rows {
  std::uint64_t rows;
};
struct skip_rows {
  std::uint64_t rows;
};

template <template <class> class M>
ast::order_key order_key_of(order<M> from) {
  return from.key;
}
template <template <class> class M, fixed_string N, class T, class... A>
ast::order_key order_key_of(field_descriptor<M, N, T, A...> from) {
  return from.asc().key;
}

template <class Item>
inline constexpr bool is_order_item = is_field_descriptor<Item>;
template <template <class> class M>
inline constexpr bool is_order_item<order<M>> = true;

template <class Item>
consteval bool is_json_field() {
  if constexpr (is_field_descriptor<Item>)
    return Item::info.type == field_type::json;
  else
    return false;
}

}  // namespace detail

// One or more keys, the first decides first: u.name, u.name.asc(), u.name.desc(). Nulls come first ascending, last
// descending; ties go by the id in the direction of the last key.
template <class First, class... O>
requires(detail::is_order_item<First> && (detail::is_order_item<O> && ...)) auto order_by(First first, O... rest) {
  using owner = typename First::owner;
  static_assert((std::is_same_v<owner, typename O::owner> && ...), "orm: order_by() got a field of another model");
  return detail::ordering<owner, 1 + sizeof...(O)>{{detail::order_key_of(first), detail::order_key_of(rest)...}};
}

// At most so many rows; so many left out first.
inline detail::take_rows take(std::uint64_t rows) { return {rows}; }
inline detail::skip_rows skip(std::uint64_t rows) { return {rows}; }

// Only rows that come, in order, after the row with this unique key; none if there is no such row.
template <template <class> class M, fixed_string... N>
auto cursor(key<M, N...> after) {
  static_assert(key<M, N...>::unique, "orm: cursor() needs an id, a unique field or a declared compound unique");
  after.check();
  return detail::cursor_key<key<M, N...>>{std::move(after)};
}

// The first row, in order, of each combination of values.
template <detail::about_model First, class... F>
auto distinct(First, F...) {
  using owner = typename First::owner;
  static_assert((std::is_same_v<owner, typename F::owner> && ...), "orm: distinct() got a field of another model");
  static_assert(!detail::is_json_field<First>() && !(detail::is_json_field<F>() || ... || false),
                "orm: distinct() does not take json fields");
  return detail::distinct_fields<owner, detail::numbers<First::index(), F::index()...>>{};
}

// For create_many(): leaves out rows whose id or unique key is taken.
struct skip_duplicates_clause {};
inline constexpr skip_duplicates_clause skip_duplicates;

namespace detail {

template <class T>
inline constexpr bool is_ordering = std::is_same_v<T, skip_rows>;  // order_by and skip
template <class O, std::size_t N>
inline constexpr bool is_ordering<ordering<O, N>> = true;
template <class T>
inline constexpr bool is_page = std::is_same_v<T, take_rows>;  // take, cursor, distinct
template <class K>
inline constexpr bool is_page<cursor_key<K>> = true;
template <class O, class F>
inline constexpr bool is_page<distinct_fields<O, F>> = true;
// A condition, or all.
template <class T>
inline constexpr bool is_choice = is_condition<T> || std::is_same_v<T, everything>;

// Whether a clause says something about model M; those without an owner fit any.
template <template <class> class M, class C>
consteval bool clause_fits() {
  if constexpr (requires { typename C::owner; }) {
    return std::is_same_v<typename C::owner, tag<M>> || std::is_same_v<typename C::owner, any_model>;
  } else {
    return true;
  }
}

template <condition C>
void add_clause(ast::query& query, C&& wanted) {
  narrow(query, std::move(as_predicate(std::forward<C>(wanted)).filter));
}
inline void add_clause(ast::query&, everything) {}
template <class O, std::size_t N>
void add_clause(ast::query& query, ordering<O, N>&& by) {
  sort(query, by.keys, N);
}
template <class O, class Fields>
void add_clause(ast::query& query, distinct_fields<O, Fields>) {
  set_distinct(query, Fields::values, Fields::count);
}
template <class K>
void add_clause(ast::query& query, cursor_key<K>&& after) {
  set_cursor(query, K::fields::values, after.key.values, K::fields::count);
}
inline void add_clause(ast::query& query, take_rows rows) { query.take = rows.rows; }
inline void add_clause(ast::query& query, skip_rows rows) { query.skip = rows.rows; }
inline void add_clause(ast::query& query, skip_duplicates_clause) { query.skip_duplicates = true; }

}  // namespace detail
}  // namespace orm
