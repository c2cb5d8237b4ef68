// The test program of orm.toml.
#define BOOST_TEST_MODULE config
#include <boost/test/unit_test.hpp>

#include "config_file.hpp"
#include "orm/error.hpp"
#include "own_directory.hpp"

using orm_test::own_directory;
BOOST_TEST_GLOBAL_FIXTURE(own_directory);

namespace orm_test {

orm::configuration load_text(const std::string& text, const std::string& profile) {
  write_file("orm.toml", text);
  return orm::configuration::load("orm.toml", profile);
}

std::string refusal(const std::string& text, const std::string& profile) {
  try {
    load_text(text, profile);
  } catch (const orm::error& refused) {
    BOOST_TEST(static_cast<int>(refused.code()) == static_cast<int>(orm::error_code::invalid_config));
    return refused.what();
  }
  return {};
}

}  // namespace orm_test
