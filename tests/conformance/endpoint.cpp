// The two ways to a store.
#include "conformance/endpoint.hpp"

#include "support/child_process.hpp"
#include "support/store_fixture.hpp"

namespace orm_test {
namespace {

class in_process final : public endpoint {
 public:
  in_process(const case_set& set, const driver_under_test& driver) : stores_(driver) {
    for (const auto& [name, path] : set.schemas) stores_.open(name, orm::schema::load(path.string()));
  }
  std::string respond(std::string_view line) override { return stores_.respond(line); }

 private:
  store_fixture stores_;
};

class query_command final : public endpoint {
 public:
  query_command(const case_set& set, const driver_under_test& driver, const std::string& command)
      : process_({command, "query", "--config", write_configuration(set, driver)}) {}

  std::string respond(std::string_view line) override {
    process_.write(std::string(line) + "\n");
    return process_.read_line();
  }

 private:
  // The names hold nothing that TOML or JSON would escape but quotes and backslashes, which both escape alike.
  std::string write_configuration(const case_set& set, const driver_under_test& driver) {
    const auto quoted = [](const std::string& text) { return json(text).dump(); };
    std::string toml = "plugins = [" + quoted(driver_directory()) + "]\n";
    for (const auto& [name, path] : set.schemas) {
      toml += "\n[schemas." + name + "]\nfile = " + quoted(path.string()) + "\ndriver = " + quoted(driver.name) + "\n";
      if (const std::string url = driver.url_of(directory_.path().string(), name); !url.empty())
        toml += "url = " + quoted(url) + "\n";
    }
    write_text(directory_.file("orm.toml"), toml);
    return directory_.file("orm.toml");
  }

  temporary_directory directory_;
  child_process process_;
};

}  // namespace

std::unique_ptr<endpoint> open_in_process(const case_set& set, const driver_under_test& driver) {
  return std::make_unique<in_process>(set, driver);
}

std::unique_ptr<endpoint> open_command(const case_set& set, const driver_under_test& driver,
                                       const std::string& command) {
  return std::make_unique<query_command>(set, driver, command);
}

}  // namespace orm_test
