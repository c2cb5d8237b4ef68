// From the command line to configuration, schemas and open stores.
#include "stores.hpp"

#include "orm/error.hpp"

namespace orm::cli {

namespace {

std::vector<const store_configuration*> with_files(const configuration& configuration) {
  std::vector<const store_configuration*> found;
  for (const store_configuration& each : configuration.schemas) {
    if (each.file) found.push_back(&each);
  }
  if (found.empty()) {
    throw error(error_code::invalid_config,
                configuration.path + " names no schema file: give a [schemas.NAME] section its `file`");
  }
  return found;
}

std::vector<opened_store> open(const configuration& configuration,
                               const std::vector<const store_configuration*>& selected) {
  std::vector<opened_store> opened;
  opened.reserve(selected.size());
  for (const store_configuration* each : selected) {
    opened.push_back(
        {each->schema, each->driver, store::open(load_schema(configuration, *each), configuration, *each)});
  }
  return opened;
}

}  // namespace

configuration load_configuration(const arguments& given) {
  return configuration::find(given.get("config"), given.get("profile"));
}

std::shared_ptr<const schema> load_schema(const configuration& configuration, const store_configuration& selected) {
  if (!selected.file) {
    throw error(error_code::invalid_config,
                configuration.path + ": schemas." + selected.schema +
                    " has no `file`: a schema that only C++ declares can't be used from the command line");
  }
  return schema::load(*selected.file);
}

std::vector<opened_store> open_stores(const arguments& given) {
  const configuration configuration = load_configuration(given);
  if (!given.has("schema")) return open(configuration, with_files(configuration));
  std::vector<const store_configuration*> selected;
  for (const std::string& name : given.all("schema")) selected.push_back(&configuration.schema(name));
  return open(configuration, selected);
}

std::vector<opened_store> open_stores_for_requests(const arguments& given) {
  const configuration configuration = load_configuration(given);
  if (given.has("schema")) load_schema(configuration, configuration.schema(given.get("schema")));
  return open(configuration, with_files(configuration));
}

}  // namespace orm::cli
