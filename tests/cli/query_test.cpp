// orm query and orm explain: the protocol on standard input and output.
#include <boost/test/unit_test.hpp>

#include "support/child_process.hpp"
#include "workspace.hpp"

using namespace orm_test;

namespace {

const std::string create_ada =
    R"({"schema":"app","model":"user","op":"create","args":{"data":{"email":"ada@x.dev","name":"Ada"},"select":{"name":true}}})"
    "\n";
const std::string count = R"({"schema":"app","model":"user","op":"count"})"
                          "\n";

}  // namespace

BOOST_AUTO_TEST_SUITE(query)

BOOST_AUTO_TEST_CASE(one_line_in_one_line_out) {
  const workspace here(on_memory);
  const outcome result = here.orm({"query"}, create_ada + "\n  \n" + count);
  BOOST_TEST(result.status == 0);
  BOOST_TEST(result.out == "{\"ok\":{\"name\":\"Ada\"}}\n{\"ok\":1}\n");
  BOOST_TEST(result.err.empty());
}

BOOST_AUTO_TEST_CASE(errors_end_nothing) {
  const workspace here(on_memory);
  const outcome result = here.orm({"query"}, create_ada + create_ada + "no json\n[]\n" + count);
  BOOST_TEST(result.status == 0);
  BOOST_TEST(contains(result.out, "\"code\":\"UNIQUE_CONSTRAINT_VIOLATION\""));
  BOOST_TEST(contains(result.out, "\"code\":\"INVALID_QUERY\""));
  BOOST_TEST(result.out.ends_with("{\"ok\":1}\n"));
}

BOOST_AUTO_TEST_CASE(the_last_line_may_lack_its_end) {
  const workspace here(on_memory);
  BOOST_TEST(here.orm({"query"}, create_ada + count.substr(0, count.size() - 1)).out ==
             "{\"ok\":{\"name\":\"Ada\"}}\n{\"ok\":1}\n");
  BOOST_TEST(here.orm({"query"}).out.empty());
}

BOOST_AUTO_TEST_CASE(each_response_comes_at_once) {
  const workspace here(on_memory);
  child_process talk({ORM_COMMAND, "query", "--config", here.path("orm.toml")});
  talk.write(create_ada);
  BOOST_TEST(talk.read_line() == "{\"ok\":{\"name\":\"Ada\"}}");
  talk.write(count);
  BOOST_TEST(talk.read_line() == "{\"ok\":1}");
}

BOOST_AUTO_TEST_CASE(one_request_as_an_argument) {
  const workspace here(on_sqlite);
  BOOST_TEST(here.orm({"push"}).status == 0);
  const outcome good = here.orm({"query", "--schema", "app", R"({"model":"user","op":"count"})"});
  BOOST_TEST(good.status == 0);
  BOOST_TEST(good.out == "{\"ok\":0}\n");
  const outcome bad = here.orm({"query", "--schema", "app", R"({"model":"usr","op":"count"})"});
  BOOST_TEST(bad.status == 1);
  BOOST_TEST(contains(bad.out, "INVALID_QUERY"));
}

BOOST_AUTO_TEST_CASE(before_push_a_table_is_missing) {
  const workspace here(on_sqlite);
  BOOST_TEST(contains(here.orm({"query"}, count).out, "\"code\":\"MISSING_TABLE\""));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_used_is_said_before_anything_is_read) {
  const struct {
    std::string lines, code;
  } cases[] = {
      {"driver = \"none\"\n", "DRIVER_NOT_FOUND: "},
      {"driver = \"memory\"\nurl = \"${ORM_TEST_UNSET}\"\n", "INVALID_CONFIG: "},
      {"driver = \"memory\"\nspeed = 3\n", "INVALID_CONFIG: "},
      {"", "INVALID_CONFIG: "},
      {"driver = \"memory\"\n[schema.other]\n", "INVALID_CONFIG: "},
  };
  for (const auto& each : cases) {
    const workspace here(each.lines);
    const outcome result = here.orm({"query"}, create_ada);
    BOOST_TEST_CONTEXT(each.lines << " said: " << result.err) {
      BOOST_TEST(result.status == 2);
      BOOST_TEST(result.err.starts_with(each.code));
      BOOST_TEST(result.out.empty());
    }
  }
  const workspace here(on_memory);
  here.write("schemas/app.toml", "[models.user.fields]\nid = { type = \"id\", uniqe = true }\n");
  const outcome result = here.orm({"query"});
  BOOST_TEST(result.status == 2);
  BOOST_TEST(result.err.starts_with("INVALID_SCHEMA: "));
  BOOST_TEST(contains(result.err, "app.toml:2: models.user.fields.id.uniqe: "));
  const outcome unknown = here.orm({"query", "--schema", "ap"});
  BOOST_TEST(unknown.status == 2);
  BOOST_TEST(unknown.err.starts_with("MISSING_SCHEMA: "));
  const outcome nowhere = here.orm({"query", "--config", "nowhere.toml"});
  BOOST_TEST(nowhere.status == 2);
  BOOST_TEST(nowhere.err.starts_with("INVALID_CONFIG: "));
}

BOOST_AUTO_TEST_CASE(profiles_and_the_environment_choose) {
  const workspace here(on_sqlite + "[profiles.test.schemas.app]\ndriver = \"memory\"\nurl = \"\"\n");
  const std::string capabilities = R"({"op":"capabilities"})";
  BOOST_TEST(contains(here.orm({"query", "--schema", "app", capabilities}).out, "\"driver\":\"sqlite\""));
  BOOST_TEST(
      contains(here.orm({"query", "--profile", "test", "--schema", "app", capabilities}).out, "\"driver\":\"memory\""));
  surroundings around;
  around.environment = {{"ORM_CONFIG", here.path("orm.toml")}, {"ORM_PROFILE", "test"}};
  BOOST_TEST(contains(orm_command({"query", "--schema", "app", capabilities}, around).out, "\"driver\":\"memory\""));
}

BOOST_AUTO_TEST_CASE(explain_shows_and_runs_nothing) {
  const workspace here(on_sqlite);
  BOOST_TEST(here.orm({"push"}).status == 0);
  const outcome plan = here.orm({"explain", create_ada});
  BOOST_TEST(plan.status == 0);
  BOOST_TEST(contains(plan.out, "INSERT INTO \"users\""));
  BOOST_TEST(here.orm({"query", count}).out == "{\"ok\":0}\n");
  BOOST_TEST(here.orm({"explain"}, create_ada + count).status == 0);
  const outcome wrong = here.orm({"explain", "--schema", "app", R"({"model":"usr","op":"count"})"});
  BOOST_TEST(wrong.status == 1);
  BOOST_TEST(wrong.err.starts_with("INVALID_QUERY: "));
  BOOST_TEST(here.orm({"explain", "--schema", "app", "{"}).status == 1);
}

BOOST_AUTO_TEST_CASE(a_reader_that_goes_away_ends_it_quietly) {
  const workspace here(on_memory);
  surroundings around;
  around.directory = here.path();
  around.close_output = true;
  around.input = create_ada + count;
  const outcome result = orm_command({"query"}, around);
  BOOST_TEST(result.status == 0);
  BOOST_TEST(result.err.empty());
}

BOOST_AUTO_TEST_SUITE_END()
