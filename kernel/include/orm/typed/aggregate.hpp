// aggregate(): its clauses and its answer.
//
//   auto plans = db.user.aggregate(group_by(u.plan), count(), sum(u.logins), having(count() > 1), order_by(u.plan));
//   plans[0].group.plan, plans[0].count_all, *plans[0].sum.logins
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>
#include <vector>

#include "orm/ast/query.hpp"
#include "orm/typed/clauses.hpp"
#include "orm/typed/measure.hpp"
#include "orm/typed/reader.hpp"
#include "orm/typed/row.hpp"
#include "orm/typed/shape.hpp"

namespace orm {

namespace detail {

template <class Shape>
struct grouping;
template <template <class> class M, class... E>
struct grouping<shape<M, E...>> {
  using owner = tag<M>;
};
template <class Owner>
struct having_clause {
  using owner = Owner;
  ast::group_condition condition;
};
template <class Owner, std::size_t N>
struct group_ordering {
  using owner = Owner;
  ast::group_order keys[N];
};

template <class T>
inline constexpr bool is_group_order = false;
template <class O>
inline constexpr bool is_group_order<group_order_key<O>> = true;

template <class Item>
ast::group_order group_order_of(Item item) {
  if constexpr (is_group_order<Item>) {
    return item.key;
  } else {
    const ast::order_key key = order_key_of(item);
    return {{ast::aggregate_kind::minimum, key.field}, true, key.descending};
  }
}

void set_having(ast::query& query, ast::group_condition&& condition);
void sort_groups(ast::query& query, const ast::group_order* keys, std::size_t count);
// Rewrites an order by fields as one of groups.
void order_groups(ast::query& query);

template <template <class> class M, class... F>
grouping<shape<M, pick<F::id>...>> group_of(tag<M>, F...) {
  return {};
}

// The model that a list of keys is about: count() alone is about any.
template <class First, class... Rest>
struct owner_among {
  using type = typename First::owner;
};
template <class First, class... Rest>
requires(sizeof...(Rest) > 0 && std::is_same_v<typename First::owner, any_model>) struct owner_among<First, Rest...>
    : owner_among<Rest...> {
};
template <class... O>
using first_owner = typename owner_among<O...>::type;

template <class T>
inline constexpr bool is_aggregate_clause = is_measure<T>;
template <class S>
inline constexpr bool is_aggregate_clause<grouping<S>> = true;
template <class O>
inline constexpr bool is_aggregate_clause<having_clause<O>> = true;
template <class O, std::size_t N>
inline constexpr bool is_aggregate_clause<group_ordering<O, N>> = true;

template <class O, ast::aggregate_kind K, std::uint32_t F, class V>
void add_clause(ast::query&, measure<O, K, F, V>) {}  // of the query's shape: aggregate_row::describe
template <class S>
void add_clause(ast::query&, grouping<S>) {}
template <class O>
void add_clause(ast::query& query, having_clause<O>&& wanted) {
  set_having(query, std::move(wanted.condition));
}
template <class O, std::size_t N>
void add_clause(ast::query& query, group_ordering<O, N>&& by) {
  sort_groups(query, by.keys, N);
}

// The view of a model whose members are the measures of one kind.
template <template <class> class M, ast::aggregate_kind Kind, class... C>
struct as_measures {
  using row_type = M<as_measures>;
  template <fixed_string N, class T>
  using value = unwrapped<typename measured<Kind, T>::type>;
  template <fixed_string N, class T>
  static constexpr bool wanted = (__is_same(measure<tag<M>, Kind, field_index<M, N>, value<N, T>>, C) || ...);

