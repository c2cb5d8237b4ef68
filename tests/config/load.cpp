// What a good orm.toml says.
#include <boost/test/unit_test.hpp>
#include <filesystem>

#include "config_file.hpp"

using orm_test::load_text;
using orm_test::variable;

namespace {

const char* const example = R"(
plugins = ["build/plugins", "/usr/lib/orm/drivers"]

[schemas.control_plane]
file   = "schemas/control_plane.toml"
driver = "postgres"
url    = "${ORM_TEST_URL:-postgresql:///app}"
pool   = 8

[schemas.fast_state]
driver  = "redis"
url     = "redis://127.0.0.1:6379/0"
tls     = true
timeout = 1.5
hosts   = ["a", "${ORM_TEST_HOST:-b}"]
nested  = { z = 1, a = { b = "${ORM_TEST_HOST:-c}" } }

[profiles.test.schemas.control_plane]
driver = "memory"
url    = "${ORM_TEST_TEST_URL}"

[profiles.test.schemas.fast_state]
nested = { a = { c = 2 } }

[profiles.more]
plugins = ["other"]
[profiles.more.schemas.extra]
driver = "memory"

[generate.sql]
schema  = "control_plane"
dialect = "postgres"
out     = "generated/sql/0001.sql"

[generate.prisma]
schema   = "control_plane"
provider = "postgresql"
out      = "/tmp/schema.prisma"
)";

std::string option(const orm::store_configuration& of, const std::string& name) {
  for (const auto& [key, given] : of.options) {
    if (key == name) return given.text();
  }
  return "none";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(load)

BOOST_AUTO_TEST_CASE(everything) {
  const std::string here = std::filesystem::current_path().string();
  const orm::configuration loaded = load_text(example);
  BOOST_TEST(loaded.path == here + "/orm.toml");
  BOOST_TEST(loaded.directory == here);
  BOOST_TEST(loaded.profile == "");
  BOOST_TEST(loaded.plugins == (std::vector<std::string>{here + "/build/plugins", "/usr/lib/orm/drivers"}),
             boost::test_tools::per_element());
  BOOST_REQUIRE(loaded.schemas.size() == 2);
  const orm::store_configuration& control = loaded.schema("control_plane");
  BOOST_TEST(control.file.value() == here + "/schemas/control_plane.toml");
  BOOST_TEST(control.driver == "postgres");
  BOOST_REQUIRE(control.options.size() == 2);
  BOOST_TEST(control.options[0].first == "url");
  BOOST_TEST(control.options[0].second.text() == "postgresql:///app");
  BOOST_TEST(control.options[1].second.integer() == 8);

  const orm::store_configuration& fast = loaded.schemas[1];
  BOOST_TEST(!fast.file.has_value());
  BOOST_REQUIRE(fast.options.size() == 5);
  BOOST_TEST((fast.options[1].second.kind() == orm::value_kind::boolean));
  BOOST_TEST(fast.options[2].second.real() == 1.5);
  BOOST_TEST((fast.options[3].second.kind() == orm::value_kind::json));
  BOOST_TEST(option(fast, "hosts") == R"(["a","b"])");
  BOOST_TEST(option(fast, "nested") == R"({"a":{"b":"c"},"z":1})");

  BOOST_REQUIRE(loaded.generate.size() == 2);
  BOOST_TEST(loaded.generate[0].kind == "sql");
  BOOST_TEST(loaded.generate[0].name == "sql");
  BOOST_TEST(loaded.generate[0].dialect == "postgres");
  BOOST_TEST(loaded.generate[0].out == here + "/generated/sql/0001.sql");
  BOOST_TEST(loaded.generate[1].provider == "postgresql");
  BOOST_TEST(loaded.generate[1].mode == "replace");
  BOOST_TEST(loaded.generate[1].out == "/tmp/schema.prisma");
}

BOOST_AUTO_TEST_CASE(environment) {
  const variable url("ORM_TEST_URL", "postgresql://h/x"), host("ORM_TEST_HOST", "quo\"te");
  const orm::configuration loaded = load_text(example);
  BOOST_TEST(option(loaded.schemas[0], "url") == "postgresql://h/x");
  BOOST_TEST(option(loaded.schemas[1], "hosts") == R"(["a","quo\"te"])");
}

