// The operations on one model, whether they run at once (model_client) or wait for a batch (later()). What an operation
// refuses, it refuses here, at compile time.
//
// All throw orm::error when they run. Besides what each says: connection_failed, timeout, missing_table before
// bootstrap(), and inside a transaction transaction_conflict.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include "orm/ast/query.hpp"
#include "orm/typed/aggregate.hpp"
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

// Way: what becomes of an operation. take<T>() gets it as a fixed shape with its arguments or as a whole query, and
// answers Way::answer<T> of the T that running it answers.
template <template <class> class App, template <class> class M, class Way>
class operations {
  template <class... C>
  static constexpr bool fits = (clause_fits<M, C>() && ...);
  template <class... C>
  using answer_of = answered<chosen<M, C...>>;
  using no_answer = answered<no_record_clause>;
  using nothing = assigned<>;
  template <class T>
  using answer = typename Way::template answer<T>;

 public:
  // The row with this unique key, or nothing.
  //   db.user.find_unique(u.email == "ada@x.dev", select(u.id, u.name))
  template <class Key, class S = selection<every_field<M>>>
  auto find_unique(Key key, S select = {}) const {
    if constexpr (check_find_unique<Key, S>()) {
      using row = std::optional<typename S::row>;
      key.check();
      if constexpr (S::fixed) {
        return fixed<row, ast::operation::find_unique, typename Key::fields, false, nothing, typename S::shape_type>(
            key.values);
      } else {
        query_part query = start(ast::operation::find_unique);
        set_key(query, Key::fields::values, key.values, Key::fields::count);
        return whole<row>(std::move(query), select);
      }
    }
  }

  // The first row that matches, in order, or nothing; all that match. Clauses in any order.
  //   db.user.find_many(where(u.name.contains("Ada")), order_by(u.name), take(10), select(u.id))
  template <class... C>
  auto find_first(C... clauses) const {
    static_assert(((is_choice<C> || is_ordering<C> || is_selection<C>)&&...),
                  "orm: find_first() takes where, order_by, skip and select");
    static_assert(fits<C...>, "orm: find_first() got a clause of another model");
    return on_matching<std::optional<typename answer_of<C...>::row>, ast::operation::find_first, answer_of<C...>>(
        clauses...);
  }
  template <class... C>
  auto find_many(C... clauses) const {
    static_assert(((is_choice<C> || is_ordering<C> || is_page<C> || is_selection<C>)&&...),
                  "orm: find_many() takes where, order_by, take, skip, cursor, distinct and select");
    static_assert(fits<C...>, "orm: find_many() got a clause of another model");
    return on_matching<std::vector<typename answer_of<C...>::row>, ast::operation::find_many, answer_of<C...>>(
        clauses...);
  }

  template <class... C>
  answer<std::uint64_t> count(C... clauses) const {
    static_assert((is_choice<C> && ...), "orm: count() takes where");
    static_assert(fits<C...>, "orm: count() got a clause of another model");
    return on_matching<std::uint64_t, ast::operation::count, no_answer>(clauses...);
  }

  // An aggregate_row; a vector of them with group_by().
  template <class... C>
  auto aggregate(C... clauses) const {
    static_assert(((is_choice<C> || is_ordering<C> || is_aggregate_clause<C>)&&...),
                  "orm: aggregate() takes where, count, sum, avg, min, max, group_by, having and order_by");
    static_assert(fits<C...>, "orm: aggregate() got a clause of another model");
    using row = aggregate_row<M, C...>;
    query_part query = start(ast::operation::aggregate);
    row::describe(query);
    (add_clause(query, std::move(clauses)), ...);
    order_groups(query);
    return finished<std::conditional_t<row::grouped, std::vector<row>, row>>(std::move(query));
  }

  // Adds a row and answers it. Fields left out get their default, or null. Throws unique_constraint_violation,
  // foreign_key_violation, invalid_value.
  //   db.user.create(u.name = "Ada", u.email = "ada@x.dev", select(u.id))
  template <class... C>
  auto create(C... clauses) const {
    check_create<C...>();
    using answered = answer_of<C...>;
    if constexpr (answered::fixed) {
      value row[field_count<M>];
      clear_row(row, field_count<M>);
      (put_cell(row, clauses), ...);
      return fixed<typename answered::row, ast::operation::create, numbers<>, true, nothing, typename answered::shape>(
          row);
    } else {
      query_part query = start(ast::operation::create);
      value* row = add_row(query, field_count<M>);
      (put_cell(row, clauses), ...);
      (add_answer(query, clauses), ...);
      return finished<typename answered::row>(std::move(query));
    }
  }
  template <class S = selection<every_field<M>>>
  auto create(draft<M> row, S select = {}) const {
    static_assert(is_answer_clause<S> && fits<S>, "orm: create() takes a draft and a select() of the same model");
    query_part query = start(ast::operation::create);
    add_row(query, std::move(row.row()));
    return whole<typename answered<S>::row>(std::move(query), select);
  }

