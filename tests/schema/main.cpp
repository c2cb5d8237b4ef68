// The test program of the schema model.
#define BOOST_TEST_MODULE schema
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>

#include "orm/error.hpp"
#include "schema_file.hpp"

namespace {

struct own_directory {
  own_directory() : path(std::filesystem::temp_directory_path() / ("orm_schema_test." + std::to_string(getpid()))) {
    std::filesystem::create_directories(path);
    std::filesystem::current_path(path);
  }
  ~own_directory() {
    std::filesystem::current_path("/");
    std::filesystem::remove_all(path);
  }
  std::filesystem::path path;
};

template <class Action>
std::string message_of(const Action& action) {
  try {
    action();
  } catch (const orm::error& refused) {
    BOOST_TEST(static_cast<int>(refused.code()) == static_cast<int>(orm::error_code::invalid_schema));
    return refused.what();
  }
  return {};
}

}  // namespace

BOOST_TEST_GLOBAL_FIXTURE(own_directory);

namespace orm_test {

std::shared_ptr<const orm::schema> load_text(const std::string& text) {
  std::ofstream("app.toml", std::ios::binary) << text;
  return orm::schema::load("app.toml");
}

std::string refusal(const std::string& text) {
  return message_of([&] { load_text(text); });
}

std::string refusal(const orm::schema_declaration& declaration) {
  return message_of([&] { orm::schema::build(declaration); });
}

}  // namespace orm_test
