// orm purge: removes rows that have expired.
#include "../output.hpp"
#include "../stores.hpp"
#include "commands.hpp"

namespace orm::cli {

namespace {

int run_purge(const arguments& given) {
  for (const opened_store& each : open_stores(given)) {
    const std::uint64_t removed = each.store.purge();
    print(each.name + " (" + each.driver + "): " + std::to_string(removed) +
          (removed == 1 ? " expired row removed\n" : " expired rows removed\n"));
  }
  return success;
}

}  // namespace

command purge_command() {
  return {"purge",
          "[options]",
          "Removes the rows of models with `expires` whose time has passed.",
          "Nobody sees such rows any more; purge frees the space they take. Stores that expire rows by themselves\n"
          "have nothing to do. Made for cron.\n"
          "\n"
          "Examples:\n"
          "  orm purge\n"
          "  orm purge --schema fast_state --config /etc/app/orm.toml\n",
          {schemas_option, config_option, profile_option, help_option, version_option},
          0,
          "",
          run_purge};
}

}  // namespace orm::cli
