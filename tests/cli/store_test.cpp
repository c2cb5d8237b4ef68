// orm push, reset, purge, check, drivers, init: what is done to stores and configurations as a whole.
#include <boost/test/unit_test.hpp>

#include "workspace.hpp"

using namespace orm_test;

BOOST_AUTO_TEST_SUITE(stores)

BOOST_AUTO_TEST_CASE(push_creates_once) {
  const workspace here(on_sqlite);
  const outcome dry = here.orm({"push", "--dry-run"});
  BOOST_TEST(dry.status == 0);
  BOOST_TEST(contains(dry.out, "app (sqlite): "));
  BOOST_TEST(contains(dry.out, " to apply\n"));
  BOOST_TEST(contains(dry.out, "CREATE TABLE"));
  const outcome first = here.orm({"push"});
  BOOST_TEST(first.status == 0);
  BOOST_TEST(contains(first.out, " applied\n"));
  BOOST_TEST(here.orm({"push"}).out == "app (sqlite): up to date\n");
}

BOOST_AUTO_TEST_CASE(push_on_a_store_without_tables) {
  const workspace here(on_memory);
  const outcome result = here.orm({"push"});
  BOOST_TEST(result.status == 0);
  BOOST_TEST(result.out == "app (memory): this store needs no tables\n");
}

BOOST_AUTO_TEST_CASE(push_refuses_what_would_lose_data) {
  const workspace here(on_sqlite);
  BOOST_TEST(here.orm({"push"}).status == 0);
  here.write("schemas/app.toml",
             "[models.user]\ntable = \"users\"\n[models.user.fields]\nid = { type = \"id\" }\n"
             "email = { type = \"integer\" }\nname = { type = \"string\" }\nlogins = { type = \"integer\" }\n");
  const outcome result = here.orm({"push"});
  BOOST_TEST(result.status == 1);
  BOOST_TEST(result.err.starts_with("INVALID_SCHEMA: app: "));
  BOOST_TEST(contains(result.err, "email"));
}

BOOST_AUTO_TEST_CASE(reset_wants_a_yes) {
  const workspace here(on_sqlite);
  BOOST_TEST(here.orm({"push"}).status == 0);
  const outcome unasked = here.orm({"reset"}, "y\n");
  BOOST_TEST(unasked.status == 2);
  BOOST_TEST(contains(unasked.err, "--yes"));
  BOOST_TEST(here.orm({"push"}).out == "app (sqlite): up to date\n");
  const outcome done = here.orm({"reset", "--yes"});
  BOOST_TEST(done.status == 0);
  BOOST_TEST(done.out == "app (sqlite): dropped\n");
  BOOST_TEST(contains(here.orm({"push"}).out, " applied\n"));
}

BOOST_AUTO_TEST_CASE(purge_removes_what_expired) {
  const workspace here(on_sqlite);
  BOOST_TEST(here.orm({"push"}).status == 0);
  const std::string user =
      R"({"schema":"app","model":"user","op":"create","args":{"data":{"id":"u","email":"u","name":"u"}}})";
  const std::string session =
      R"({"schema":"app","model":"session","op":"create","args":{"data":{"userId":"u","expiresAt":"2001-01-01T00:00:00Z"}}})";
  BOOST_TEST(here.orm({"query"}, user + "\n" + session + "\n").status == 0);
  BOOST_TEST(here.orm({"purge"}).out == "app (sqlite): 1 expired row removed\n");
  BOOST_TEST(here.orm({"purge", "--schema", "app"}).out == "app (sqlite): 0 expired rows removed\n");
}

BOOST_AUTO_TEST_CASE(check_finds_everything_and_creates_nothing) {
  const workspace here(on_sqlite + "[generate.sql]\nschema = \"app\"\ndialect = \"sqlite\"\nout = \"app.sql\"\n");
  const outcome result = here.orm({"check"});
  BOOST_TEST(result.status == 0, result.out);
  BOOST_TEST(contains(result.out, "2 models, 1 relation"));
  BOOST_TEST(contains(result.out, "sqlite "));
  BOOST_TEST(!here.has("app.db"));
  BOOST_TEST(!here.has("app.sql"));
}