  // Adds all rows or none, in one step, and answers them in order.
  //   db.user.create_many({{u.name = "Ada", u.email = "a@x.dev"}, {u.name = "Eve", u.email = "e@x.dev"}})
  template <class... C>
  auto create_many(std::vector<draft<M>> rows, C... clauses) const {
    static_assert(((is_answer_clause<C> || std::is_same_v<C, skip_duplicates_clause>)&&...),
                  "orm: create_many() takes drafts, select() and skip_duplicates");
    static_assert(fits<C...>, "orm: create_many() got a select() of another model");
    query_part query = start(ast::operation::create_many);
    for (draft<M>& row : rows) add_row(query, std::move(row.row()));
    return whole<typename answer_of<C...>::template in<std::vector>>(std::move(query), clauses...);
  }

  // Changes the first row, by id, that matches; answers it as it is then, or nothing.
  //   db.user.update(u.id == id, u.name = "Ada", u.logins += 1)
  template <class... C>
  auto update(C... clauses) const {
    static_assert(((is_choice<C> || is_assign<C> || is_changes<C> || is_answer_clause<C>)&&...),
                  "orm: update() takes where, assignments and select()");
    static_assert(fits<C...>, "orm: update() got a clause of another model");
    static_assert((is_choice<C> || ... || false), "orm: update() needs a predicate, orm::all means any row");
    if constexpr (fits<C...>) assigned<C...>::template check_update<M>();
    using answered = answer_of<C...>;
    return on_matching<typename answered::template in<std::optional>, ast::operation::update, answered>(clauses...);
  }

  // Changes every row that matches; answers how many.
  //   db.user.update_many(where(u.plan == plan::free), u.quota = 10)
  template <class... C>
  answer<std::uint64_t> update_many(C... clauses) const {
    static_assert(((is_choice<C> || is_assign<C> || is_changes<C>)&&...),
                  "orm: update_many() takes where and assignments");
    static_assert(fits<C...>, "orm: update_many() got a clause of another model");
    static_assert((is_choice<C> || ... || false), "orm: update_many() needs a predicate, orm::all means every row");
    if constexpr (fits<C...>) assigned<C...>::template check_update<M>();
    return on_matching<std::uint64_t, ast::operation::update_many, no_answer>(clauses...);
  }

  // Adds the row with this unique key or changes it, in one atomic step, and answers it.
  //   db.user.upsert(u.email == "ada@x.dev", create(u.name = "Ada"), update(u.name = "Ada"), select(u.id))
  template <class Key, class Create, class Update, class S = selection<every_field<M>>>
  auto upsert(Key key, Create given, Update otherwise, S select = {}) const {
    if constexpr (check_upsert<Key, Create, Update, S>()) {
      key.check();
      if constexpr (answered<S>::fixed && requires { typename Update::list; }) {
        using list = typename Update::list;
        constexpr std::size_t fields = field_count<M>, changed = list::fields::count;
        value arguments[fields + changed + Key::fields::count];
        clear_row(arguments, fields);
        fill_row(arguments, key, given);
        move_values(otherwise.operands, arguments + fields, changed);
        move_values(key.values, arguments + fields + changed, Key::fields::count);
        return fixed<typename answered<S>::row, ast::operation::upsert, typename Key::fields, true, list,
                     typename answered<S>::shape>(arguments);
      } else {
        query_part query = start(ast::operation::upsert);
        fill_row(add_row(query, field_count<M>), key, given);
        set_key(query, Key::fields::values, key.values, Key::fields::count);
        add_changes(query, otherwise);
        return whole<typename answered<S>::row>(std::move(query), select);
      }
    }
  }

  // Removes the first row, by id, that matches; answers whether there was one. foreign_key_violation where others refer
  // to it and the driver has foreign keys.
  template <class... C>
  answer<bool> remove(C... clauses) const {
    static_assert((is_choice<C> && ...) && sizeof...(C) > 0, "orm: remove() needs a predicate, orm::all means any row");
    static_assert(fits<C...>, "orm: remove() got a predicate of another model");
    return on_matching<bool, ast::operation::remove, no_answer>(clauses...);
  }

