// The operations on one model as queries that are not run yet. What an operation refuses, it refuses here, at compile
// time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include "orm/ast/query.hpp"
#include "orm/typed/aggregate.hpp"
#include "orm/typed/answer.hpp"
#include "orm/typed/clauses.hpp"
#include "orm/typed/declare.hpp"
#include "orm/typed/fixed_query.hpp"
#include "orm/typed/relation.hpp"
#include "orm/typed/selection.hpp"
#include "orm/typed/writes.hpp"

namespace orm::detail {

// The selection among the clauses, or every scalar field.
template <template <class> class M, class... C>
struct selection_among {
  using type = selection<every_field<M>>;
};
template <template <class> class M, class First, class... C>
struct selection_among<M, First, C...> : selection_among<M, C...> {};
template <template <class> class M, class S, class... C>
struct selection_among<M, selection<S>, C...> {
  using type = selection<S>;
};
template <template <class> class M, class S, class... C>
struct selection_among<M, run_time_selection<S>, C...> {
  using type = run_time_selection<S>;
};
template <template <class> class M, class... C>
struct selection_among<M, no_record_clause, C...> {
  using type = no_record_clause;
};
template <template <class> class M, class... C>
using chosen = typename selection_among<M, C...>::type;

template <class S>
inline constexpr bool is_answer_clause = is_selection<S> || std::is_same_v<S, no_record_clause>;

// Of a selection: the row and shape it makes, and whether both are known from the type.
template <class S>
struct answered {
  using row = typename S::row;
  using shape = typename S::shape_type;
  template <template <class...> class Container>
  using in = Container<row>;
  static constexpr bool fixed = S::fixed;
};
template <>
struct answered<no_record_clause> {
  using row = std::uint64_t;
  using shape = void;
  template <template <class...> class>
  using in = std::uint64_t;
  static constexpr bool fixed = true;
};

template <class S>
void add_clause(ast::query& query, selection<S> select) {
  static_cast<void>(select);
  set_selection(query, selection_of<S>);
}
template <class S>
void add_clause(ast::query& query, run_time_selection<S>&& select) {
  set_selection(query, std::move(select.tree));
}
inline void add_clause(ast::query&, no_record_clause) {}
template <template <class> class M, fixed_string N, ast::assignment_kind K>
void add_clause(ast::query& query, assign<M, N, K>&& change) {
  add_assignment(query, assign<M, N, K>::field, K, std::move(change.operand));
}
template <template <class> class M>
void add_clause(ast::query& query, changes<M>&& list) {
  for (ast::assignment& each : list.list()) add_assignment(query, each.field, each.kind, std::move(each.operand));
}

// An upsert's row: what create gives, and the key where create does not.
template <class Key, class Create>
void fill_row(value* row, const Key& key, Create& given) {
  for (std::size_t i = 0; i < Key::fields::count; ++i) row[Key::fields::values[i]] = key.values[i];
  for (std::size_t i = 0; i < Create::list::fields::count; ++i) {
    row[Create::list::fields::values[i]] = std::move(given.operands[i]);
  }
}

template <template <class> class App, template <class> class M>
class queries {
  template <class... C>
  static constexpr bool fits = (clause_fits<M, C>() && ...);
  template <class... C>
  using answer_of = answered<chosen<M, C...>>;

  static query_part start(ast::operation operation) { return query_part(operation, model_index<App, M>); }
  template <class T, class... C>
  static deferred<T> finish(query_part&& query, C&... clauses) {
    (add_clause(query, std::move(clauses)), ...);
    using select = chosen<M, C...>;
    if constexpr (!std::is_same_v<select, no_record_clause> && !(is_selection<C> || ...)) add_clause(query, select{});
    resolve(query, *orm::schema_of<App>());
    return {std::move(query)};
  }
  // Without records.
  template <class T, class... C>
  static deferred<T> finish_count(query_part&& query, C&... clauses) {
    return finish<T>(std::move(query), clauses..., no_record_value);
  }
  static inline no_record_clause no_record_value;

