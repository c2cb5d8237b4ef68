// What a selection consists of, as a type: which fields, and which relations with which shapes of their own.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "orm/ast/query.hpp"
#include "orm/typed/model.hpp"

namespace orm {

namespace detail {

template <fixed_string N>
struct pick {};      // the field N
struct pick_all {};  // every field
template <fixed_string N, class Shape>
struct nest {};  // the relation N, its rows in a shape

}  // namespace detail

// Entries are bases, so that one is found by conversion instead of a search through a list.
template <template <class> class M, class... Entries>
struct shape : Entries... {
  using owner = detail::tag<M>;
};
// The view of a model that a shape makes (row.hpp).
template <class Shape>
struct as_row;

template <template <class> class M>
using every_field = shape<M, detail::pick_all>;

namespace detail {

template <class Shape, fixed_string N>
inline constexpr bool has_field = __is_base_of(pick<N>, Shape) || __is_base_of(pick_all, Shape);

struct not_nested {};
template <fixed_string N, class S>
std::type_identity<S> find_nest(const nest<N, S>*);
template <fixed_string N>
not_nested find_nest(...);

// type_identity of the shape below the relation N, or not_nested.
template <class Shape, fixed_string N>
using nested = decltype(find_nest<N>(static_cast<const Shape*>(nullptr)));
template <class Shape, fixed_string N>
inline constexpr bool has_relation = !std::is_same_v<nested<Shape, N>, not_nested>;

// A selection as constant data, in the order in which the model declares its members.
struct selection_table {
  struct level {
    std::uint32_t relation;  // by its position among the model's relations
    const selection_table* select;
  };
  const std::uint32_t* fields;
  std::uint32_t field_count;
  const level* relations;
  std::uint32_t relation_count;
};

template <class Shape>
struct shape_data;

template <class Shape, std::size_t Fields, std::size_t Relations>
struct selection_arrays {
  std::array<std::uint32_t, Fields> fields{};
  std::array<selection_table::level, Relations> relations{};
};

template <class Shape, class D>
consteval bool selected() {
  if constexpr (D::is_field)
    return has_field<Shape, D::id>;
  else
    return has_relation<Shape, D::id>;
}

template <class Shape, class D>
consteval void add_selected(std::uint32_t*& field, selection_table::level*& level) {
  if constexpr (selected<Shape, D>()) {
    if constexpr (D::is_field)
      *field++ = D::index();
    else
      *level++ = {D::ordinal(), &shape_data<typename nested<Shape, D::id>::type>::table};
  }
}

template <class Shape, class... D>
consteval auto gather_selected(type_list<D...>) {
  selection_arrays<Shape, (0 + ... + (D::is_field && selected<Shape, D>())),
                   (0 + ... + (!D::is_field && selected<Shape, D>()))>
      out;
  std::uint32_t* field = out.fields.data();
  selection_table::level* level = out.relations.data();
  (add_selected<Shape, D>(field, level), ...);
  return out;
}

template <template <class> class M, class... E>
struct shape_data<shape<M, E...>> {
  static constexpr auto arrays = gather_selected<shape<M, E...>>(members_of<M>{});
  static constexpr selection_table table = {arrays.fields.data(), static_cast<std::uint32_t>(arrays.fields.size()),
                                            arrays.relations.data(),
                                            static_cast<std::uint32_t>(arrays.relations.size())};
};
template <class Shape>
inline constexpr const selection_table& selection_of = shape_data<Shape>::table;

// Where a relation stands among those selected.
template <class Shape>
consteval std::size_t place_of(std::uint32_t relation) {
  std::size_t place = 0;
  while (shape_data<Shape>::arrays.relations[place].relation != relation) ++place;
  return place;
}

}  // namespace detail
}  // namespace orm