  // Removes every row that matches; answers how many.
  template <class... C>
  answer<std::uint64_t> remove_many(C... clauses) const {
    static_assert((is_choice<C> && ...) && sizeof...(C) > 0,
                  "orm: remove_many() needs a predicate, orm::all means every row");
    static_assert(fits<C...>, "orm: remove_many() got a predicate of another model");
    return on_matching<std::uint64_t, ast::operation::remove_many, no_answer>(clauses...);
  }

 protected:
  operations() = default;
  explicit operations(Way way) : way_(way) {}

  Way way_;

 private:
  template <class Key, class S>
  static consteval bool check_find_unique() {
    static_assert(is_unique_key_type<Key>,
                  "orm: find_unique() needs an id, a unique field or a declared compound unique");
    static_assert(fits<Key, S>, "orm: find_unique() got a key or a select() of another model");
    static_assert(is_selection<S>, "orm: find_unique() takes a unique key and a select()");
    return is_unique_key_type<Key> && fits<Key, S> && is_selection<S>;
  }

  template <class... C>
  static consteval void check_create() {
    static_assert(((is_assign<C> || is_answer_clause<C>)&&...), "orm: create() takes assignments and select()");
    static_assert(fits<C...>, "orm: create() got a field of another model");
    if constexpr (fits<C...>) assigned<C...>::template check_create<M>(numbers<>{});
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

  // ---- of a shape that the compiler knows

  template <class T, ast::operation Operation, class Key, bool Row, class List, class Shape>
  answer<T> fixed(std::span<value> arguments) const {
    using query = fixed_query<App, M, Operation, Key, Row, typename List::fields, typename List::kinds, Shape>;
    return way_.template take<T>(query::query, arguments);
  }

  // On the rows that a condition matches. Answered: with which records.
  template <class T, ast::operation Operation, class Answered, class... C>
  answer<T> on_matching(C&... clauses) const {
    if constexpr (is_fixed_choice<C...>) {
      auto& key = find_key(clauses...);
      using fields = typename std::remove_cvref_t<decltype(key)>::fields;
      using list = assigned<C...>;
      constexpr std::size_t changed = list::fields::count, takes = Operation == ast::operation::find_first;
      // Equal to null is another shape.
      if constexpr (std::remove_cvref_t<decltype(key)>::nullable) {
        if (any_null(key.values, fields::count)) return whole_of<T, Answered>(start(Operation), clauses...);
      }
      if constexpr (changed + takes == 0) {
        return fixed<T, Operation, fields, false, list, typename Answered::shape>(key.values);
      } else {
        value arguments[changed + fields::count + takes];
        value* to = arguments;
        (put_operand(to, clauses), ...);
        move_values(key.values, to, fields::count);
        if constexpr (takes) to[fields::count] = value::of_integer(1);
        return fixed<T, Operation, fields, false, list, typename Answered::shape>(arguments);
      }
    } else {
      return whole_of<T, Answered>(start(Operation), clauses...);
    }
  }

  // ---- of any other

  static query_part start(ast::operation operation) { return query_part(operation, model_index<App, M>); }

  template <class T, class... C>
  answer<T> whole(query_part&& query, C&... clauses) const {
    return whole_of<T, answer_of<C...>>(std::move(query), clauses...);
  }
  template <class T, class Answered, class... C>
  answer<T> whole_of(query_part&& query, C&... clauses) const {
    (add_clause(query, std::move(clauses)), ...);
    using shape = typename Answered::shape;
    if constexpr (!std::is_void_v<shape> && !(is_selection<C> || ...)) set_selection(query, selection_of<shape>);
    return finished<T>(std::move(query));
  }
  template <class T>
  answer<T> finished(query_part&& query) const {
    resolve(query, *orm::schema_of<App>());
    return way_.template take<T>(std::move(query));
  }

  template <class C>
  static void add_answer(ast::query& query, C& clause) {
    if constexpr (is_answer_clause<C>) add_clause(query, std::move(clause));
  }
  static void add_changes(ast::query& query, update_changes<M>& otherwise) {
    add_clause(query, std::move(otherwise.list));
  }
  template <class... A>
  static void add_changes(ast::query& query, update_part<A...>& otherwise) {
    using list = typename update_part<A...>::list;
    for (std::size_t i = 0; i < list::fields::count; ++i) {
      add_assignment(query, list::fields::values[i], static_cast<ast::assignment_kind>(list::kinds::values[i]),
                     std::move(otherwise.operands[i]));
    }
  }
};

}  // namespace orm::detail
