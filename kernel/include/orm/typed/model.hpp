// Models: one class template a model, instantiated as several views.
//
//   template <class Q>
//   struct User {
//     static constexpr auto table = "users";
//     pk  <Q, "id">                                id;
//     col <Q, "email", text, unique>               email;
//     col <Q, "bio", std::optional<text>>          bio;
//     many<Q, "memberships", Membership, "userId"> memberships;
//   };
//
// fields<User> is the view whose members name fields and relations in queries; rows that a select() narrowed are other
// views of the same template. Besides members a model may declare
//
//   static constexpr auto model = "user";         the logical name; else the template's, its first letter lowered
//   static constexpr auto table = "users";        else the logical name
//   static constexpr auto name_space = "auth";    static constexpr auto description = "Who signs in.";
//   static constexpr auto expires = "expiresAt";  the datetime after which a row no longer exists
//   using keys = uniques<unique_on<"userId", "workspaceId">>;
//   using indexes = indexed<index_on<"workspaceId", "role">>;
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <utility>

#include "orm/typed/attributes.hpp"
#include "orm/typed/fixed_string.hpp"
#include "orm/typed/info.hpp"
#include "orm/typed/members.hpp"
#include "orm/typed/types.hpp"

namespace orm {

template <template <class> class M, fixed_string N, class T, class... Attributes>
class field_descriptor;
template <template <class> class M, fixed_string N, relation_kind Kind, template <class> class Target,
          template <class> class Through, fixed_string... Keys>
class relation_descriptor;

// The view whose members are descriptors.
template <template <class> class M>
struct as_fields {
  template <fixed_string N, class T, class... Attributes>
  using col = field_descriptor<M, N, T, Attributes...>;
  template <fixed_string N, relation_kind Kind, template <class> class Target, template <class> class Through,
            fixed_string... Keys>
  using rel = relation_descriptor<M, N, Kind, Target, Through, Keys...>;
};
template <template <class> class M>
using fields = M<as_fields<M>>;

// ---- what members are declared with ------------------------------------------------------------------------------

template <class Q, fixed_string N, class T, class... Attributes>
using col = typename Q::template col<N, T, Attributes...>;

// The id: a generated text; pk<Q, "id", integer> one that the application gives; pk<Q, "id", integer, increment> one
// that the store counts up.
template <class Q, fixed_string N, class T = uuid, class... Attributes>
using pk = typename Q::template col<N, T, detail::identity, Attributes...>;

// belongsTo: this model holds the foreign key.
template <class Q, fixed_string N, template <class> class Target, fixed_string ForeignKey>
using one = typename Q::template rel<N, relation_kind::belongs_to, Target, Target, ForeignKey>;

// hasOne and hasMany: the target holds the foreign key.
template <class Q, fixed_string N, template <class> class Target, fixed_string ForeignKey>
using has_one = typename Q::template rel<N, relation_kind::has_one, Target, Target, ForeignKey>;
template <class Q, fixed_string N, template <class> class Target, fixed_string ForeignKey>
using many = typename Q::template rel<N, relation_kind::has_many, Target, Target, ForeignKey>;

// manyToMany: Through holds a foreign key to each side, From to this model and To to the target.
template <class Q, fixed_string N, template <class> class Target, template <class> class Through, fixed_string From,
          fixed_string To>
using many_through = typename Q::template rel<N, relation_kind::many_to_many, Target, Through, From, To>;

// ---- what the library reads off a model ----------------------------------------------------------------------------

namespace detail {

template <template <class> class M>
struct tag {};

struct any_model {};  // the owner of what fits every model

// A part of a query: something that is about a model. Functions with names as common as select() take nothing else, so
// that a using-directive does not change what other calls mean.
template <class T>
concept about_model = requires {
  typename T::owner;
};

template <class... D>
struct type_list {
  static constexpr std::size_t size = sizeof...(D);
};

struct list_types {
  template <class... D>
  constexpr type_list<D...> operator()(D&...) const {
    return {};
  }
};

// Field numbers as a type and as an array.
template <std::uint32_t... N>
struct numbers {
  static constexpr std::uint32_t values[] = {N..., no_index};
  static constexpr std::uint32_t count = sizeof...(N);
};

// Views of descriptors hold nothing, so each member takes one byte and the size says how many there are.
template <template <class> class M>
inline constexpr std::size_t member_count = sizeof(fields<M>);

template <template <class> class M>
consteval auto list_members() {
  static_assert(member_count<M> <= max_members, "orm: a model has at most 64 fields and relations");
  return decltype(members<member_count<M>>::apply(std::declval<fields<M>&>(), list_types{})){};
}
template <template <class> class M>
using members_of = decltype(list_members<M>());

template <std::size_t Fields, std::size_t Relations>
struct gathered {
  std::array<field_info, Fields> fields;
  std::array<relation_info, Relations> relations;
};

template <class... D>
consteval auto gather(type_list<D...>) {
  gathered<(0 + ... + D::is_field), (0 + ... + !D::is_field)> out{};
  field_info* field = out.fields.data();
  relation_info* relation = out.relations.data();
  (D::describe(field, relation), ...);
  return out;
}

template <template <class> class M>
inline constexpr auto model_data = gather(members_of<M>{});

template <class Infos>
consteval std::uint32_t find_name(const Infos& infos, std::string_view name) {
  for (std::uint32_t i = 0; i < infos.size(); ++i) {
    if (infos[i].name == name) return i;
  }
  return no_index;
}

// Position among the model's fields, in declared order: the field's index in orm::model.
template <template <class> class M, fixed_string N>
inline constexpr std::uint32_t field_index = find_name(model_data<M>.fields, N.view());
// Whether one of the fields may be null.
template <template <class> class M, fixed_string... N>
inline constexpr bool any_nullable = (model_data<M>.fields[field_index<M, N>].nullable || ...);
template <template <class> class M>
inline constexpr std::size_t field_count = model_data<M>.fields.size();

// Position among the model's relations, in declared order.
template <template <class> class M, fixed_string N>
inline constexpr std::uint32_t relation_ordinal = find_name(model_data<M>.relations, N.view());

template <template <class> class M>
consteval std::string_view template_name() {
  const std::string_view function = __PRETTY_FUNCTION__;  // "... [with M = app::User; ...]", "... [M = app::User]"
  const std::size_t begin = function.find("M = ") + 4;
  const std::string_view whole = function.substr(begin, function.find_first_of(";]", begin) - begin);
  return whole.substr(whole.rfind(':') + 1);
}

template <template <class> class M>
inline constexpr auto lowered_template_name = [] {
  std::array<char, template_name<M>().size()> out{};
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = template_name<M>()[i];
  if (out[0] >= 'A' && out[0] <= 'Z') out[0] = static_cast<char>(out[0] - 'A' + 'a');
  return out;
}();

template <template <class> class M>
constexpr std::string_view model_name() {
  if constexpr (requires { std::string_view(fields<M>::model); }) {
    return fields<M>::model;
  } else {
    return {lowered_template_name<M>.data(), lowered_template_name<M>.size()};
  }
}

// The compound keys of a model that declares some.
template <template <class> class M>
consteval bool is_compound_key(const std::string_view* names, std::size_t count) {
  if constexpr (requires { fields<M>::keys::lists; }) {
    for (const name_list& key : fields<M>::keys::lists) {
      bool same = key.count == count;
      for (std::size_t i = 0; same && i < count; ++i) same = key.has(names[i]);
      for (std::size_t i = 0; same && i < count; ++i) same = name_list{names, count}.has(key.names[i]);
      if (same) return true;
    }
  }
  return false;
}

// Whether the fields are the id, a unique field or a declared compound, in any order.
template <template <class> class M, fixed_string... N>
consteval bool is_unique_key() {
  constexpr std::string_view names[] = {N.view()...};
  if constexpr (sizeof...(N) == 1) {
    const field_info& only = model_data<M>.fields[find_name(model_data<M>.fields, names[0])];
    if (only.id || only.unique) return true;
  }
  return is_compound_key<M>(names, sizeof...(N));
}

}  // namespace detail
}  // namespace orm
