// The drivers that the tests run on: the one place that names them.
#pragma once

#include <string>
#include <vector>

#include "orm/config.hpp"

namespace orm_test {

// One driver and where its data goes. `{directory}` and `{schema}` in the URL stand for a fresh directory and the
// schema's name; `{server}` is fresh storage on a server that this process starts (servers/shared_servers.hpp); without
// a URL the driver needs none.
struct driver_under_test {
  std::string name;
  std::string url;

  std::string url_of(const std::string& directory, const std::string& schema) const;
};

// Those that the build makes, or what ORM_TEST_DRIVERS says instead: names separated by commas, each with a URL of its
// own where it is none of the built ones: "memory,sqlite", "postgres=postgresql:///test".
const std::vector<driver_under_test>& drivers_under_test();

// By name, from the same list; throws std::runtime_error for one that is not in it.
const driver_under_test& find_driver(const std::string& name);

// Where the build puts its drivers. The kernel looks into $ORM_PLUGIN_PATH first.
std::string driver_directory();

// A configuration with one store of `schema` on the driver, with options of the caller's choice beside the URL.
orm::configuration configuration_for(const driver_under_test& driver, const std::string& directory,
                                     const std::string& schema,
                                     std::vector<std::pair<std::string, orm::value>> options = {});

}  // namespace orm_test
