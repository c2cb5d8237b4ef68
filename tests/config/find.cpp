// The search orders: of orm.toml and of drivers.
#include <boost/test/unit_test.hpp>
#include <filesystem>

#include "config_file.hpp"
#include "orm/error.hpp"
#include "own_directory.hpp"

using orm::configuration;
using orm_test::variable;
using orm_test::write_file;

namespace {

const char* const empty_file = "plugins = []\n";

// A working directory below that of the test program, left again at the end.
class inside {
 public:
  explicit inside(const char* path) : before_(std::filesystem::current_path()) {
    std::filesystem::create_directories(path);
    std::filesystem::current_path(path);
  }
  ~inside() { std::filesystem::current_path(before_); }
  std::string before() const { return before_.string(); }

 private:
  std::filesystem::path before_;
};

std::string message_of_find(const char* path) {
  try {
    configuration::find(path);
  } catch (const orm::error& refused) {
    BOOST_TEST((refused.code() == orm::error_code::invalid_config));
    return refused.what();
  }
  return {};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(find)

BOOST_AUTO_TEST_CASE(in_the_working_directory_and_its_parents) {
  const inside root("upwards");
  const std::string here = std::filesystem::current_path().string();
  write_file("orm.toml", empty_file);
  BOOST_TEST(configuration::find().path == here + "/orm.toml");
  const inside below("a/b");
  BOOST_TEST(configuration::find().path == here + "/orm.toml");
  BOOST_TEST(configuration::find().directory == here);
  write_file("orm.toml", empty_file);
  BOOST_TEST(configuration::find().path == here + "/a/b/orm.toml");
}

BOOST_AUTO_TEST_CASE(named_files_come_first) {
  const inside root("named");
  const std::string here = std::filesystem::current_path().string();
  write_file("orm.toml", empty_file);
  write_file("x/env.toml", empty_file);
  write_file("y/given.toml", empty_file);
  const variable set("ORM_CONFIG", "x/env.toml");
  BOOST_TEST(configuration::find().path == here + "/x/env.toml");
  BOOST_TEST(configuration::find("y/given.toml").path == here + "/y/given.toml");
}

BOOST_AUTO_TEST_CASE(nothing_found) {
  const inside root("nothing/at");
  BOOST_TEST(message_of_find("none.toml") == "none.toml: can't be read: No such file or directory");
  {
    const variable set("ORM_CONFIG", "gone.toml");
    BOOST_TEST(message_of_find("") == "there is no file \"gone.toml\", which $ORM_CONFIG names");
  }
  const std::string here = std::filesystem::current_path().string();
  const std::string message = message_of_find("");
  BOOST_TEST(message.starts_with("there is no orm.toml in " + here + ", "));
  BOOST_TEST(message.ends_with(", /: name one with --config FILE or $ORM_CONFIG"));
}

BOOST_AUTO_TEST_CASE(profile_from_the_environment) {
  const inside root("profile");
  write_file("orm.toml",
             "[schemas.a]\ndriver = \"x\"\n[profiles.test.schemas.a]\ndriver = \"memory\"\n"
             "[profiles.other.schemas.a]\ndriver = \"other\"\n");
  BOOST_TEST(configuration::find().schema("a").driver == "x");
  const variable set("ORM_PROFILE", "test");
  BOOST_TEST(configuration::find().profile == "test");
  BOOST_TEST(configuration::find().schema("a").driver == "memory");
  BOOST_TEST(configuration::find({}, "other").schema("a").driver == "other");
  BOOST_TEST(configuration::load("orm.toml").schema("a").driver == "x");
}

BOOST_AUTO_TEST_CASE(driver_directories) {
  const inside root("drivers");
  const std::string here = std::filesystem::current_path().string();
  write_file("orm.toml", "plugins = [\"build/plugins\", \"/usr/lib/orm/drivers/\", \"first\"]\n");
  const configuration found = configuration::find();
  const auto unset = found.driver_directories();
  BOOST_REQUIRE(unset.size() == 4);
  BOOST_TEST(unset[0] == here + "/build/plugins");
  BOOST_TEST(unset[1] == "/usr/lib/orm/drivers");
  BOOST_TEST(unset[2] == here + "/first");
  BOOST_TEST(std::filesystem::path(unset[3]).is_absolute());
  const variable set("ORM_PLUGIN_PATH", "first::/second/");
  const auto listed = found.driver_directories();
  BOOST_REQUIRE(listed.size() == 5);
  BOOST_TEST(listed[0] == here + "/first");
  BOOST_TEST(listed[1] == "/second");
  BOOST_TEST(listed[2] == here + "/build/plugins");
}

BOOST_AUTO_TEST_CASE(unknown_schema) {
  configuration built;
  built.schemas.resize(1);
  built.schemas[0].schema = "control_plane";
  const auto message = [&](const char* name) -> std::string {
    try {
      built.schema(name);
    } catch (const orm::error& refused) {
      BOOST_TEST((refused.code() == orm::error_code::missing_schema));
      return refused.what();
    }
    return {};
  };
  BOOST_TEST(message("control_plan") ==
             "the configuration has no schema \"control_plan\", did you mean \"control_plane\"?");
  BOOST_TEST(message("x") == "the configuration has no schema \"x\", expected one of control_plane");
}

BOOST_AUTO_TEST_SUITE_END()
