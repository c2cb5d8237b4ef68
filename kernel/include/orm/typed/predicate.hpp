// Predicates: conditions on the rows of one model. They compose at run time, by && || and !.
//
//   pred<User> wanted = u.name.contains("Ada");
//   if (young) wanted = wanted && u.born > limit;
//
// An equality, and equalities joined by &&, keep their fields in their type, so that a unique key is known as one where
// an operation asks for it. Values; not thread-safe. Null equals null, and != finds nulls.
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

#include "orm/typed/model.hpp"
#include "orm/typed/parts.hpp"

namespace orm {

// Every row, where an operation on many rows wants that said; every scalar field in select().
struct everything {};
inline constexpr everything all;

template <template <class> class M>
struct pred {
  using owner = detail::tag<M>;

  pred() = default;  // every row
  pred(everything) {}
  explicit pred(detail::filter_part from) : filter(std::move(from)) {}

  detail::filter_part filter;
};

// One or more fields, each equal to a value.
template <template <class> class M, fixed_string... N>
struct key {
  using owner = detail::tag<M>;
  using fields = detail::numbers<detail::field_index<M, N>...>;
  static constexpr bool unique = detail::is_unique_key<M, N...>();
  static constexpr bool nullable = detail::any_nullable<M, N...>;

  value values[sizeof...(N)];

  // Throws error(invalid_query) for a null: where a unique key is asked for, it is never null.
  void check() const {
    if constexpr (nullable) detail::refuse_null_key(detail::model_name<M>(), values, sizeof...(N));
  }

  operator pred<M>() const& { return pred<M>(key(*this)); }
  operator pred<M>() && { return pred<M>(detail::equal_all(fields::values, values, fields::count)); }
};

namespace detail {

template <class T>
inline constexpr bool is_condition = false;
template <template <class> class M>
inline constexpr bool is_condition<pred<M>> = true;
template <template <class> class M, fixed_string... N>
inline constexpr bool is_condition<key<M, N...>> = true;

template <class T>
concept condition = is_condition<std::remove_cvref_t<T>>;

template <class T>
inline constexpr bool is_key = false;
template <template <class> class M, fixed_string... N>
inline constexpr bool is_key<key<M, N...>> = true;

template <template <class> class M>
pred<M> as_predicate(const pred<M>& from) {
  return from;
}
template <template <class> class M>
pred<M> as_predicate(pred<M>&& from) {
  return std::move(from);
}
template <template <class> class M, fixed_string... N>
pred<M> as_predicate(const key<M, N...>& from) {
  return from;
}
template <template <class> class M, fixed_string... N>
pred<M> as_predicate(key<M, N...>&& from) {
  return std::move(from);
}

template <template <class> class M, fixed_string... A, fixed_string... B>
key<M, A..., B...> join(key<M, A...>&& left, key<M, B...>&& right) {
  key<M, A..., B...> out;
  std::size_t at = 0;
  for (value& each : left.values) out.values[at++] = std::move(each);
  for (value& each : right.values) out.values[at++] = std::move(each);
  return out;
}

}  // namespace detail

template <detail::condition L, detail::condition R>
auto operator&&(L&& left, R&& right) {
  using left_type = std::remove_cvref_t<L>;
  using right_type = std::remove_cvref_t<R>;
  constexpr bool same = std::is_same_v<typename left_type::owner, typename right_type::owner>;
  static_assert(same, "orm: && joins conditions on one model");
  if constexpr (same) {
    if constexpr (detail::is_key<left_type> && detail::is_key<right_type>) {
      return detail::join(left_type(std::forward<L>(left)), right_type(std::forward<R>(right)));
    } else {
      auto joined = detail::as_predicate(std::forward<L>(left));
      joined.filter =
          detail::both(std::move(joined.filter), std::move(detail::as_predicate(std::forward<R>(right)).filter));
      return joined;
    }
  }
}

template <detail::condition L, detail::condition R>
auto operator||(L&& left, R&& right) {
  constexpr bool same = std::is_same_v<typename std::remove_cvref_t<L>::owner, typename std::remove_cvref_t<R>::owner>;
  static_assert(same, "orm: || joins conditions on one model");
  if constexpr (same) {
    auto joined = detail::as_predicate(std::forward<L>(left));
    joined.filter =
        detail::either(std::move(joined.filter), std::move(detail::as_predicate(std::forward<R>(right)).filter));
    return joined;
  }
}

template <detail::condition C>
auto operator!(C&& operand) {
  auto negated = detail::as_predicate(std::forward<C>(operand));
  negated.filter = detail::negated(std::move(negated.filter));
  return negated;
}

}  // namespace orm