 public:
  template <class Key, class S>
  static consteval bool check_find_unique() {
    static_assert(is_unique_key_type<Key>,
                  "orm: find_unique() needs an id, a unique field or a declared compound unique");
    static_assert(fits<Key, S>, "orm: find_unique() got a key or a select() of another model");
    static_assert(is_selection<S>, "orm: find_unique() takes a unique key and a select()");
    return is_unique_key_type<Key> && fits<Key, S> && is_selection<S>;
  }
  template <class Key, class S = selection<every_field<M>>>
  static auto find_unique(Key key, S select = {}) {
    if constexpr (check_find_unique<Key, S>()) {
      key.check();
      query_part query = start(ast::operation::find_unique);
      set_key(query, Key::fields::values, key.values, Key::fields::count);
      return finish<std::optional<typename S::row>>(std::move(query), select);
    }
  }

  template <class... C>
  static auto find_first(C... clauses) {
    static_assert(((is_choice<C> || is_ordering<C> || is_selection<C>)&&...),
                  "orm: find_first() takes where, order_by, skip and select");
    static_assert(fits<C...>, "orm: find_first() got a clause of another model");
    using row = typename answer_of<C...>::row;
    return finish<std::optional<row>>(start(ast::operation::find_first), clauses...);
  }

  template <class... C>
  static auto find_many(C... clauses) {
    static_assert(((is_choice<C> || is_ordering<C> || is_page<C> || is_selection<C>)&&...),
                  "orm: find_many() takes where, order_by, take, skip, cursor, distinct and select");
    static_assert(fits<C...>, "orm: find_many() got a clause of another model");
    using row = typename answer_of<C...>::row;
    return finish<std::vector<row>>(start(ast::operation::find_many), clauses...);
  }

  template <class... C>
  static deferred<std::uint64_t> count(C... clauses) {
    static_assert((is_choice<C> && ...), "orm: count() takes where");
    static_assert(fits<C...>, "orm: count() got a clause of another model");
    return finish_count<std::uint64_t>(start(ast::operation::count), clauses...);
  }

  template <class... C>
  static auto aggregate(C... clauses) {
    static_assert(((is_choice<C> || is_ordering<C> || is_aggregate_clause<C>)&&...),
                  "orm: aggregate() takes where, count, sum, avg, min, max, group_by, having and order_by");
    static_assert(fits<C...>, "orm: aggregate() got a clause of another model");
    using row = aggregate_row<M, C...>;
    query_part query = start(ast::operation::aggregate);
    row::describe(query);
    auto whole = finish_count<std::conditional_t<row::grouped, std::vector<row>, row>>(std::move(query), clauses...);
    order_groups(whole.query);
    return whole;
  }

  template <class... C>
  static consteval void check_create() {
    static_assert(((is_assign<C> || is_answer_clause<C>)&&...), "orm: create() takes assignments and select()");
    static_assert(fits<C...>, "orm: create() got a field of another model");
    if constexpr (fits<C...>) assigned<C...>::template check_create<M>(numbers<>{});
  }
  template <class... C>
  static auto create(C... clauses) {
    check_create<C...>();
    query_part query = start(ast::operation::create);
    value* row = add_row(query, field_count<M>);
    (put_cell(row, clauses), ...);
    return finish_created<typename answer_of<C...>::row>(std::move(query), clauses...);
  }
  template <class S = selection<every_field<M>>>
  static auto create(draft<M> row, S select = {}) {
    static_assert(is_answer_clause<S> && fits<S>, "orm: create() takes a draft and a select() of the same model");
    query_part query = start(ast::operation::create);
    add_row(query, std::move(row.row()));
    return finish<typename answered<S>::row>(std::move(query), select);
  }

  template <class... C>
  static auto create_many(std::vector<draft<M>> rows, C... clauses) {
    static_assert(((is_answer_clause<C> || std::is_same_v<C, skip_duplicates_clause>)&&...),
                  "orm: create_many() takes drafts, select() and skip_duplicates");
    static_assert(fits<C...>, "orm: create_many() got a select() of another model");
    query_part query = start(ast::operation::create_many);
    for (draft<M>& row : rows) add_row(query, std::move(row.row()));
    return finish<typename answer_of<C...>::template in<std::vector>>(std::move(query), clauses...);
  }