BOOST_AUTO_TEST_CASE(a_profile_is_laid_over_key_by_key) {
  const variable url("ORM_TEST_TEST_URL", "x:");
  const orm::configuration loaded = load_text(example, "test");
  BOOST_TEST(loaded.profile == "test");
  const orm::store_configuration& control = loaded.schema("control_plane");
  BOOST_TEST(control.driver == "memory");
  BOOST_TEST(control.file.has_value());
  BOOST_TEST(option(control, "url") == "x:");
  BOOST_TEST(option(loaded.schema("fast_state"), "nested") == R"({"a":{"b":"c","c":2},"z":1})");
}

BOOST_AUTO_TEST_CASE(a_profile_with_another_driver_leaves_the_options_of_the_former_behind) {
  const char* const text =
      "[schemas.a]\nfile = \"a.toml\"\ndriver = \"x\"\nurl = \"${ORM_TEST_NONE}\"\npool = 8\n"
      "[profiles.test.schemas.a]\ndriver = \"memory\"\n[profiles.same.schemas.a]\ndriver = \"x\"\nurl = \"y\"\n";
  const orm::configuration other = load_text(text, "test");
  BOOST_TEST(other.schemas[0].file.has_value());
  BOOST_TEST(other.schemas[0].options.empty());
  BOOST_TEST(load_text(text, "same").schemas[0].options.size() == 2);
}

BOOST_AUTO_TEST_CASE(a_profile_may_add_schemas_and_replace_lists) {
  const orm::configuration loaded = load_text(example, "more");
  BOOST_TEST(loaded.schemas.size() == 3);
  BOOST_TEST(loaded.schema("extra").driver == "memory");
  BOOST_REQUIRE(loaded.plugins.size() == 1);
  BOOST_TEST(loaded.plugins[0] == loaded.directory + "/other");
}

BOOST_AUTO_TEST_CASE(a_profile_that_is_not_chosen_is_not_read) {
  const char* const text = "[schemas.a]\ndriver = \"x\"\n[profiles.production.schemas.a]\nurl = \"${ORM_TEST_NONE}\"\n";
  BOOST_TEST(load_text(text).schema("a").options.empty());
  BOOST_TEST(orm_test::refusal(text, "production").find("ORM_TEST_NONE") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_a_profile_replaces_is_not_read) {
  const char* const text =
      "[schemas.a]\ndriver = \"x\"\nurl = \"${ORM_TEST_NONE}\"\n[profiles.test.schemas.a]\nurl = \"y\"\n";
  BOOST_TEST(option(load_text(text, "test").schemas[0], "url") == "y");
}

BOOST_AUTO_TEST_CASE(several_artifacts_of_one_kind) {
  const orm::configuration loaded = load_text(
      "[schemas.a]\ndriver = \"memory\"\n"
      "[generate.sql.first]\nschema = \"a\"\ndialect = \"sqlite\"\nout = \"1.sql\"\n"
      "[generate.sql.second]\nschema = \"a\"\ndialect = \"mysql\"\nout = \"2.sql\"\n"
      "[generate.prisma.x]\nschema = \"a\"\nprovider = \"mysql\"\nmode = \"block\"\nout = \"p\"\n");
  BOOST_REQUIRE(loaded.generate.size() == 3);
  BOOST_TEST(loaded.generate[0].kind == "sql");
  BOOST_TEST(loaded.generate[0].name == "sql.first");
  BOOST_TEST(loaded.generate[1].name == "sql.second");
  BOOST_TEST(loaded.generate[2].name == "prisma.x");
  BOOST_TEST(loaded.generate[2].mode == "block");
}

BOOST_AUTO_TEST_CASE(an_empty_file) {
  const orm::configuration loaded = load_text("");
  BOOST_TEST(loaded.schemas.empty());
  BOOST_TEST(loaded.driver_directories().size() == 1);
}

BOOST_AUTO_TEST_SUITE_END()
