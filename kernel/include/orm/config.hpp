// orm.toml: which driver each schema runs on, where drivers are found, what is generated. A configuration may equally
// be built in code.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "orm/value.hpp"

namespace orm {

// [schemas.NAME]: one schema on one driver.
struct store_configuration {
  std::string schema;               // NAME
  std::optional<std::string> file;  // absolute path of the schema file; none when C++ declares the schema
  std::string driver;
  std::vector<std::pair<std::string, value>> options;  // every other key: text, integer, boolean, real, or json
                                                       // (arrays and tables), environment already read
};

// [generate.KIND] or [generate.KIND.NAME], KIND one of sql and prisma.
struct generate_configuration {
  std::string kind;
  std::string name;  // "sql", or "sql.NAME"
  std::string schema;
  std::string dialect;   // sql: postgres, sqlite, mysql
  std::string provider;  // prisma: postgresql, mysql, sqlite
  std::string mode;      // prisma: replace (default), block
  std::string out;       // absolute path
};

struct configuration {
  std::string path;       // of the file; empty when built in code
  std::string directory;  // what relative paths are relative to; empty: the working directory
  std::string profile;
  std::vector<std::string> plugins;  // directories, absolute when read from a file
  std::vector<store_configuration> schemas;
  std::vector<generate_configuration> generate;

  // Reads a file, with the keys of [profiles.PROFILE] laid over it and ${NAME} and ${NAME:-default} read from the
  // environment. A profile that gives a schema another driver drops the options of the former one, which are not its
  // own. Throws error(invalid_config) with file, line and key path: unknown keys with a near name, wrong
  // types, an unknown profile, a variable that is not set.
  static configuration load(const std::string& path, std::string_view profile = {});

  // Finds the file: `path` when given, else $ORM_CONFIG, else orm.toml in the working directory and each parent; and
  // the profile: `profile` when given, else $ORM_PROFILE. Throws error(invalid_config) that lists where it looked.
  static configuration find(std::string_view path = {}, std::string_view profile = {});

  // As find() for the default profile; where no file is asked for and none is found, an empty configuration.
  static configuration find_if_any();

  // Throws error(missing_schema) that names those there are.
  const store_configuration& schema(std::string_view name) const;

  // Where drivers are looked for, in order: $ORM_PLUGIN_PATH (not for set-uid programs), plugins, the directory the
  // kernel was installed with.
  std::vector<std::string> driver_directories() const;
};

}  // namespace orm
