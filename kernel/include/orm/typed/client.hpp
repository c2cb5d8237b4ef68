// client<App>: an application's models on one open store; transactions and batches on it.
//
//   auto db = orm::open<ControlPlane>("control_plane");   // orm.toml says which driver
//   orm::bootstrap(db);                                   // tables, where the store has any
//   auto ada = db.user.find_unique(u.email == "ada@x.dev");
//
// A client is used by any number of threads at once; copies share the store, the last one closes it.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "orm/config.hpp"
#include "orm/detail/engine.hpp"
#include "orm/store.hpp"
#include "orm/typed/answer.hpp"
#include "orm/typed/declare.hpp"
#include "orm/typed/model_client.hpp"

namespace orm {

// standard is serializable; unsupported is thrown for a level that the driver does not declare.
using isolation = detail::isolation;

struct transaction_options {
  orm::isolation isolation = orm::isolation::standard;
  unsigned retries = 0;  // times that the function is run again after a transaction_conflict or deadlock
  bool read_only = false;
};

// The options of transaction() that most want: db.transaction(retry{3}, [&](auto& tx) { ... }).
struct retry {
  unsigned times = 3;
};

namespace detail {

template <template <class> class App>
struct as_client {
  template <template <class> class M>
  using model = model_client<App, M>;
};

// A savepoint that is undone unless it is released.
class savepoint {
 public:
  explicit savepoint(transaction& within);
  ~savepoint();
  savepoint(const savepoint&) = delete;
  savepoint& operator=(const savepoint&) = delete;
  void release();

 private:
  transaction* within_;
};

// Refuses a store that was opened with another schema: indexes would mean something else there.
engine& engine_of(const store& opened, const schema& expected);

store open_by_name(std::shared_ptr<const schema> schema, std::string_view name);
store open_alone(std::shared_ptr<const schema> schema, const store_configuration& selected);

}  // namespace detail

// What client and transaction have in common: the models' members, and batches.
template <template <class> class App>
class connection : public App<detail::as_client<App>> {
 public:
  // Runs queries each on its own, in order, in one round trip where the store can, and answers a result for each: one
  // that fails does not stop the others. Throws only when nothing could be sent.
  //   auto [ada, total] = db.batch(db.user.later().find_unique(u.id == id), db.user.later().count());
  template <class... T>
  std::tuple<result<T>...> batch(deferred<T>... queries) const {
    return batch_each(std::index_sequence_for<T...>{}, queries...);
  }
  template <class T>
  std::vector<result<T>> batch(std::vector<deferred<T>> queries) const {
    std::vector<result<T>> out;
    std::vector<detail::batch_entry> entries;
    out.reserve(queries.size());  // entries point into it
    entries.reserve(queries.size());
    for (deferred<T>& each : queries)
      entries.push_back(detail::awaited::entry(each, out.emplace_back(detail::awaited())));
    detail::run_batch(*engine_, transaction_, entries);
    for (std::size_t i = 0; i < out.size(); ++i) detail::awaited::settle(out[i], entries[i]);
    return out;
  }

 protected:
  connection(detail::engine& engine, detail::transaction* transaction) : engine_(&engine), transaction_(transaction) {
    App<detail::as_client<App>>& models = *this;
    detail::members<detail::model_count<App>>::apply(
        models, [&](auto&... model) { ((model.way_ = detail::at_once(engine, transaction)), ...); });
  }

  detail::engine* engine_;
  detail::transaction* transaction_;

 private:
  template <std::size_t... I, class... T>
  std::tuple<result<T>...> batch_each(std::index_sequence<I...>, deferred<T>&... queries) const {
    std::tuple<result<T>...> out{result<T>(detail::awaited())...};
    detail::batch_entry entries[] = {detail::awaited::entry(queries, std::get<I>(out))...};
    detail::run_batch(*engine_, transaction_, entries);
    (detail::awaited::settle(std::get<I>(out), entries[I]), ...);
    return out;
  }
};

// An open transaction: the argument of transaction()'s function. Used by one thread at a time, and not after that
// function returned.
template <template <class> class App>
class transaction_client : public connection<App> {
 public:
  // A part that is undone alone when the function throws.
  template <class F>
  auto transaction(F&& function) {
    detail::savepoint part(*this->transaction_);
    if constexpr (std::is_void_v<decltype(function(*this))>) {
      function(*this);
      part.release();
    } else {
      auto answer = function(*this);
      part.release();
      return answer;
    }
  }

