// How the cells of an answer reach the members of a row: one small function per row type.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "orm/detail/engine.hpp"
#include "orm/typed/model.hpp"
#include "orm/typed/row.hpp"
#include "orm/typed/shape.hpp"
#include "orm/typed/types.hpp"

namespace orm::detail {

// ---- one member; index moves on with each cell that is read

struct cell_cursor {
  const orm_cell* cells;
  std::size_t index = 0;
};

inline void read(cell_cursor& from, bool& to) { read_cell(from.cells, from.index++, to); }
inline void read(cell_cursor& from, std::int32_t& to) { read_cell(from.cells, from.index++, to); }
inline void read(cell_cursor& from, std::int64_t& to) { read_cell(from.cells, from.index++, to); }
inline void read(cell_cursor& from, double& to) { read_cell(from.cells, from.index++, to); }
inline void read(cell_cursor& from, std::string& to) { read_cell(from.cells, from.index++, to); }
inline void read(cell_cursor& from, decimal& to) { read_cell(from.cells, from.index++, text_of(to)); }
inline void read(cell_cursor& from, json& to) { read_cell(from.cells, from.index++, text_of(to)); }
inline void read(cell_cursor& from, bytes& to) { read_cell(from.cells, from.index++, to.content()); }
inline void read(cell_cursor& from, datetime& to) {
  to = datetime(std::chrono::microseconds(read_datetime(from.cells, from.index++)));
}
template <class E>
requires(__is_enum(E)) void read(cell_cursor& from, E& to) {
  constexpr auto& names = enumeration_names<E>;
  to = static_cast<E>(position_of(view_text(from.cells, from.index++), names.data(), names.size()));
}

template <class T>
struct is_row : std::false_type {};
template <template <class> class M, class Shape>
struct is_row<M<as_row<Shape>>> : std::true_type {};

template <class T>
void read(cell_cursor& from, std::optional<T>& to) {
  if constexpr (!is_row<T>::value) {
    if (is_null(from.cells, from.index))
      ++from.index, to.reset();
    else
      read(from, to.emplace());
  }
}
// Rows of relations come by themselves.
template <class T>
void read(cell_cursor&, std::vector<T>&) {}
template <class Row, fixed_string N>
void read(cell_cursor&, field_not_selected<Row, N>&) {}

// ---- rows

template <class Row>
struct row_traits;
template <template <class> class M, class Shape>
struct row_traits<M<as_row<Shape>>> {
  using shape_type = Shape;
  using members_list = members_of<M>;
  static constexpr std::size_t size = member_count<M>;
};

template <class Row>
void read_row(const row_reader&, void* row, const orm_cell* cells) {
  cell_cursor from{cells};
  members<row_traits<Row>::size>::apply(*static_cast<Row*>(row),
                                        [&from](auto&... member) { (read(from, member), ...); });
}

template <class Row>
void* address_of(void* row, std::size_t member) {
  return members<row_traits<Row>::size>::apply(*static_cast<Row*>(row), [member](auto&... each) {
    void* const addresses[] = {&each...};
    return addresses[member];
  });
}

template <class Row>
struct reader_of;

// Appending to a vector of rows or to an optional row, found by a function of the parent.
template <class Child, auto Find>
struct into_vector {
  static std::vector<Child>& in(void* parent) { return *static_cast<std::vector<Child>*>(Find(parent)); }
  static void* append(const child_reader&, void* parent) {
    std::vector<Child>& rows = in(parent);
    if (rows.capacity() == 0) rows.reserve(4);  // few are usual, and growing one by one moves them
    return &rows.emplace_back();
  }
  static std::size_t count(const child_reader&, const void* parent) { return in(const_cast<void*>(parent)).size(); }
  static void* at(const child_reader&, void* parent, std::size_t index) { return &in(parent)[index]; }
  static void reserve(const child_reader&, void* parent, std::size_t rows) { in(parent).reserve(rows); }
  static constexpr child_reader reader{&reader_of<Child>::value, append, count, at, reserve, nullptr};
};
template <class Child, auto Find>
struct into_optional {
  static std::optional<Child>& in(void* parent) { return *static_cast<std::optional<Child>*>(Find(parent)); }
  static void* append(const child_reader&, void* parent) { return &in(parent).emplace(); }
  static std::size_t count(const child_reader&, const void* parent) {
    return in(const_cast<void*>(parent)).has_value();
  }
  static void* at(const child_reader&, void* parent, std::size_t) { return &*in(parent); }
  static constexpr child_reader reader{&reader_of<Child>::value, append, count, at, nullptr, nullptr};
};

template <class Row, std::size_t Member>
void* member_of(void* row) {
  return address_of<Row>(row, Member);
}

template <class Row, std::size_t Member, class T>
struct child_of;
template <class Row, std::size_t Member, class Child>
struct child_of<Row, Member, std::vector<Child>> : into_vector<Child, &member_of<Row, Member>> {};
template <class Row, std::size_t Member, class Child>
struct child_of<Row, Member, std::optional<Child>> : into_optional<Child, &member_of<Row, Member>> {};

template <class Row, class D, std::size_t Member>
constexpr void add_child(child_reader*& to) {
  using shape_type = typename row_traits<Row>::shape_type;
  if constexpr (!D::is_field) {
    if constexpr (has_relation<shape_type, D::id>) {
      *to++ = child_of<Row, Member, typename D::template member_type<nested<shape_type, D::id>>>::reader;
    }
  }
}

template <class Row, class... D, std::size_t... Member>
constexpr auto gather_children(type_list<D...>, std::index_sequence<Member...>) {
  std::array<child_reader, shape_data<typename row_traits<Row>::shape_type>::arrays.relations.size()> out{};
  child_reader* to = out.data();
  (add_child<Row, D, Member>(to), ...);
  return out;
}
template <class Row>
inline constexpr auto children_of = gather_children<Row>(typename row_traits<Row>::members_list{},
                                                         std::make_index_sequence<row_traits<Row>::size>{});

template <class Row>
struct reader_of {
  static constexpr row_reader value{&read_row<Row>, static_cast<std::uint32_t>(children_of<Row>.size()),
                                    children_of<Row>.data()};
};

// ---- where an answer goes

inline void* itself(void* target) { return target; }

template <class Row>
struct into_row {
  static void* append(const child_reader&, void* target) { return target; }
  static std::size_t count(const child_reader&, const void*) { return 1; }
  static void* at(const child_reader&, void* target, std::size_t) { return target; }
  static constexpr child_reader reader{&reader_of<Row>::value, append, count, at, nullptr, nullptr};
};

template <class Row>
destination to(std::vector<Row>& rows) {
  return {&into_vector<Row, &itself>::reader, &rows,
          [](void* target) { static_cast<std::vector<Row>*>(target)->clear(); }};
}
template <class Row>
destination to(std::optional<Row>& row) {
  return {&into_optional<Row, &itself>::reader, &row,
          [](void* target) { static_cast<std::optional<Row>*>(target)->reset(); }};
}
template <class Row>
destination to_one(Row& row) {
  return {&into_row<Row>::reader, &row, [](void* target) { *static_cast<Row*>(target) = Row(); }};
}

}  // namespace orm::detail
