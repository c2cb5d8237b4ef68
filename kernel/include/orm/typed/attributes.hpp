// What may stand behind a column's type: col<Q, "email", text, unique, column<"email_address">>.
#pragma once

#include <cstddef>
#include <iterator>
#include <string_view>
#include <type_traits>

#include "orm/typed/fixed_string.hpp"
#include "orm/typed/info.hpp"
#include "orm/typed/types.hpp"

namespace orm {

namespace detail {

// A literal as a template argument: a boolean, a number, an enumerator or a text.
template <class T, std::size_t N = 0>
struct constant {
  T literal;
  consteval constant(T from) : literal(from) {}
};
template <std::size_t N>
struct constant<char, N> {
  char literal[N]{};
  consteval constant(const char (&from)[N]) {
    for (std::size_t i = 0; i < N; ++i) literal[i] = from[i];
  }
};
template <class T>
constant(T) -> constant<T, 0>;
template <std::size_t N>
constant(const char (&)[N]) -> constant<char, N>;

template <template <class> class M>
constexpr std::string_view model_name();

struct identity {  // the model's id
  template <class>
  static constexpr void describe(field_info& field) {
    field.id = true;
  }
};

}  // namespace detail

// No two rows have the same value; null never collides.
struct unique {
  template <class>
  static constexpr void describe(detail::field_info& field) {
    field.unique = true;
  }
};

// The store generates the integer id.
struct increment {
  template <class T>
  static constexpr void describe(detail::field_info& field) {
    static_assert(std::is_same_v<T, integer>, "orm: increment is for ids of type orm::integer");
    field.increment = true;
  }
};

// The value of a field that create() leaves out: default_to<false>, default_to<0>, default_to<"member">,
// default_to<plan::free>; of a decimal or double its text, default_to<"0.50">; of json its JSON text.
template <detail::constant V>
struct default_to {
  template <class T>
  static constexpr void describe(detail::field_info& field) {
    using literal = std::remove_cvref_t<decltype(V.literal)>;
    constexpr field_type type = detail::type_of<T>;
    if constexpr (std::is_array_v<literal>) {
      static_assert(type == field_type::string || type == field_type::decimal || type == field_type::real ||
                        type == field_type::json,
                    "orm: default_to<> does not fit the field's type");
      field.default_from = detail::default_form::text;
      field.default_text = std::string_view(V.literal);
    } else if constexpr (std::is_same_v<literal, bool>) {
      static_assert(type == field_type::boolean, "orm: default_to<> does not fit the field's type");
      field.default_from = detail::default_form::boolean;
      field.default_number = V.literal;
    } else if constexpr (__is_enum(literal)) {
      static_assert(std::is_same_v<literal, T>, "orm: default_to<> does not fit the field's type");
      field.default_from = detail::default_form::text;
      field.default_text = detail::enumeration_names<literal>[static_cast<std::size_t>(V.literal)];
    } else {
      static_assert(detail::is_number(type), "orm: default_to<> does not fit the field's type");
      field.default_from = detail::default_form::number;
      field.default_number = V.literal;
    }
  }
};

// The instant of the create, of each update that does not name the field.
struct default_now {
  template <class T>
  static constexpr void describe(detail::field_info& field) {
    static_assert(std::is_same_v<T, datetime>, "orm: default_now is for fields of type orm::datetime");
    field.default_from = detail::default_form::now;
  }
};
struct update_now {
  template <class T>
  static constexpr void describe(detail::field_info& field) {
    static_assert(std::is_same_v<T, datetime>, "orm: update_now is for fields of type orm::datetime");
    field.update_now = true;
  }
};

// A foreign key to the id or a unique field of another model: references<Workspace>, references<User, "email">,
// references<User, "id", on_delete::cascade>.
template <template <class> class M, fixed_string Field = "id", on_delete Action = on_delete::no_action>
struct references {
  template <class>
  static constexpr void describe(detail::field_info& field) {
    field.references_model = &detail::model_name<M>;
    field.references_field = Field.view();
    field.on_delete = Action;
  }
};

// The physical name, where it is not the logical one.
template <fixed_string Name>
struct column {
  template <class>
  static constexpr void describe(detail::field_info& field) {
    field.column = Name.view();
  }
};

// What the field means; ends up in generated artifacts.
template <fixed_string Text>
struct described_as {
  template <class>
  static constexpr void describe(detail::field_info& field) {
    field.description = Text.view();
  }
};

// Compound unique keys: using keys = uniques<unique_on<"userId", "workspaceId">>;
template <fixed_string... Names>
struct unique_on {
  static constexpr std::string_view names[] = {Names.view()...};
};
template <class... Keys>
struct uniques {
  static constexpr detail::name_list lists[] = {{Keys::names, std::size(Keys::names)}...};
};

// Plain indexes: using indexes = indexed<index_on<"workspaceId", "role">>;
template <fixed_string... Names>
struct index_on {
  static constexpr std::string_view names[] = {Names.view()...};
};
template <class... Indexes>
struct indexed {
  static constexpr detail::name_list lists[] = {{Indexes::names, std::size(Indexes::names)}...};
};

}  // namespace orm
