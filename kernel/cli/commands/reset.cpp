// orm reset: drops what schemas own.
#include <iostream>

#include "../output.hpp"
#include "../stores.hpp"
#include "commands.hpp"

namespace orm::cli {

namespace {

bool agreed(const arguments& given, const std::vector<opened_store>& stores) {
  if (given.has("yes")) return true;
  if (!on_terminal()) {
    throw usage_error("reset drops data, and there is no terminal to ask on: say --yes if that is meant");
  }
  std::string names;
  for (const opened_store& each : stores) names += (names.empty() ? "" : ", ") + each.name + " (" + each.driver + ")";
  return confirmed("This drops every table and row of " + names + ". Go on?");
}

int run_reset(const arguments& given) {
  const std::vector<opened_store> stores = open_stores(given);
  if (!agreed(given, stores)) {
    std::cerr << "nothing was dropped\n";
    return negative;
  }
  for (const opened_store& each : stores) {
    each.store.reset();
    print(each.name + " (" + each.driver + "): dropped\n");
  }
  return success;
}

}  // namespace

command reset_command() {
  return {"reset",
          "[options]",
          "Drops everything that schemas own in their stores, data included.",
          "Asks first when there is a terminal; elsewhere --yes is required. What the schemas don't own stays.\n"
          "\n"
          "Exit status: 0 dropped, 1 the answer was not yes, 2 a configuration, schema or driver can't be used.\n"
          "\n"
          "Examples:\n"
          "  orm reset --schema app\n"
          "  orm reset --profile test --yes && orm push --profile test\n",
          {schemas_option, {"yes", "y", "", "don't ask"}, config_option, profile_option, help_option, version_option},
          0,
          "",
          run_reset};
}

}  // namespace orm::cli
