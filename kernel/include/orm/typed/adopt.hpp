// adopt(): a client<App> over a client that the application already has.
//
//   #include <orm/clients/sqlite.hpp>                     // what knows the client's type
//   sqlite3* connection = ...;
//   auto db = orm::adopt<ControlPlane>(connection);       // the driver is found by the client's kind
//   orm::bootstrap(db);
//
// Lifetime:      the application's client outlives the last copy of the orm client. It is never closed; what was
//                changed about it is put back when the last copy goes.
// Transactions:  one that the application has open is joined: what is written goes with its COMMIT or ROLLBACK, and
//                db.transaction() is a savepoint in it.
// Threads:       the orm client is used by any number of threads, which take turns on the one connection. The
//                application must not use its client meanwhile, from another thread; where a driver sees that, and
//                where the client is in no state to be used, it throws error(connection_failed).
// Schemas:       orm clients of several schemas may stand on one client of the application, on one thread at a time.
#pragma once

#include <concepts>
#include <type_traits>
#include <utility>

#include "orm/config.hpp"
#include "orm/raw_client.hpp"
#include "orm/store.hpp"
#include "orm/typed/client.hpp"

namespace orm {

namespace detail {

template <class Client>
concept known_client = requires(Client& client) {
  { client_traits<Client>::view(client) } -> std::convertible_to<raw_client>;
};

template <class Client>
raw_client view_client(Client&& client) {
  using type = std::remove_cvref_t<Client>;
  static_assert(std::is_pointer_v<type> || std::is_lvalue_reference_v<Client>,
                "orm: adopt() takes a client that lives on, not a temporary object");
  static_assert(known_client<type>,
                "orm: this type of clients is not known; include the header that comes with its driver, such as "
                "<orm/clients/sqlite.hpp>");
  if constexpr (known_client<type>) return client_traits<type>::view(client);
  return {};
}

}  // namespace detail

// Opens App's schema over the client. selected: the driver's options, as orm.toml would give them, and the driver's
// name where several adopt clients of that kind; its other members are not read. Drivers are looked for where
// configuration.driver_directories() says.
// Throws error: driver_not_found (no driver adopts that kind), driver_failed (two do), unsupported (the named driver
// doesn't), driver_incompatible (another client library than the driver's), connection_failed (the client is closed,
// busy or in a failed state), invalid_config (an option that the driver doesn't know).
template <template <class> class App, class Client>
client<App> adopt(Client&& from, const store_configuration& selected, const configuration& configuration) {
  const raw_client view = detail::view_client<Client>(std::forward<Client>(from));
  return client<App>(store::adopt(schema_of<App>(), view, configuration, selected));
}
template <template <class> class App, class Client>
client<App> adopt(Client&& from, const configuration& configuration) {
  return adopt<App>(std::forward<Client>(from), store_configuration(), configuration);
}
// By the orm.toml that open() would find, where there is one: of it, only where drivers are.
template <template <class> class App, class Client>
client<App> adopt(Client&& from, const store_configuration& selected = {}) {
  return adopt<App>(std::forward<Client>(from), selected, configuration::find_if_any());
}

}  // namespace orm
