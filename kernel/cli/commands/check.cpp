// orm check: whether configuration, schemas and drivers fit, without touching a store.
#include <algorithm>
#include <filesystem>

#include "../output.hpp"
#include "../stores.hpp"
#include "commands.hpp"
#include "orm/error.hpp"
#include "plugin/driver_search.hpp"

namespace orm::cli {

namespace {

// One line of the report; a failure is shown where it belongs and the check goes on.
template <class Body>
bool report(const std::string& subject, Body&& body) {
  try {
    print(coloured("ok     ", colour::green) + padded(subject, 32) + "  " + body() + "\n");
    return true;
  } catch (const error& failure) {
    print(coloured("failed ", colour::red) + padded(subject, 32) + "  " + std::string(to_string(failure.code())) +
          ": " + failure.what() + "\n");
    return false;
  }
}

std::string schema_summary(const schema& schema) {
  const auto count = [](std::size_t number, const char* what) {
    return std::to_string(number) + " " + what + (number == 1 ? "" : "s");
  };
  return count(schema.models().size(), "model") + ", " + count(schema.relations().size(), "relation");
}

// A driver's open() looks at its options and at what the schema asks of it, and creates nothing. Without a schema only
// the driver itself can be looked at.
driver_capabilities driver_of(const std::shared_ptr<const schema>& loaded, const configuration& configuration,
                              const store_configuration& each) {
  if (loaded != nullptr) return store::open(loaded, configuration, each).capabilities();
  return describe_driver(detail::find_driver(each.driver, configuration.driver_directories()).file);
}

bool check_schema(const configuration& configuration, const store_configuration& each) {
  const std::string section = "schemas." + each.schema;
  std::shared_ptr<const schema> loaded;
  bool fine = true;
  if (each.file) {
    fine = report(section + ".file", [&] {
      loaded = load_schema(configuration, each);
      return schema_summary(*loaded);
    });
  } else {
    print("       " + padded(section + ".file", 32) + "  none: declared in C++, checked when the program opens it\n");
  }
  return report(section + ".driver",
                [&] {
                  const driver_capabilities capabilities = driver_of(loaded, configuration, each);
                  return capabilities.driver + " " + capabilities.version + ", ABI " + capabilities.abi;
                }) &&
         fine;
}

bool check_generate(const configuration& configuration, const generate_configuration& each) {
  return report("generate." + each.name, [&] {
    configuration.schema(each.schema);
    return each.out;
  });
}

int run_check(const arguments& given) {
  const configuration configuration = load_configuration(given);
  print(coloured("ok     ", colour::green) + padded("configuration", 32) + "  " + configuration.path +
        (configuration.profile.empty() ? "" : " (profile " + configuration.profile + ")") + "\n");
  bool fine = true;
  for (const store_configuration& each : configuration.schemas) fine = check_schema(configuration, each) && fine;
  for (const generate_configuration& each : configuration.generate) {
    fine = check_generate(configuration, each) && fine;
  }
  return fine ? success : negative;
}

}  // namespace

command check_command() {
  return {"check",
          "[options]",
          "Checks the configuration, the schemas and the drivers, and changes nothing.",
          "Reads orm.toml and each schema file, finds and loads each driver, and has it look at its options and at\n"
          "what the schema asks of it. Nothing is created: a database that isn't there yet doesn't appear.\n"
          "\n"
          "Exit status: 0 everything fits, 1 something doesn't (the lines that begin with `failed`), 2 there is no\n"
          "usable orm.toml.\n"
          "\n"
          "Examples:\n"
          "  orm check\n"
          "  orm check --profile test\n",
          {config_option, profile_option, help_option, version_option},
          0,
          "",
          run_check};
}

}  // namespace orm::cli
