// The members of fields<M> that stand for relations: filters on related rows, and what is selected of them.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>

#include "orm/ast/filter.hpp"
#include "orm/ast/query.hpp"
#include "orm/typed/clauses.hpp"
#include "orm/typed/model.hpp"
#include "orm/typed/predicate.hpp"
#include "orm/typed/row.hpp"
#include "orm/typed/selection.hpp"

namespace orm {

namespace detail {

constexpr bool is_plural(relation_kind kind) {
  return kind == relation_kind::has_many || kind == relation_kind::many_to_many;
}

template <template <class> class T, class Selected>
consteval auto check_target() {
  constexpr bool same = std::is_same_v<typename Selected::owner, tag<T>>;
  static_assert(same, "orm: select() got a field of another model");
  if constexpr (same)
    return std::type_identity<typename Selected::shape_type>{};
  else
    return std::type_identity<every_field<T>>{};
}
// The shape of a selection of a relation to T.
template <template <class> class T, class Selected>
using shape_of_target = typename decltype(check_target<T, Selected>())::type;

}  // namespace detail

// A relation inside select() while it is being narrowed.
template <template <class> class M, fixed_string N, relation_kind Kind, template <class> class T>
class related_rows {
  static constexpr bool plural = detail::is_plural(Kind);

 public:
  using owner = detail::tag<M>;

  // Only these of the related rows.
  template <detail::condition C>
  related_rows where(C&& wanted) && {
    pred<T> more = std::forward<C>(wanted);
    level_.narrow(std::move(more.filter));
    return std::move(*this);
  }
  template <class... O>
  related_rows order_by(O... keys) && {
    static_assert(plural, "orm: order_by(), take() and skip() are for relations to many");
    (level_.sort(order<T>(keys).key), ...);
    return std::move(*this);
  }
  // At most so many rows of each parent, after leaving out the first.
  related_rows take(std::uint64_t rows) && {
    static_assert(plural, "orm: order_by(), take() and skip() are for relations to many");
    level_.take = rows;
    return std::move(*this);
  }
  related_rows skip(std::uint64_t rows) && {
    static_assert(plural, "orm: order_by(), take() and skip() are for relations to many");
    level_.skip = rows;
    return std::move(*this);
  }

  template <class... I>
  auto select(I... items) && {
    auto below = orm::select(std::move(items)...);
    using shape_below = detail::shape_of_target<T, decltype(below)>;
    detail::set_level(level_, ordinal(), std::move(below));
    return detail::run_time_picked<M, N, shape_below>{std::move(level_)};
  }

  static constexpr std::uint32_t ordinal() { return detail::relation_ordinal<M, N>; }
  // Without select(): every scalar field.
  detail::level_part release() {
    detail::set_selection(level_, ordinal(), detail::selection_of<every_field<T>>);
    return std::move(level_);
  }

 private:
  detail::level_part level_;
};

namespace detail {
template <template <class> class M, fixed_string N, relation_kind K, template <class> class T>
struct entry_of<related_rows<M, N, K, T>> {
  using type = nest<N, every_field<T>>;
  static constexpr bool fixed = false;
};
}  // namespace detail

template <template <class> class M, fixed_string N, relation_kind Kind, template <class> class T,
          template <class> class Through, fixed_string... Keys>
class relation_descriptor {
  static constexpr bool plural = detail::is_plural(Kind);
  static constexpr std::string_view keys[] = {Keys.view()...};
  using narrowed = related_rows<M, N, Kind, T>;

 public:
  using owner = detail::tag<M>;
  static constexpr bool is_field = false;
  static constexpr fixed_string id = N;
  static constexpr relation_kind kind = Kind;
  static constexpr void describe(detail::field_info*&, detail::relation_info*& to) {
    detail::relation_info& out = *to++;
    out.name = N.view();
    out.kind = Kind;
    out.target = &detail::model_name<T>;
    if constexpr (Kind == relation_kind::many_to_many) {
      out.through = &detail::model_name<Through>;
      out.from = keys[0];
      out.to = keys[1];
    } else {
      out.foreign_key = keys[0];
    }
  }
  static constexpr std::uint32_t ordinal() { return detail::relation_ordinal<M, N>; }
  template <class Below>
  using member_type = typename detail::related_member<T, Kind, Below>::type;

  // ---- filters on a relation to many: some row matches, every one, none

  pred<M> some(pred<T> wanted = {}) const {
    static_assert(plural, "orm: some(), every() and none() are for relations to many; a singular one has is()");
    return pred<M>(detail::related(ast::filter_kind::some, ordinal(), std::move(wanted.filter)));
  }
  pred<M> every(pred<T> wanted) const {
    static_assert(plural, "orm: some(), every() and none() are for relations to many; a singular one has is()");
    return !pred<M>(detail::related(ast::filter_kind::some, ordinal(), detail::negated(std::move(wanted.filter))));
  }
  pred<M> none(pred<T> wanted = {}) const {
    static_assert(plural, "orm: some(), every() and none() are for relations to many; a singular one has is()");
    return !pred<M>(detail::related(ast::filter_kind::some, ordinal(), std::move(wanted.filter)));
  }

  // ---- filters on a singular relation: its row exists and matches, or not so; std::nullopt: there is none

  pred<M> is(pred<T> wanted) const {
    static_assert(!plural, "orm: is() and is_not() are for singular relations; one to many has some()");
    return pred<M>(detail::related(ast::filter_kind::is, ordinal(), std::move(wanted.filter)));
  }
  pred<M> is_not(pred<T> wanted) const {
    static_assert(!plural, "orm: is() and is_not() are for singular relations; one to many has some()");
    return !pred<M>(detail::related(ast::filter_kind::is, ordinal(), std::move(wanted.filter)));
  }
  pred<M> is(std::nullopt_t) const { return is_not(pred<T>()); }
  pred<M> is_not(std::nullopt_t) const { return is(pred<T>()); }

  // ---- in select()

  template <detail::condition C>
  narrowed where(C&& wanted) const {
    return narrowed().where(std::forward<C>(wanted));
  }
  template <class... O>
  narrowed order_by(O... keys) const {
    return narrowed().order_by(keys...);
  }
  narrowed take(std::uint64_t rows) const { return narrowed().take(rows); }
  narrowed skip(std::uint64_t rows) const { return narrowed().skip(rows); }

  template <class... I>
  constexpr auto select(I... items) const {
    auto below = orm::select(std::move(items)...);
    using selected = decltype(below);
    using shape_below = detail::shape_of_target<T, selected>;
    if constexpr (selected::fixed) {
      return detail::picked<M, N, shape_below>{};
    } else {
      return detail::run_time_picked<M, N, shape_below>{detail::make_level(ordinal(), std::move(below))};
    }
  }
};

}  // namespace orm
