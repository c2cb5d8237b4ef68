// Schemas opened on a driver with fresh storage, spoken to in the query protocol.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "orm/store.hpp"
#include "support/drivers.hpp"
#include "support/json.hpp"
#include "support/temporary_directory.hpp"

namespace orm_test {

class store_fixture {
 public:
  explicit store_fixture(driver_under_test driver) : driver_(std::move(driver)) {}

  // Opens and pushes a schema from the text or the file; options beside the URL as the driver knows them.
  using options = std::vector<std::pair<std::string, orm::value>>;
  orm::store add_text(const std::string& name, const std::string& toml, options given = {});
  orm::store add_file(const std::string& name, const std::string& path, options given = {});

  // Opens without pushing.
  orm::store open(const std::string& name, std::shared_ptr<const orm::schema> schema, options given = {});

  // One request, by any number of threads once every schema is added.
  std::string respond(std::string_view line) const { return protocol_.respond(line); }
  json request(const json& request) const { return json::parse(respond(request.dump())); }
  json request(const std::string& line) const { return json::parse(respond(line)); }
  json request(const char* line) const { return json::parse(respond(line)); }

  // What stands behind "ok"; throws std::runtime_error with request and response when it failed.
  json ok(const json& request) const;
  json ok(const std::string& line) const { return ok(json::parse(line)); }
  json ok(const char* line) const { return ok(json::parse(line)); }
  // The error's code; throws when it worked.
  std::string error_code(const std::string& line) const;

  // Empties every store: reset, then push.
  void renew() const;

  const orm::store& store(const std::string& name) const { return stores_.at(name); }
  const orm::driver_capabilities& capabilities() const { return stores_.begin()->second.capabilities(); }
  // By the name in `capabilities`.
  bool can(std::string_view capability) const;

  const driver_under_test& driver() const noexcept { return driver_; }
  const std::filesystem::path& directory() const noexcept { return directory_.path(); }

 private:
  driver_under_test driver_;
  temporary_directory directory_;
  orm::protocol protocol_;
  std::map<std::string, orm::store> stores_;
};

// Why a schema can't be opened and pushed on a driver: the error's code and message; empty when it can.
std::pair<std::string, std::string> refusal_to_open(const driver_under_test& driver, const std::string& toml,
                                                    store_fixture::options given = {});

}  // namespace orm_test
