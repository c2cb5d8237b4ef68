// Finding the file, and where errors say that they are.
#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>

#include "orm/error.hpp"
#include "schema_file.hpp"

namespace {

std::string refusal_of_path(const std::string& path) {
  try {
    orm::schema::load(path);
  } catch (const orm::error& refused) {
    BOOST_TEST((refused.code() == orm::error_code::invalid_schema));
    return refused.what();
  }
  return {};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(load)

BOOST_AUTO_TEST_CASE(a_file_that_cannot_be_read) {
  BOOST_TEST(refusal_of_path("none.toml") == "none.toml: can't be read: No such file or directory");
  std::filesystem::create_directory("directory.toml");
  BOOST_TEST(refusal_of_path("directory.toml") == "directory.toml: can't be read: Is a directory");
}

BOOST_AUTO_TEST_CASE(paths_inside_the_working_directory_are_shown_relative) {
  std::filesystem::create_directory("schemas");
  std::ofstream("schemas/app.toml") << "naem = 1\n";
  const auto absolute = std::filesystem::current_path() / "schemas/app.toml";
  const std::string expected = "schemas/app.toml:1: naem: unknown key, did you mean \"name\"?";
  BOOST_TEST(refusal_of_path("schemas/app.toml") == expected);
  BOOST_TEST(refusal_of_path(absolute.string()) == expected);
  std::filesystem::create_directory("elsewhere");
  std::filesystem::current_path("elsewhere");
  BOOST_TEST(refusal_of_path(absolute.string()) == absolute.string() + expected.substr(16));
  std::filesystem::current_path("..");
}

BOOST_AUTO_TEST_CASE(the_line_of_the_nearest_thing_that_exists) {
  BOOST_TEST(
      orm_test::refusal("\n[models.user]\ntable = \"u\"\n\n[models.user.fields]\nname = { type = \"string\" }\n") ==
      "app.toml:5: models.user.fields: a model needs a field of type \"id\"");
}

BOOST_AUTO_TEST_CASE(order_is_that_of_the_file) {
  const auto schema = orm_test::load_text(
      "[models.zebra.fields]\nz = { type = \"string\" }\nid = { type = \"id\" }\na = { type = \"string\" }\n"
      "[models.ant.fields]\nid = { type = \"id\" }\n");
  BOOST_TEST(schema->models()[0].name == "zebra");
  BOOST_TEST(schema->models()[1].name == "ant");
  BOOST_TEST(schema->models()[0].fields[0].name == "z");
  BOOST_TEST(schema->models()[0].fields[2].name == "a");
}

BOOST_AUTO_TEST_SUITE_END()
