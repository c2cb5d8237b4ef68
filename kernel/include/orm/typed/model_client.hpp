// The operations on one model, run at once. A member of client<App> or of a transaction; cheap to copy, valid as long
// as that is. Thread-safe as that is.
//
// All throw orm::error. Besides what each says: connection_failed, timeout, missing_table before bootstrap(), and
// inside a transaction transaction_conflict.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include "orm/detail/engine.hpp"
#include "orm/typed/answer.hpp"
#include "orm/typed/fixed_query.hpp"
#include "orm/typed/queries.hpp"

namespace orm {

template <template <class> class App, template <class> class M>
class model_client {
  using queries = detail::queries<App, M>;
  template <ast::operation Operation, class Key, bool Row, class List, class Shape>
  using fixed = detail::fixed_query<App, M, Operation, Key, Row, typename List::fields, typename List::kinds, Shape>;
  using nothing = detail::assigned<>;
  template <class... C>
  using answer_of = detail::answered<detail::chosen<M, C...>>;

 public:
  // The row with this unique key, or nothing.
  //   db.user.find_unique(u.email == "ada@x.dev", select(u.id, u.name))
  template <class Key, class S = selection<every_field<M>>>
  auto find_unique(Key key, S select = {}) const {
    if constexpr (queries::template check_find_unique<Key, S>()) {
      if constexpr (S::fixed) {
        using shape = typename S::shape_type;
        using query = fixed<ast::operation::find_unique, typename Key::fields, false, nothing, shape>;
        key.check();
        detail::answer<std::optional<typename S::row>> out;
        detail::run(*engine_, transaction_, query::query, key.values, out.place());
        return std::move(out.value);
      } else {
        return now(queries::find_unique(std::move(key), std::move(select)));
      }
    }
  }

  // The first row that matches, in order, or nothing; all that match. Clauses in any order.
  //   db.user.find_many(where(u.name.contains("Ada")), order_by(u.name), take(10), select(u.id))
  template <class... C>
  auto find_first(C... clauses) const {
    return now(queries::find_first(std::move(clauses)...));
  }
  template <class... C>
  auto find_many(C... clauses) const {
    return now(queries::find_many(std::move(clauses)...));
  }

  template <class... C>
  std::uint64_t count(C... clauses) const {
    return now(queries::count(std::move(clauses)...));
  }

  // An aggregate_row; a vector of them with group_by().
  template <class... C>
  auto aggregate(C... clauses) const {
    return now(queries::aggregate(std::move(clauses)...));
  }

  // Adds a row and answers it. Fields left out get their default, or null. Throws unique_constraint_violation,
  // foreign_key_violation, invalid_value.
  //   db.user.create(u.name = "Ada", u.email = "ada@x.dev", select(u.id))
  template <class... C>
  auto create(C... clauses) const {
    queries::template check_create<C...>();
    if constexpr (answer_of<C...>::fixed) {
      using query = fixed<ast::operation::create, detail::numbers<>, true, nothing, typename answer_of<C...>::shape>;
      value row[detail::field_count<M>];
      detail::clear_row(row, detail::field_count<M>);
      (detail::put_cell(row, clauses), ...);
      return run_fixed<typename answer_of<C...>::row, query>(row);
    } else {
      return now(queries::create(std::move(clauses)...));
    }
  }
  template <class S = selection<every_field<M>>>
  auto create(draft<M> row, S select = {}) const {
    return now(queries::create(std::move(row), std::move(select)));
  }

  // Adds all rows or none, in one step, and answers them in order.
  //   db.user.create_many({{u.name = "Ada", u.email = "a@x.dev"}, {u.name = "Eve", u.email = "e@x.dev"}})
  template <class... C>
  auto create_many(std::vector<draft<M>> rows, C... clauses) const {
    return now(queries::create_many(std::move(rows), std::move(clauses)...));
  }

  // Changes the first row, by id, that matches; answers it as it is then, or nothing.
  //   db.user.update(u.id == id, u.name = "Ada", u.logins += 1)
  template <class... C>
  auto update(C... clauses) const {
    queries::template check_update<C...>();
    if constexpr (detail::is_fixed_update<C...>) {
      return update_fixed(clauses...);
    } else {
      return now(queries::update(std::move(clauses)...));
    }
  }

