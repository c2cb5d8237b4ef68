// What a write gives to fields: u.name = "Ada", u.logins += 1.
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>
#include <vector>

#include "orm/ast/query.hpp"
#include "orm/typed/model.hpp"
#include "orm/value.hpp"

namespace orm {

// One field's new value, or what is done to it, atomically, on every store.
template <template <class> class M, fixed_string N, ast::assignment_kind Kind>
struct assign {
  using owner = detail::tag<M>;
  static constexpr fixed_string id = N;
  static constexpr ast::assignment_kind kind = Kind;
  static constexpr std::uint32_t field = detail::field_index<M, N>;

  value operand;
};

// Assignments that are put together at run time, for update(), update_many() and upsert(). The last one to a field
// counts. A value; not thread-safe.
template <template <class> class M>
class changes {
 public:
  using owner = detail::tag<M>;

  changes() = default;
  template <fixed_string... N, ast::assignment_kind... Kind>
  changes(assign<M, N, Kind>... change) {
    (add(std::move(change)), ...);
  }

  template <fixed_string N, ast::assignment_kind Kind>
  changes& add(assign<M, N, Kind> change) {
    static_assert(!detail::model_data<M>.fields[assign<M, N, Kind>::field].id, "orm: an id never changes");
    std::erase_if(list_, [](const ast::assignment& each) { return each.field == assign<M, N, Kind>::field; });
    list_.push_back({assign<M, N, Kind>::field, Kind, std::move(change.operand)});
    return *this;
  }

  bool empty() const noexcept { return list_.empty(); }
  std::vector<ast::assignment>& list() noexcept { return list_; }

 private:
  std::vector<ast::assignment> list_;
};

namespace detail {

template <class T>
inline constexpr bool is_assign = false;
template <template <class> class M, fixed_string N, ast::assignment_kind Kind>
inline constexpr bool is_assign<assign<M, N, Kind>> = true;

template <class T>
inline constexpr bool is_changes = false;
template <template <class> class M>
inline constexpr bool is_changes<changes<M>> = true;

// Compared as ints: the fields that some assignments or key parts name.
consteval bool named(std::uint32_t field, const std::uint32_t* fields, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    if (fields[i] == field) return true;
  }
  return false;
}
consteval bool distinct(const std::uint32_t* fields, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    if (named(fields[i], fields + i + 1, count - i - 1)) return false;
  }
  return true;
}

// The compiler says which required_field it instantiates, and so names Field.
template <template <class> class M, fixed_string Field, bool Given>
struct required_field {
  static_assert(Given, "orm: create() misses a required field, the one that required_field<> names");
  static constexpr bool given = Given;
};

template <template <class> class M, class D, std::uint32_t... Given>
consteval void check_given() {
  if constexpr (D::is_field) {
    constexpr std::uint32_t given[] = {Given..., no_index};
    constexpr bool missing = D::info.required() && !named(D::index(), given, sizeof...(Given));
    if constexpr (missing) static_cast<void>(required_field<M, D::id, !missing>::given);
  }
}

// Refuses what no create can do. Also: the fields of an upsert's key, which complete what is given.
template <template <class> class M, std::uint32_t... Given, class... D, std::uint32_t... Also>
consteval bool check_create(type_list<D...>, numbers<Also...> = {}) {
  constexpr std::uint32_t given[] = {Given..., no_index};
  (check_given<M, D, Given..., Also...>(), ...);
  static_assert(distinct(given, sizeof...(Given)), "orm: a field is given twice");
  static_assert(!(model_data<M>.fields[Given].increment || ... || false), "orm: the store generates this id");
  return true;
}

// Refuses what no update can do.
template <template <class> class M, std::uint32_t... Changed>
consteval bool check_update() {
  constexpr std::uint32_t changed[] = {Changed..., no_index};
  static_assert(distinct(changed, sizeof...(Changed)), "orm: a field is given twice");
  static_assert(!(model_data<M>.fields[Changed].id || ... || false), "orm: an id never changes");
  return true;
}

}  // namespace detail

// One row for create() and create_many(): draft<User>(u.name = "Ada", u.email = "ada@x.dev"). That required fields are
// given is checked where it is made. A value; not thread-safe.
template <template <class> class M>
class draft {
 public:
  using owner = detail::tag<M>;

  template <fixed_string... N, ast::assignment_kind... Kind>
  draft(assign<M, N, Kind>... given) : row_(detail::field_count<M>, value::absent()) {
    static_assert(((Kind == ast::assignment_kind::set) && ...), "orm: create() sets values, arithmetic is for updates");
    static_assert(detail::check_create<M, assign<M, N, Kind>::field...>(detail::members_of<M>{}));
    ((row_[assign<M, N, Kind>::field] = std::move(given.operand)), ...);
  }

  ast::row& row() noexcept { return row_; }

 private:
  ast::row row_;
};

}  // namespace orm
