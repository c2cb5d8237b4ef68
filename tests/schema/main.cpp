// The test program of the schema model.
#define BOOST_TEST_MODULE schema
#include <boost/test/unit_test.hpp>

#include "orm/error.hpp"
#include "own_directory.hpp"
#include "schema_file.hpp"

namespace {

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

using orm_test::own_directory;
BOOST_TEST_GLOBAL_FIXTURE(own_directory);

namespace orm_test {

std::shared_ptr<const orm::schema> load_text(const std::string& text) {
  write_file("app.toml", text);
  return orm::schema::load("app.toml");
}

std::string refusal(const std::string& text) {
  return message_of([&] { load_text(text); });
}

std::string refusal(const orm::schema_declaration& declaration) {
  return message_of([&] { orm::schema::build(declaration); });
}

}  // namespace orm_test
