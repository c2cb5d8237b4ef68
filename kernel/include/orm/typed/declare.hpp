// A schema from its C++ declaration: an application's models, listed by name.
//
//   template <class C>
//   struct ControlPlane {
//     static constexpr auto schema = "control_plane";   optional, as is description
//     model_of<C, User> user;
//     model_of<C, Membership> membership;
//   };
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <type_traits>
#include <utility>

#include "orm/schema.hpp"
#include "orm/typed/model.hpp"

namespace orm {

// A member of an application: the models' client, once the application is opened.
template <class C, template <class> class M>
using model_of = typename C::template model<M>;

namespace detail {

struct as_models {
  template <template <class> class M>
  using model = tag<M>;
};

template <template <class> class App>
inline constexpr std::size_t model_count = sizeof(App<as_models>);
template <template <class> class App>
using models_of = decltype(members<model_count<App>>::apply(std::declval<App<as_models>&>(), list_types{}));

template <class Sought, class... Models>
consteval std::uint32_t find_model(type_list<Models...>) {
  std::uint32_t index = 0;
  static_cast<void>(((std::is_same_v<Sought, Models> || (++index, false)) || ...));
  return index;
}
// The model's index in the application's schema.
template <template <class> class App, template <class> class M>
inline constexpr std::uint32_t model_index = find_model<tag<M>>(models_of<App>{});

template <template <class> class M>
constexpr model_info describe_model() {
  using view = fields<M>;
  constexpr auto& data = model_data<M>;
  model_info out;
  out.name = model_name<M>();
  if constexpr (requires { std::string_view(view::table); }) out.table = view::table;
  if constexpr (requires { std::string_view(view::name_space); }) out.name_space = view::name_space;
  if constexpr (requires { std::string_view(view::description); }) out.description = view::description;
  if constexpr (requires { std::string_view(view::expires); }) out.expires = view::expires;
  out.fields = data.fields.data();
  out.field_count = data.fields.size();
  out.relations = data.relations.data();
  out.relation_count = data.relations.size();
  if constexpr (requires { view::keys::lists; }) {
    out.uniques = view::keys::lists;
    out.unique_count = std::size(view::keys::lists);
  }
  if constexpr (requires { view::indexes::lists; }) {
    out.indexes = view::indexes::lists;
    out.index_count = std::size(view::indexes::lists);
  }
  return out;
}

template <template <class> class... M>
constexpr auto describe_models(type_list<tag<M>...>) {
  return std::array<model_info, sizeof...(M)>{describe_model<M>()...};
}

struct schema_info {
  std::string_view name, description;
  const model_info* models;
  std::size_t model_count;
};
template <template <class> class App>
struct described {
  using view = App<as_models>;
  static constexpr auto models = describe_models(models_of<App>{});
  static constexpr schema_info info() {
    schema_info out{template_name<App>(), {}, models.data(), models.size()};
    if constexpr (requires { std::string_view(view::schema); }) out.name = view::schema;
    if constexpr (requires { std::string_view(view::description); }) out.description = view::description;
    return out;
  }
};

schema_declaration declare(const schema_info& from);
std::shared_ptr<const schema> build(const schema_info& from);

}  // namespace detail

// The declaration that a schema file would hold.
template <template <class> class App>
schema_declaration declare() {
  return detail::declare(detail::described<App>::info());
}

// The schema itself, built once a process. Throws error(invalid_schema) for what the compiler could not see, such as a
// reference to a field that is not unique. Thread-safe.
template <template <class> class App>
const std::shared_ptr<const schema>& schema_of() {
  static const std::shared_ptr<const schema> built = detail::build(detail::described<App>::info());
  return built;
}

}  // namespace orm