  template <fixed_string N, class T, class...>
  using col =
      typename choose<wanted<N, T>>::template type<typename measured<Kind, T>::type, field_not_selected<row_type, N>>;
  template <fixed_string N, relation_kind, template <class> class, template <class> class, fixed_string...>
  using rel = field_not_selected<row_type, N>;
};

template <template <class> class M, class... C>
struct group_shape {
  using type = shape<M>;
  static constexpr bool grouped = false;
};
template <template <class> class M, class First, class... C>
struct group_shape<M, First, C...> : group_shape<M, C...> {};
template <template <class> class M, class S, class... C>
struct group_shape<M, grouping<S>, C...> {
  using type = S;
  static constexpr bool grouped = true;
};

}  // namespace detail

// One answer of aggregate(), or one group of it. Of each part only what was asked for is there: sum.logins, min.born.
// Sums, averages and extremes of no values are empty.
template <template <class> class M, class... C>
struct aggregate_row {
  using group_shape = typename detail::group_shape<M, C...>::type;
  static constexpr bool grouped = detail::group_shape<M, C...>::grouped;

  std::int64_t count_all = 0;  // of count()
  M<as_row<group_shape>> group;
  M<detail::as_measures<M, ast::aggregate_kind::count, C...>> count;
  M<detail::as_measures<M, ast::aggregate_kind::sum, C...>> sum;
  M<detail::as_measures<M, ast::aggregate_kind::average, C...>> avg;
  M<detail::as_measures<M, ast::aggregate_kind::minimum, C...>> min;
  M<detail::as_measures<M, ast::aggregate_kind::maximum, C...>> max;

  // Cells: the group's fields, the number of rows, then kind by kind, each in the order of the model's fields.
  static constexpr bool counts_rows = (std::is_same_v<decltype(orm::count()), C> || ... || false);
  static void describe(ast::query& query) {
    query.grouped = grouped;
    for (const std::uint32_t field : detail::shape_data<group_shape>::arrays.fields) query.group.push_back(field);
    if constexpr (counts_rows) query.aggregates.push_back({});
    for (const auto kind : {ast::aggregate_kind::count, ast::aggregate_kind::sum, ast::aggregate_kind::average,
                            ast::aggregate_kind::minimum, ast::aggregate_kind::maximum}) {
      for (std::uint32_t field = 0; field < detail::field_count<M>; ++field) {
        if ((asks<C>(kind, field) || ... || false)) query.aggregates.push_back({kind, field});
      }
    }
  }

  static void read(const detail::row_reader&, void* row, const orm_cell* cells) {
    aggregate_row& to = *static_cast<aggregate_row*>(row);
    detail::cell_cursor from{cells};
    const auto part = [&from](auto& view) {
      detail::members<detail::member_count<M>>::apply(view,
                                                      [&from](auto&... member) { (detail::read(from, member), ...); });
    };
    part(to.group);
    if constexpr (counts_rows) detail::read(from, to.count_all);
    part(to.count), part(to.sum), part(to.avg), part(to.min), part(to.max);
  }

 private:
  template <class Clause>
  static constexpr bool asks(ast::aggregate_kind kind, std::uint32_t field) {
    if constexpr (detail::is_measure<Clause>)
      return Clause::kind == kind && Clause::field == field;
    else
      return false;
  }
};

namespace detail {
template <template <class> class M, class... C>
struct reader_of<aggregate_row<M, C...>> {
  static constexpr row_reader value{&aggregate_row<M, C...>::read, 0, nullptr};
};
}  // namespace detail

// One answer for each combination of values.
template <detail::about_model First, class... F>
auto group_by(First first, F... rest) {
  static_assert((std::is_same_v<typename First::owner, typename F::owner> && ...),
                "orm: group_by() got a field of another model");
  static_assert(!detail::is_json_field<First>() && !(detail::is_json_field<F>() || ... || false),
                "orm: group_by() does not take json fields");
  return detail::group_of(typename First::owner{}, first, rest...);
}

// Only groups that match.
template <class C>
requires detail::is_group_pred<C> || detail::is_condition<C>
auto having(C wanted) {
  return detail::having_clause<typename C::owner>{detail::as_group_condition(std::move(wanted))};
}

// Orders of groups: by measures and grouped fields.
template <class... O>
requires(detail::is_group_order<O> || ...) auto order_by(O... keys) {
  return detail::group_ordering<detail::first_owner<O...>, sizeof...(O)>{{detail::group_order_of(keys)...}};
}

}  // namespace orm