  template <class... C>
  static consteval void check_update() {
    static_assert(((is_choice<C> || is_assign<C> || is_changes<C> || is_answer_clause<C>)&&...),
                  "orm: update() takes where, assignments and select()");
    static_assert(fits<C...>, "orm: update() got a clause of another model");
    static_assert((is_choice<C> || ... || false), "orm: update() needs a predicate, orm::all means any row");
    if constexpr (fits<C...>) assigned<C...>::template check_update<M>();
  }
  template <class... C>
  static auto update(C... clauses) {
    check_update<C...>();
    return finish<typename answer_of<C...>::template in<std::optional>>(start(ast::operation::update), clauses...);
  }

  template <class... C>
  static deferred<std::uint64_t> update_many(C... clauses) {
    static_assert(((is_choice<C> || is_assign<C> || is_changes<C>)&&...),
                  "orm: update_many() takes where and assignments");
    static_assert(fits<C...>, "orm: update_many() got a clause of another model");
    static_assert((is_choice<C> || ... || false), "orm: update_many() needs a predicate, orm::all means every row");
    if constexpr (fits<C...>) assigned<C...>::template check_update<M>();
    return finish_count<std::uint64_t>(start(ast::operation::update_many), clauses...);
  }

  template <class Key, class Create, class Update, class S>
  static consteval bool check_upsert() {
    static_assert(is_unique_key_type<Key>, "orm: upsert() needs an id, a unique field or a declared compound unique");
    static_assert(is_create_part<Create> && is_update_part<Update> && is_answer_clause<S>,
                  "orm: upsert() takes a unique key, create(...), update(...) and a select()");
    static_assert(fits<Key, S>, "orm: upsert() got a key or a select() of another model");
    constexpr bool valid = is_unique_key_type<Key> && is_create_part<Create> && is_update_part<Update> && fits<Key, S>;
    if constexpr (valid) {
      Create::list::template check_create<M>(typename Key::fields{});
      if constexpr (requires { typename Update::list::fields; }) {
        Update::list::template check_update<M>();
        static_assert(!Update::list::names_any(typename Key::fields{}), "orm: upsert() can't change its key");
      }
    }
    return valid;
  }
  template <class Key, class Create, class Update, class S = selection<every_field<M>>>
  static auto upsert(Key key, Create given, Update otherwise, S select = {}) {
    if constexpr (check_upsert<Key, Create, Update, S>()) {
      key.check();
      query_part query = start(ast::operation::upsert);
      fill_row(add_row(query, field_count<M>), key, given);
      set_key(query, Key::fields::values, key.values, Key::fields::count);
      if constexpr (std::is_same_v<Update, update_changes<M>>) {
        add_clause(query, std::move(otherwise.list));
      } else {
        using list = typename Update::list;
        for (std::size_t i = 0; i < list::fields::count; ++i) {
          add_assignment(query, list::fields::values[i], static_cast<ast::assignment_kind>(list::kinds::values[i]),
                         std::move(otherwise.operands[i]));
        }
      }
      return finish<typename answered<S>::row>(std::move(query), select);
    }
  }

  template <class... C>
  static deferred<bool> remove(C... clauses) {
    static_assert((is_choice<C> && ...) && sizeof...(C) > 0, "orm: remove() needs a predicate, orm::all means any row");
    static_assert(fits<C...>, "orm: remove() got a predicate of another model");
    return finish_count<bool>(start(ast::operation::remove), clauses...);
  }
  template <class... C>
  static deferred<std::uint64_t> remove_many(C... clauses) {
    static_assert((is_choice<C> && ...) && sizeof...(C) > 0,
                  "orm: remove_many() needs a predicate, orm::all means every row");
    static_assert(fits<C...>, "orm: remove_many() got a predicate of another model");
    return finish_count<std::uint64_t>(start(ast::operation::remove_many), clauses...);
  }

 private:
  // The assignments among the clauses are in the row already.
  template <class T, class... C>
  static deferred<T> finish_created(query_part&& query, C&... clauses) {
    (add_answer(query, clauses), ...);
    using select = chosen<M, C...>;
    if constexpr (!(is_answer_clause<C> || ... || false)) add_clause(query, select{});
    resolve(query, *orm::schema_of<App>());
    return {std::move(query)};
  }
  template <class C>
  static void add_answer(ast::query& query, C& clause) {
    if constexpr (is_answer_clause<C>) add_clause(query, std::move(clause));
  }
};

}  // namespace orm::detail
