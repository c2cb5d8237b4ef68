// Opening stores for tests.
#include "support/store_fixture.hpp"

#include "orm/error.hpp"

#include <stdexcept>

namespace orm_test {

orm::store store_fixture::add_text(const std::string& name, const std::string& toml, options given) {
  const std::string path = directory_.file(name + ".toml");
  write_text(path, toml);
  return add_file(name, path, std::move(given));
}

std::pair<std::string, std::string> refusal_to_open(const driver_under_test& driver, const std::string& toml,
                                                    store_fixture::options given) {
  try {
    store_fixture(driver).add_text("app", toml, std::move(given));
  } catch (const orm::error& refused) {
    return {std::string(orm::to_string(refused.code())), refused.what()};
  }
  return {};
}

orm::store store_fixture::add_file(const std::string& name, const std::string& path, options given) {
  orm::store opened = open(name, orm::schema::load(path), std::move(given));
  opened.push();
  return opened;
}

orm::store store_fixture::open(const std::string& name, std::shared_ptr<const orm::schema> schema, options given) {
  const orm::configuration configuration =
      configuration_for(driver_, directory_.path().string(), name, std::move(given));
  orm::store opened = orm::store::open(std::move(schema), configuration, configuration.schema(name));
  protocol_.add(name, opened);
  stores_.insert_or_assign(name, opened);
  return opened;
}

json store_fixture::ok(const json& asked) const {
  const json response = request(asked);
  if (const json* answer = response.find("ok")) return *answer;
  throw std::runtime_error(driver_.name + ": " + asked.dump() + "\n  answered " + response.dump());
}

std::string store_fixture::error_code(const std::string& line) const {
  const json response = request(line);
  if (const json* failure = response.find("error")) return failure->at("code").text();
  throw std::runtime_error(driver_.name + ": " + line + "\n  worked: " + response.dump());
}

void store_fixture::renew() const {
  for (const auto& [name, opened] : stores_) opened.reset();
  for (const auto& [name, opened] : stores_) opened.push();
}

bool store_fixture::can(std::string_view capability) const {
  const json declared = ok(json::object({{"schema", stores_.begin()->first}, {"op", "capabilities"}}));
  const json* flag = declared.find(capability);
  return flag != nullptr && flag->flag();
}

}  // namespace orm_test