BOOST_AUTO_TEST_CASE(check_names_what_does_not_fit) {
  const workspace missing("driver = \"sqlight\"\n");
  const outcome driver = missing.orm({"check"});
  BOOST_TEST(driver.status == 1);
  BOOST_TEST(contains(driver.out, "failed schemas.app.driver"));
  BOOST_TEST(contains(driver.out, "DRIVER_NOT_FOUND: "));
  const workspace unknown(on_sqlite + "pol = 3\n");
  const outcome option = unknown.orm({"check"});
  BOOST_TEST(option.status == 1);
  BOOST_TEST(contains(option.out, "INVALID_CONFIG: "));
  BOOST_TEST(contains(option.out, "pol"));
  const workspace schema(on_memory);
  schema.write("schemas/app.toml", "[models.user.fields]\nid = { type = \"text\" }\n");
  const outcome file = schema.orm({"check"});
  BOOST_TEST(file.status == 1);
  BOOST_TEST(contains(file.out, "INVALID_SCHEMA: "));
  BOOST_TEST(schema.orm({"check", "--profile", "none"}).status == 2);
}

BOOST_AUTO_TEST_CASE(drivers_are_listed) {
  const workspace here(on_memory);
  const outcome table = here.orm({"drivers"});
  BOOST_TEST(table.status == 0);
  BOOST_TEST(contains(table.out, "libmemory.so"));
  BOOST_TEST(contains(table.out, "libsqlite.so"));
  BOOST_TEST(contains(table.out, "loadable"));
  BOOST_TEST(contains(table.out, "foreignKeys"));
  BOOST_TEST(contains(table.out, "adopts=sqlite3"));
  const outcome json = here.orm({"drivers", "--json"});
  BOOST_TEST(json.status == 0);
  BOOST_TEST(contains(json.out, "\"name\": \"memory\""));
  BOOST_TEST(contains(json.out, "\"loadable\": true"));
  BOOST_TEST(contains(json.out, "\"adopts\": [\"sqlite3\"], \"loadable\": true"));
}

BOOST_AUTO_TEST_CASE(a_file_that_is_no_driver_is_listed_with_the_reason) {
  const workspace here;
  here.write("plugins/libfake.so", "not a library");
  const outcome result = here.orm({"drivers", "plugins"});
  BOOST_TEST(result.status == 1);
  BOOST_TEST(contains(result.out, "not loadable"));
  BOOST_TEST(contains(result.out, "libfake.so"));
  const outcome none = here.orm({"drivers", "schemas"});
  BOOST_TEST(none.status == 1);
  BOOST_TEST(contains(none.out, "no drivers in:"));
}

BOOST_AUTO_TEST_CASE(init_gives_files_that_work) {
  const workspace here;
  const outcome first = here.orm({"init", "app"});
  BOOST_TEST(first.status == 0);
  surroundings around;
  around.directory = here.path("app");
  BOOST_TEST(orm_command({"check"}, around).status == 0);
  BOOST_TEST(orm_command({"push"}, around).status == 0);
  BOOST_TEST(orm_command({"generate"}, around).status == 0);
  BOOST_TEST(contains(
      orm_command({"query",
                   R"({"model":"user","op":"create","args":{"data":{"email":"a","name":"A"},"select":{"plan":true}}})"},
                  around)
          .out,
      "{\"ok\":{\"plan\":\"free\"}}"));
  BOOST_TEST(orm_command({"check", "--profile", "test"}, around).status == 0);
  const std::string before = here.read("app/orm.toml");
  const outcome again = here.orm({"init", "app"});
  BOOST_TEST(again.status == 2);
  BOOST_TEST(contains(again.err, "overwrites nothing"));
  BOOST_TEST(here.read("app/orm.toml") == before);
}

BOOST_AUTO_TEST_SUITE_END()
