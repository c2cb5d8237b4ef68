// What orm.toml says about a store of this driver.
#ifndef ORM_POSTGRES_OPTIONS_HPP
#define ORM_POSTGRES_OPTIONS_HPP

#include <orm/sdk/driver.h>
#include <orm/sdk/options/pool_options.hpp>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace orm::postgres {

struct options {
  std::string url;  // postgresql://... or a libpq key=value string; may hold a password
  sdk::pool_options pool;
  std::int64_t connect_timeout = 5'000;  // milliseconds, over all hosts
  std::int64_t timeout = 30'000;         // milliseconds that a request may take; 0: any time
  bool prepare = true;                   // false: nothing is kept on the server between transactions
  std::string application_name;          // empty: what the url says, else "orm"
};

// Throws driver_error INVALID_CONFIG.
options read_options(const orm_open_arguments& arguments);

// Of an adopted client, which is connected already: timeout alone. Throws driver_error INVALID_CONFIG.
options read_adoption_options(const orm_open_arguments& arguments);

// What libpq is told, keyword by keyword; later ones win.
std::vector<std::pair<std::string, std::string>> connection_keywords(const options& options);

}  // namespace orm::postgres

#endif