  // Changes every row that matches; answers how many.
  //   db.user.update_many(where(u.plan == plan::free), u.quota = 10)
  template <class... C>
  std::uint64_t update_many(C... clauses) const {
    return now(queries::update_many(std::move(clauses)...));
  }

  // Adds the row with this unique key or changes it, in one atomic step, and answers it.
  //   db.user.upsert(u.email == "ada@x.dev", create(u.name = "Ada"), update(u.name = "Ada"), select(u.id))
  template <class Key, class Create, class Update, class S = selection<every_field<M>>>
  auto upsert(Key key, Create given, Update otherwise, S select = {}) const {
    if constexpr (queries::template check_upsert<Key, Create, Update, S>()) {
      if constexpr (detail::answered<S>::fixed && requires { typename Update::list; }) {
        using list = typename Update::list;
        using query =
            fixed<ast::operation::upsert, typename Key::fields, true, list, typename detail::answered<S>::shape>;
        constexpr std::size_t fields = detail::field_count<M>, changed = list::fields::count;
        key.check();
        value arguments[fields + changed + Key::fields::count];
        detail::clear_row(arguments, fields);
        detail::fill_row(arguments, key, given);
        detail::move_values(otherwise.operands, arguments + fields, changed);
        detail::move_values(key.values, arguments + fields + changed, Key::fields::count);
        return run_fixed<typename detail::answered<S>::row, query>(arguments);
      } else {
        return now(queries::upsert(std::move(key), std::move(given), std::move(otherwise), std::move(select)));
      }
    }
  }

  // Removes the first row, by id, that matches; answers whether there was one. foreign_key_violation where others refer
  // to it and the driver has foreign keys.
  template <class... C>
  bool remove(C... clauses) const {
    return now(queries::remove(std::move(clauses)...));
  }
  template <template <class> class Model, fixed_string... N>
  requires(key<Model, N...>::unique&& std::is_same_v<detail::tag<Model>, detail::tag<M>>) bool remove(
      key<Model, N...> key) const {
    using fields = typename orm::key<M, N...>::fields;
    if (detail::any_null(key.values, fields::count)) return now(queries::remove(std::move(key)));
    using query = fixed<ast::operation::remove, fields, false, nothing, void>;
    return detail::run(*engine_, transaction_, query::query, key.values, {}) != 0;
  }

  // Removes every row that matches; answers how many.
  template <class... C>
  std::uint64_t remove_many(C... clauses) const {
    return now(queries::remove_many(std::move(clauses)...));
  }

  // The same operations as queries for batch(): db.user.later().find_unique(...).
  queries later() const { return {}; }

 private:
  template <class Row, class Query>
  Row run_fixed(std::span<value> arguments) const {
    detail::answer<Row> out;
    const std::uint64_t affected = detail::run(*engine_, transaction_, Query::query, arguments, out.place());
    return out.take(affected);
  }

  template <class... C>
  auto update_fixed(C&... clauses) const {
    auto& key = detail::find_key(clauses...);
    using key_type = std::remove_cvref_t<decltype(key)>;
    using list = detail::assigned<C...>;
    using answered = answer_of<C...>;
    using query = fixed<ast::operation::update, typename key_type::fields, false, list, typename answered::shape>;
    constexpr std::size_t changed = list::fields::count;
    if (detail::any_null(key.values, key_type::fields::count)) return now(queries::update(std::move(clauses)...));
    value arguments[changed + key_type::fields::count];
    value* to = arguments;
    (detail::put_operand(to, clauses), ...);
    detail::move_values(key.values, to, key_type::fields::count);
    return run_fixed<typename answered::template in<std::optional>, query>(arguments);
  }

  template <class T>
  T now(deferred<T>&& wanted) const {
    return detail::run_now(*engine_, transaction_, std::move(wanted));
  }

  template <template <class> class A>
  friend class connection;

  detail::engine* engine_ = nullptr;
  detail::transaction* transaction_ = nullptr;
};

}  // namespace orm
