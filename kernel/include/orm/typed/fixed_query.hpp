// Queries whose shape the compiler knows: found by a slot number at run time, their values in an array on the stack.
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "orm/ast/query.hpp"
#include "orm/detail/engine.hpp"
#include "orm/typed/answer.hpp"
#include "orm/typed/assignment.hpp"
#include "orm/typed/declare.hpp"
#include "orm/typed/predicate.hpp"
#include "orm/typed/selection.hpp"
#include "orm/typed/shape.hpp"

namespace orm::detail {

struct fixed_shape {
  ast::operation operation;
  std::uint32_t model;
  const std::uint32_t* key;  // equal to the first values
  std::uint32_t key_count;
  std::uint32_t row_fields;  // of create and upsert
  const std::uint32_t* assigned;
  const std::uint32_t* assigned_how;  // ast::assignment_kind
  std::uint32_t assigned_count;
  const selection_table* select;  // null: no record is wanted
};

void describe_fixed(const fixed_shape& from, const schema& schema, ast::query& to);

// Of an application App: an operation on model M by the fields of Key, with a row, with assignments, answering Shape
// (void: no record).
template <template <class> class App, template <class> class M, ast::operation Operation, class Key, bool Row,
          class Assigned, class How, class Shape>
struct fixed_query {
  static void describe(ast::query& to) {
    const selection_table* select = nullptr;
    if constexpr (!std::is_void_v<Shape>) select = &selection_of<Shape>;
    describe_fixed({Operation, model_index<App, M>, Key::values, Key::count, Row ? field_count<M> : 0, Assigned::values,
                    How::values, Assigned::count, select},
                   *orm::schema_of<App>(), to);
  }
  static inline const static_query query{next_slot(), &describe};
};

// ---- putting arguments in order

// Fields of a row that is created are absent until they are given.
void clear_row(value* row, std::size_t fields) noexcept;
void move_values(value* from, value* to, std::size_t count) noexcept;

template <class C>
inline constexpr bool is_unique_key_type = false;
template <template <class> class M, fixed_string... N>
inline constexpr bool is_unique_key_type<key<M, N...>> = key<M, N...>::unique;

template <class C>
consteval bool is_fixed_clause() {
  if constexpr (is_selection<C>)
    return C::fixed;
  else
    return is_assign<C> || is_key<C> || std::is_same_v<C, no_record_clause>;
}
// Clauses on the rows that have certain values, with nothing in them that is known at run time only but these.
template <class... C>
inline constexpr bool is_fixed_choice = (is_fixed_clause<C>() && ...) && (0 + ... + is_key<C>) == 1;

template <class First, class... C>
auto& find_key(First& first, C&... rest) {
  if constexpr (is_key<First>)
    return first;
  else
    return find_key(rest...);
}

}  // namespace orm::detail
