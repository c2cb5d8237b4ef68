// select(...) and what stands in it: fields, relations, relations with a selection and conditions of their own.
//
//   select(u.id, u.email, u.memberships.where(m.role != "guest").take(5).select(m.role, m.workspace.select(w.name)))
#pragma once

#include <type_traits>
#include <utility>

#include "orm/ast/query.hpp"
#include "orm/typed/field.hpp"
#include "orm/typed/model.hpp"
#include "orm/typed/shape.hpp"

namespace orm {

// A selection whose every part is known from its type. Holds nothing.
template <class Shape>
struct selection;
template <template <class> class M, class... E>
struct selection<shape<M, E...>> {
  using owner = detail::tag<M>;
  using shape_type = shape<M, E...>;
  using row = M<as_row<shape_type>>;
  static constexpr bool fixed = true;
};

// A selection with conditions, orders or page limits that are known at run time only.
template <class Shape>
struct run_time_selection;
template <template <class> class M, class... E>
struct run_time_selection<shape<M, E...>> {
  using owner = detail::tag<M>;
  using shape_type = shape<M, E...>;
  using row = M<as_row<shape_type>>;
  static constexpr bool fixed = false;

  detail::selection_part tree;
};

// The row type of a selection that is a constant: inline constexpr auto card = select(u.id, u.name); row<card>.
template <auto Selection>
using row = typename decltype(Selection)::row;

// The row with every scalar field: what an operation answers without select().
template <template <class> class M>
using record = M<as_row<every_field<M>>>;

namespace detail {

template <template <class> class M, fixed_string N, class Shape>
struct picked {
  using owner = tag<M>;
  static constexpr bool fixed = true;
};
template <template <class> class M, fixed_string N, class Shape>
struct run_time_picked {
  using owner = tag<M>;
  static constexpr bool fixed = false;
  static constexpr std::uint32_t ordinal() { return relation_ordinal<M, N>; }
  detail::level_part release() { return std::move(level); }
  level_part level;
};

// What an item of select() contributes to the shape.
template <class T>
struct entry_of;
template <template <class> class M, fixed_string N, class T, class... A>
struct entry_of<field_descriptor<M, N, T, A...>> {
  using type = pick<N>;
  static constexpr bool fixed = true;
};
template <template <class> class M, fixed_string N, class Shape>
struct entry_of<picked<M, N, Shape>> {
  using type = nest<N, Shape>;
  static constexpr bool fixed = true;
};
template <template <class> class M, fixed_string N, class Shape>
struct entry_of<run_time_picked<M, N, Shape>> {
  using type = nest<N, Shape>;
  static constexpr bool fixed = false;
};
template <template <class> class M, fixed_string N, relation_kind K, template <class> class T,
          template <class> class Through, fixed_string... F>
struct entry_of<relation_descriptor<M, N, K, T, Through, F...>> {
  using type = nest<N, every_field<T>>;
  static constexpr bool fixed = true;
};
template <>
struct entry_of<everything> {
  using type = pick_all;
  static constexpr bool fixed = true;
};

template <class Owner, class Item>
inline constexpr bool belongs = std::is_same_v<Owner, typename Item::owner>;
template <class Owner>
inline constexpr bool belongs<Owner, everything> = true;

template <class Shape, class Item>
void put(selection_part& tree, Item& item) {
  if constexpr (!entry_of<Item>::fixed) place(tree, place_of<Shape>(Item::ordinal()), item.release());
}

template <class... T>
struct all_distinct : std::true_type {};
template <class T, class... R>
struct all_distinct<T, R...> : std::bool_constant<(!std::is_same_v<T, R> && ...) && all_distinct<R...>::value> {};

template <template <class> class M, class... I>
constexpr auto select_of(tag<M>, I&... items) {
  static_assert((belongs<tag<M>, I> && ...), "orm: select() got a field of another model");
  static_assert(all_distinct<typename entry_of<I>::type...>::value, "orm: select() names a field twice");
  using made = shape<M, typename entry_of<I>::type...>;
  if constexpr ((entry_of<I>::fixed && ...)) {
    return selection<made>{};
  } else {
    run_time_selection<made> out{selection_part(selection_of<made>)};
    (put<made>(out.tree, items), ...);
    return out;
  }
}

template <class T>
inline constexpr bool is_selection = false;
template <class S>
inline constexpr bool is_selection<selection<S>> = true;
template <class S>
inline constexpr bool is_selection<run_time_selection<S>> = true;

template <class S>
void set_level(level_part& level, std::uint32_t relation, selection<S>) {
  set_selection(level, relation, selection_of<S>);
}
template <class S>
void set_level(level_part& level, std::uint32_t relation, run_time_selection<S>&& from) {
  set_selection(level, relation, std::move(from.tree));
}
template <class S>
level_part make_level(std::uint32_t relation, run_time_selection<S>&& from) {
  level_part level;
  set_level(level, relation, std::move(from));
  return level;
}

}  // namespace detail

// What the rows of an answer consist of. all: every scalar field, relations may stand beside it.
template <detail::about_model First, class... I>
constexpr auto select(First first, I... items) {
  return detail::select_of(typename First::owner{}, first, items...);
}
template <detail::about_model First, class... I>
constexpr auto select(everything first, First second, I... items) {
  return detail::select_of(typename First::owner{}, first, second, items...);
}

}  // namespace orm