 private:
  template <template <class> class A>
  friend class client;
  using connection<App>::connection;
};

template <template <class> class App>
class client : public connection<App> {
 public:
  // store: opened with schema_of<App>().
  // Throws error(invalid_schema) for one that was not.
  explicit client(orm::store store)
      : connection<App>(detail::engine_of(store, *schema_of<App>()), nullptr), store_(std::move(store)) {}

  // Runs function(tx) in a transaction: commits when it returns, and answers what it answers; rolls back when it
  // throws. Everything done through tx happens or nothing. Throws unsupported where the driver has no interactive
  // transactions, transaction_conflict when others changed what was read: nothing happened then, and with retries the
  // function is run again, so it must not do anything else that counts.
  template <class F>
  auto transaction(const transaction_options& options, F&& function) const {
    for (unsigned attempt = 0;; ++attempt) {
      try {
        return run_transaction(options, function);
      } catch (const error& failure) {
        if (!detail::may_run_again(failure, attempt, options.retries)) throw;
      }
    }
  }
  template <class F>
  auto transaction(F&& function) const {
    return transaction(transaction_options(), std::forward<F>(function));
  }
  template <class F>
  auto transaction(retry again, F&& function) const {
    return transaction(transaction_options{isolation::standard, again.times, false}, std::forward<F>(function));
  }
  template <class F>
  auto transaction(isolation level, F&& function) const {
    return transaction(transaction_options{level, 0, false}, std::forward<F>(function));
  }

 private:
  template <template <class> class A>
  friend const orm::store& store_of(const client<A>& db) noexcept;

  template <class F>
  auto run_transaction(const transaction_options& options, F& function) const {
    const auto open = detail::begin(*this->engine_, options.isolation, options.read_only);
    transaction_client<App> within(*this->engine_, open.get());
    if constexpr (std::is_void_v<decltype(function(within))>) {
      function(within);
      detail::commit(*open);
    } else {
      auto answer = function(within);
      detail::commit(*open);
      return answer;
    }
  }

  orm::store store_;
};

// ---- opening: the schema is the one that App declares; a schema file that the configuration names is not read
// -------- Throw error as store::open() and configuration::find() do.

// By orm.toml: $ORM_CONFIG, or the working directory and its parents.
template <template <class> class App>
client<App> open(std::string_view name) {
  return client<App>(detail::open_by_name(schema_of<App>(), name));
}
template <template <class> class App>
client<App> open(const configuration& configuration, std::string_view name) {
  return client<App>(store::open(schema_of<App>(), configuration, configuration.schema(name)));
}
// By a configuration that is built in code.
template <template <class> class App>
client<App> open(const store_configuration& selected) {
  return client<App>(detail::open_alone(schema_of<App>(), selected));
}
template <template <class> class App>
client<App> open(const store_configuration& selected, const configuration& configuration) {
  return client<App>(store::open(schema_of<App>(), configuration, selected));
}

// ---- the store below; functions, so that models may have any name

template <template <class> class App>
const store& store_of(const client<App>& db) noexcept {
  return db.store_;
}
template <template <class> class App>
const driver_capabilities& capabilities(const client<App>& db) noexcept {
  return store_of(db).capabilities();
}

// Makes the store ready: creates tables, columns and indexes that are missing; nothing where the store has none, and
// nothing when all is there. Answers what it did. Safe to call at every start.
template <template <class> class App>
std::vector<std::string> bootstrap(const client<App>& db) {
  return store_of(db).push();
}

// Drops everything that the schema owns (tests). Removes expired rows; answers how many.
template <template <class> class App>
void reset(const client<App>& db) {
  store_of(db).reset();
}
template <template <class> class App>
std::uint64_t purge(const client<App>& db) {
  return store_of(db).purge();
}

}  // namespace orm
