// The list of drivers under test, and what each needs to be opened.
#include "support/drivers.hpp"

#include <cstdlib>
#include <sstream>
#include <stdexcept>

#include "support/servers/shared_servers.hpp"

namespace orm_test {
namespace {

// `{server}` stands for fresh storage on the server that this process starts.
const std::vector<driver_under_test> known = {
    {"memory", ""},
    {"sqlite", "sqlite:{directory}/{schema}.db"},
    {"postgres", "{server}"},
    {"redis", "{server}"},
};

// Those of them that this build makes: ORM_TESTED_DRIVERS is its list.
std::vector<driver_under_test> built() {
  std::vector<driver_under_test> made;
  std::istringstream in(ORM_TESTED_DRIVERS);
  for (std::string name; std::getline(in, name, ',');)
    for (const driver_under_test& each : known)
      if (each.name == name) made.push_back(each);
  return made;
}

std::string fresh_url(const std::string& driver, const std::string& directory, const std::string& schema) {
  if (driver == "postgres") return fresh_postgres_url(directory, schema);
  if (driver == "redis") return fresh_redis_url(directory, schema);
  throw std::runtime_error("the tests start no server for the driver \"" + driver + '"');
}

std::vector<driver_under_test> read_list(const std::string& text) {
  std::vector<driver_under_test> chosen;
  std::istringstream in(text);
  for (std::string entry; std::getline(in, entry, ',');) {
    const std::size_t equals = entry.find('=');
    driver_under_test made{entry.substr(0, equals), equals == std::string::npos ? "" : entry.substr(equals + 1)};
    if (equals == std::string::npos)
      for (const driver_under_test& each : known)
        if (each.name == made.name) made.url = each.url;
    chosen.push_back(std::move(made));
  }
  return chosen;
}

void replace(std::string& text, const std::string& mark, const std::string& with) {
  for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + with.size()))
    text.replace(at, mark.size(), with);
}

}  // namespace

std::string driver_under_test::url_of(const std::string& directory, const std::string& schema) const {
  if (url == "{server}") return fresh_url(name, directory, schema);
  std::string made = url;
  replace(made, "{directory}", directory);
  replace(made, "{schema}", schema);
  return made;
}

const std::vector<driver_under_test>& drivers_under_test() {
  static const std::vector<driver_under_test> chosen = [] {
    const char* const wanted = std::getenv("ORM_TEST_DRIVERS");
    return wanted != nullptr && *wanted != '\0' ? read_list(wanted) : built();
  }();
  return chosen;
}

const driver_under_test& find_driver(const std::string& name) {
  for (const driver_under_test& each : drivers_under_test())
    if (each.name == name) return each;
  for (const driver_under_test& each : known)
    if (each.name == name) return each;
  throw std::runtime_error("no driver \"" + name + "\" among the tested ones; ORM_TEST_DRIVERS=" + name +
                           "=URL adds it");
}

std::string driver_directory() { return ORM_TEST_DRIVER_DIRECTORY; }

orm::configuration configuration_for(const driver_under_test& driver, const std::string& directory,
                                     const std::string& schema,
                                     std::vector<std::pair<std::string, orm::value>> options) {
  orm::configuration made;
  made.directory = directory;
  made.plugins = {driver_directory()};
  orm::store_configuration store;
  store.schema = schema;
  store.driver = driver.name;
  store.options = std::move(options);
  if (const std::string url = driver.url_of(directory, schema); !url.empty())
    store.options.emplace_back("url", orm::value::of_text(url));
  made.schemas.push_back(std::move(store));
  return made;
}

}  // namespace orm_test
