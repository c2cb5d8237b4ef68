// From the command line to configuration, schemas and open stores.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "command.hpp"
#include "orm/config.hpp"
#include "orm/store.hpp"

namespace orm::cli {

// orm.toml as --config, --profile and the environment choose it. Throws error(invalid_config).
configuration load_configuration(const arguments& given);

// The schema file of [schemas.NAME]; error(invalid_config) when the section names none.
std::shared_ptr<const schema> load_schema(const configuration& configuration, const store_configuration& selected);

struct opened_store {
  std::string name;  // NAME of [schemas.NAME]
  std::string driver;
  orm::store store;
};

// Opens the schemas named by --schema, or every one that has a file: all, before anything is done with one of them.
std::vector<opened_store> open_stores(const arguments& given);

// Opens every schema that has a file, for requests that may name any of them. --schema, where given, must be one.
std::vector<opened_store> open_stores_for_requests(const arguments& given);

}  // namespace orm::cli
