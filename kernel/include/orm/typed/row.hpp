// The rows of answers: the model's own template, each member what the selection makes it.
//
// A selected field is a plain member of its type; a selected relation a std::vector of rows, or a std::optional row
// where it is singular; everything else is field_not_selected. Rows are ordinary structs that own all they hold.
#pragma once

#include <optional>
#include <type_traits>
#include <vector>

#include "orm/typed/model.hpp"
#include "orm/typed/shape.hpp"

namespace orm {

namespace detail {
struct not_selected {};
}  // namespace detail

// Stands where the query selected nothing; using it does not compile. Only its own row copies it.
template <class Row, fixed_string N>
class field_not_selected : detail::not_selected {
  template <class T>
  static constexpr bool never = sizeof(T) == 0;

 public:
  field_not_selected() = default;

  template <class T>
  operator T() const {
    static_assert(never<T>, "orm: this field was not selected by the query");
  }
  template <class T = Row>
  auto begin() const {
    static_assert(never<T>, "orm: this relation was not selected by the query");
    return static_cast<T*>(nullptr);
  }
  template <class T = Row>
  auto end() const {
    static_assert(never<T>, "orm: this relation was not selected by the query");
    return static_cast<T*>(nullptr);
  }
  template <class T = Row>
  auto operator->() const {
    static_assert(never<T>, "orm: this relation was not selected by the query");
    return static_cast<T*>(nullptr);
  }
  template <class T>
  friend bool operator==(const field_not_selected&, const T&) {
    static_assert(never<T>, "orm: this field was not selected by the query");
    return false;
  }
  template <class T>
  friend T& operator<<(T& out, const field_not_selected&) {
    static_assert(never<T>, "orm: this field was not selected by the query");
    return out;
  }

 private:
  friend Row;
  field_not_selected(const field_not_selected&) = default;
  field_not_selected& operator=(const field_not_selected&) = default;
};

namespace detail {

template <bool First>
struct choose {
  template <class A, class B>
  using type = A;
};
template <>
struct choose<false> {
  template <class A, class B>
  using type = B;
};

template <template <class> class T, relation_kind Kind, class Below>
struct related_member {
  using below_row = T<as_row<typename Below::type>>;
  using type = typename choose<Kind == relation_kind::has_many || Kind == relation_kind::many_to_many>::template type<
      std::vector<below_row>, std::optional<below_row>>;
};

template <bool Selected>
struct choose_relation {
  template <class Shape, class Row, fixed_string N, relation_kind Kind, template <class> class T>
  using type = typename related_member<T, Kind, nested<Shape, N>>::type;
};
template <>
struct choose_relation<false> {
  template <class Shape, class Row, fixed_string N, relation_kind Kind, template <class> class T>
  using type = field_not_selected<Row, N>;
};

}  // namespace detail

// The view that a selection's shape makes of its model.
template <template <class> class M, class... E>
struct as_row<shape<M, E...>> {
  using shape_type = shape<M, E...>;
  using row_type = M<as_row>;

  template <fixed_string N, class T, class...>
  using col =
      typename detail::choose<detail::has_field<shape_type, N>>::template type<T, field_not_selected<row_type, N>>;
  template <fixed_string N, relation_kind Kind, template <class> class T, template <class> class, fixed_string...>
  using rel = typename detail::choose_relation<detail::has_relation<shape_type, N>>::template type<shape_type, row_type,
                                                                                                   N, Kind, T>;
};

}  // namespace orm
