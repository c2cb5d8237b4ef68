// orm drivers: the drivers that are found, and what they declare of themselves.
#include <algorithm>
#include <filesystem>
#include <optional>

#include "../output.hpp"
#include "../stores.hpp"
#include "commands.hpp"
#include "orm/error.hpp"

namespace orm::cli {

namespace {

struct found_driver {
  driver_file file;
  std::optional<driver_capabilities> capabilities;  // none: file.problem says why
};

// The directories named on the command line, else those of the configuration. A configuration is not required as
// long as none was asked for: $ORM_PLUGIN_PATH and the installed drivers can be listed without.
std::vector<std::string> directories_of(const arguments& given) {
  if (!given.positional().empty()) {
    std::vector<std::string> directories;
    for (const std::string& each : given.positional()) directories.push_back(std::filesystem::absolute(each).string());
    return directories;
  }
  const bool asked = given.has("config") || given.has("profile");
  return (asked ? load_configuration(given) : configuration::find_if_any()).driver_directories();
}

std::vector<found_driver> look(const std::vector<std::string>& directories) {
  std::vector<found_driver> found;
  for (driver_file& file : list_drivers(directories)) {
    found_driver entry{std::move(file), std::nullopt};
    if (entry.file.problem.empty()) {
      try {
        entry.capabilities = describe_driver(entry.file);
      } catch (const error& failure) {
        entry.file.problem = std::string(to_string(failure.code())) + ": " + failure.what();
      }
    }
    found.push_back(std::move(entry));
  }
  return found;
}

std::vector<std::pair<const char*, bool>> flags_of(const driver_capabilities& of) {
  return {{"transactions", of.transactions},
          {"interactiveTransactions", of.interactive_transactions},
          {"foreignKeys", of.foreign_keys},
          {"generatedIntegerIds", of.generated_integer_ids},
          {"namespaces", of.namespaces},
          {"ddl", of.ddl},
          {"nativeRelations", of.native_relations},
          {"pipelinedBatch", of.pipelined_batch},
          {"expires", of.expires}};
}

std::string capability_words(const driver_capabilities& of, const std::vector<std::string>& kinds) {
  std::string words;
  for (const auto& [name, has] : flags_of(of)) {
    if (has) words += (words.empty() ? "" : " ") + std::string(name);
  }
  for (const std::string& isolation : of.isolations) words += " " + isolation;
  for (const std::string& kind : kinds) words += " adopts=" + kind;
  if (of.max_atomic_rows != 0) words += " maxAtomicRows=" + std::to_string(of.max_atomic_rows);
  return words;
}

void show_table(const std::vector<found_driver>& drivers) {
  std::size_t name_width = 4, version_width = 7;
  for (const found_driver& each : drivers) {
    name_width = std::max(name_width, each.file.name.size());
    version_width = std::max(version_width, each.file.version.size());
  }
  print(padded("NAME", name_width) + "  " + padded("VERSION", version_width) + "  ABI  STATE        FILE\n");
  const std::string indent(name_width + 2, ' ');
  for (const found_driver& each : drivers) {
    const bool loadable = each.capabilities.has_value();
    print(padded(each.file.name.empty() ? "-" : each.file.name, name_width) + "  " +
          padded(each.file.version.empty() ? "-" : each.file.version, version_width) + "  " +
          padded(each.file.abi.empty() ? "-" : each.file.abi, 3) + "  " +
          (loadable ? coloured("loadable", colour::green) + "     " : coloured("not loadable", colour::red) + " ") +
          each.file.path + "\n" + indent +
          (loadable ? capability_words(*each.capabilities, each.file.kinds) : each.file.problem) + "\n");
  }
}

std::string json_list(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : ", ") + json_text(word);
  return '[' + out + ']';
}

std::string capabilities_json(const driver_capabilities& of) {
  std::string out = "{";
  for (const auto& [name, has] : flags_of(of)) out += json_text(name) + ": " + (has ? "true, " : "false, ");
  return out + "\"isolations\": " + json_list(of.isolations) +
         ", \"maxAtomicRows\": " + std::to_string(of.max_atomic_rows) + "}";
}

void show_json(const std::vector<found_driver>& drivers) {
  std::string out = "[";
  for (const found_driver& each : drivers) {
    out += out.size() == 1 ? "\n" : ",\n";
    out += "  {\"name\": " + json_text(each.file.name) + ", \"version\": " + json_text(each.file.version) +
           ", \"abi\": " + json_text(each.file.abi) + ", \"path\": " + json_text(each.file.path) +
           ",\n   \"adopts\": " + json_list(each.file.kinds) +
           ", \"loadable\": " + (each.capabilities ? "true" : "false") + ", ";
    out += each.capabilities ? "\"capabilities\": " + capabilities_json(*each.capabilities)
                             : "\"problem\": " + json_text(each.file.problem);
    out += "}";
  }
  print(out + "\n]\n");
}

int run_drivers(const arguments& given) {
  const std::vector<std::string> directories = directories_of(given);
  const std::vector<found_driver> drivers = look(directories);
  if (given.has("json")) {
    show_json(drivers);
  } else if (!drivers.empty()) {
    show_table(drivers);
  } else {
    print("no drivers in:\n");
    for (const std::string& directory : directories) print("  " + directory + "\n");
  }
  return std::ranges::any_of(drivers, [](const found_driver& each) { return each.capabilities.has_value(); })
             ? success
             : negative;
}

}  // namespace

command drivers_command() {
  return {"drivers",
          "[options] [DIRECTORY...]",
          "Lists the drivers that are found, and what each can do.",
          "A driver is a shared library in one of these directories, looked at in this order: $ORM_PLUGIN_PATH\n"
          "(separated by colons), `plugins` of orm.toml, the directory orm was installed with; or in the directories\n"
          "named here instead. For a file that can't be loaded the one reason is shown. adopts=KIND: the clients of an\n"
          "application that it takes (orm::adopt). To add a store, drop its .so into one of them: nothing is rebuilt.\n"
          "\n"
          "Exit status: 0, or 1 when no driver is loadable.\n"
          "\n"
          "Examples:\n"
          "  orm drivers\n"
          "  orm drivers build/plugins\n"
          "  orm drivers --json\n",
          {{"json", "j", "", "print JSON"}, config_option, profile_option, help_option, version_option},
          64,
          "@directory",
          run_drivers};
}

}  // namespace orm::cli
