// One schema on one driver, opened: what the typed client, the query protocol and the `orm` command run on.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "orm/config.hpp"
#include "orm/raw_client.hpp"
#include "orm/schema.hpp"

namespace orm {

namespace detail {
class engine;
}

struct driver_capabilities {
  std::string driver, version, abi;
  bool transactions = false;
  bool interactive_transactions = false;
  bool foreign_keys = false;
  bool generated_integer_ids = false;
  bool namespaces = false;
  bool ddl = false;
  bool native_relations = false;
  bool pipelined_batch = false;
  bool expires = false;
  std::vector<std::string> isolations;  // serializable, repeatableRead, readCommitted
  std::uint64_t max_atomic_rows = 0;    // 0: no limit
};

// A handle; copies share the open store, the last one closes it. Used by many threads at once.
class store {
 public:
  // Loads the driver and opens the store: no table is made. Throws error: driver_not_found, driver_incompatible,
  // driver_failed, invalid_config (an option the driver does not know), unsupported (what the schema asks and the
  // driver can't do), connection_failed.
  static store open(std::shared_ptr<const orm::schema> schema, const configuration& configuration,
                    const store_configuration& selected);

  // Opens the store over a client that the application owns and that outlives it: see orm/typed/adopt.hpp. selected:
  // the driver's options; its driver, when empty, is the one that adopts clients of that kind. Throws error as open()
  // does, unsupported where the driver doesn't adopt such clients.
  static store adopt(std::shared_ptr<const orm::schema> schema, const raw_client& client,
                     const configuration& configuration, const store_configuration& selected);

  const orm::schema& schema() const noexcept;
  std::shared_ptr<const orm::schema> shared_schema() const noexcept;
  const driver_capabilities& capabilities() const noexcept;

  // Creates what is missing: tables, columns, indexes. Answers the statements applied (dry_run: that would be), none
  // when all is there. Throws error(invalid_schema), nothing changed, where it would lose or reinterpret data.
  std::vector<std::string> push(bool dry_run = false) const;

  // Drops everything that the schema owns.
  void reset() const;

  // Removes the rows that have expired; answers how many. 0 where the store does it by itself.
  std::uint64_t purge() const;

  detail::engine& engine() const noexcept { return *engine_; }
  explicit store(std::shared_ptr<detail::engine> engine) noexcept : engine_(std::move(engine)) {}

 private:
  std::shared_ptr<detail::engine> engine_;
};

// The query protocol (FORMATS, section 3) over any number of stores: one JSON request in, one JSON response out.
// Used by many threads at once once every store is added.
class protocol {
 public:
  explicit protocol(std::string default_schema = {});
  ~protocol();
  protocol(protocol&&) noexcept;
  protocol& operator=(protocol&&) noexcept;

  void add(std::string name, store opened);

  // Answers one line without a line break: {"ok":…} or {"error":…}. Never throws for what a request holds.
  std::string respond(std::string_view request) const;

 private:
  struct implementation;
  std::unique_ptr<implementation> implementation_;
};

// One driver file that was found while looking through directories; nothing of it is run.
struct driver_file {
  std::string path;
  std::string name;  // from its ELF note; empty when it is no driver
  std::string version;
  std::string abi;                 // "1.0"
  std::vector<std::string> kinds;  // of clients that it adopts
  std::string problem;             // why it can't be loaded; empty: as far as its note tells it can
};

// Every shared library in the directories, in order.
std::vector<driver_file> list_drivers(const std::vector<std::string>& directories);

// What a driver declares of itself; loads it.
driver_capabilities describe_driver(const driver_file& file);

}  // namespace orm
