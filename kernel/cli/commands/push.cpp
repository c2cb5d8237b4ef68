// orm push: makes a store hold what its schema needs.
#include <iostream>

#include "../output.hpp"
#include "../stores.hpp"
#include "commands.hpp"
#include "orm/error.hpp"

namespace orm::cli {

namespace {

int run_push(const arguments& given) {
  const bool dry_run = given.has("dry-run");
  int status = success;
  for (const opened_store& each : open_stores(given)) {
    try {
      const std::vector<std::string> statements = each.store.push(dry_run);
      const std::string head = each.name + " (" + each.driver + "): ";
      if (!each.store.capabilities().ddl) {
        print(head + "this store needs no tables\n");
      } else if (statements.empty()) {
        print(head + "up to date\n");
      } else {
        print(head + std::to_string(statements.size()) + (dry_run ? " to apply\n" : " applied\n"));
        for (const std::string& statement : statements) print("  " + statement + "\n");
      }
    } catch (const error& refused) {
      std::cerr << to_string(refused.code()) << ": " << each.name << ": " << refused.what() << '\n';
      status = negative;
    }
  }
  return status;
}

}  // namespace

command push_command() {
  return {"push",
          "[options]",
          "Creates the tables, columns and indexes that a schema needs and its store lacks.",
          "Only adds. What would lose or reinterpret data is refused with INVALID_SCHEMA, which says what it is, and\n"
          "nothing of that schema is changed. Pushing again changes nothing. Stores without tables need no push.\n"
          "\n"
          "Exit status: 0 when every schema is in place, 1 when one was refused or failed, 2 when a configuration,\n"
          "schema or driver can't be used (nothing is changed then).\n"
          "\n"
          "Examples:\n"
          "  orm push --dry-run         # what would be done\n"
          "  orm push                   # every schema of orm.toml\n"
          "  orm push --schema app --profile production\n",
          {schemas_option,
           {"dry-run", "n", "", "show what would be applied, change nothing"},
           config_option,
           profile_option,
           help_option,
           version_option},
          0,
          "",
          run_push};
}

}  // namespace orm::cli
