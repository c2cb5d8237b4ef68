// What orm.toml may not say, with the message.
#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

#include "config_file.hpp"

using orm_test::refusal;
using orm_test::variable;

namespace {

struct refused_case {
  const char* text;
  const char* message;
};
std::ostream& operator<<(std::ostream& out, const refused_case& shown) { return out << shown.message; }

#define SCHEMA "[schemas.a]\ndriver = \"memory\"\n"
#define SQL SCHEMA "[generate.sql]\n"

const refused_case cases[] = {
    {"plugin = []\n", "orm.toml:1: plugin: unknown key, did you mean \"plugins\"?"},
    {"plugins = \"x\"\n", "orm.toml:1: plugins: expected an array, found a string"},
    {"plugins = [\n\"x\",\n1]\n", "orm.toml:3: plugins[1]: expected a string, found an integer"},
    {"plugins = [\"\"]\n", "orm.toml:1: plugins[0]: is empty"},
    {"plugins = [\n\"${ORM_TEST_NONE}\"]\n",
     "orm.toml:2: plugins[0]: the environment variable ORM_TEST_NONE is not set: set it, or write "
     "${ORM_TEST_NONE:-default}"},
    {"schemas = 1\n", "orm.toml:1: schemas: expected a table, found an integer"},
    {"[schemas]\na = 1\n", "orm.toml:2: schemas.a: expected a table, found an integer"},
    {"\n[schemas.a]\nurl = \"x\"\n", "orm.toml:2: schemas.a: missing key \"driver\""},
    {"[schemas.a]\ndrvier = \"x\"\n", "orm.toml:2: schemas.a.drvier: unknown key, did you mean \"driver\"?"},
    {"[schemas.a]\ndriver = 1\n", "orm.toml:2: schemas.a.driver: expected a string, found an integer"},
    {"[schemas.a]\ndriver = \"\"\n", "orm.toml:2: schemas.a.driver: is empty"},
    {"[schemas.a]\ndriver = \"${ORM_TEST_NONE:-}\"\n",
     "orm.toml:2: schemas.a.driver: is empty once the environment is read"},
    {SCHEMA "file = []\n", "orm.toml:3: schemas.a.file: expected a string, found an array"},
    {SCHEMA "url = \"${ORM_TEST_NONE}\"\n",
     "orm.toml:3: schemas.a.url: the environment variable ORM_TEST_NONE is not set: set it, or write "
     "${ORM_TEST_NONE:-default}"},
    {SCHEMA "url = \"a\\u0000\"\n", "orm.toml:3: schemas.a.url: must be valid UTF-8 without NUL"},
    {SCHEMA "hosts = [\"a\", \"${\"]\n", "orm.toml:3: schemas.a.hosts[1]: \"${\" is not closed by \"}\""},
    {SCHEMA "limits = [inf]\n",
     "orm.toml:3: schemas.a.limits: can't be written as JSON: no infinity, no nan, at most 100 levels"},
    {"[profiles.test]\nschema = 1\n", "orm.toml:2: profiles.test.schema: unknown key, did you mean \"schemas\"?"},
    {"[profiles.test.profiles]\n",
     "orm.toml:1: profiles.test.profiles: unknown key, expected one of plugins, schemas, generate"},
    {"[profiles.test.schemas.a]\ndriver = true\n",
     "orm.toml:2: profiles.test.schemas.a.driver: expected a string, found a boolean"},
    {"[generate.sqll]\n", "orm.toml:1: generate.sqll: unknown key, did you mean \"sql\"?"},
    {"[generate]\nsql = 1\n", "orm.toml:2: generate.sql: expected a table, found an integer"},
    {SQL, "orm.toml:3: generate.sql: missing key \"schema\""},
    {SQL "dialct = \"x\"\n", "orm.toml:4: generate.sql.dialct: unknown key, did you mean \"dialect\"?"},
    {SQL "mode = \"replace\"\n", "orm.toml:4: generate.sql.mode: unknown key, expected one of schema, dialect, out"},
    {SQL "schema = \"aa\"\n", "orm.toml:4: generate.sql.schema: unknown schema \"aa\", did you mean \"a\"?"},
    {SQL "schema = \"a\"\n", "orm.toml:3: generate.sql: missing key \"out\""},
    {SQL "schema = \"a\"\nout = \"x\"\n", "orm.toml:3: generate.sql: missing key \"dialect\""},
    {SQL "schema = \"a\"\nout = \"x\"\ndialect = \"postgresql\"\n",
     "orm.toml:6: generate.sql.dialect: unknown dialect \"postgresql\", did you mean \"postgres\"?"},
    {SQL "schema = \"a\"\nout = \"x\"\n[generate.sql.more]\n",
     "orm.toml:6: generate.sql.more: unknown key, expected one of schema, dialect, out"},
    {SCHEMA "[generate.sql.one]\nscema = \"a\"\n",
     "orm.toml:4: generate.sql.one.scema: unknown key, did you mean \"schema\"?"},
    {SCHEMA "[generate.prisma]\nschema = \"a\"\nout = \"x\"\nprovider = \"postgres\"\n",
     "orm.toml:6: generate.prisma.provider: unknown provider \"postgres\", did you mean \"postgresql\"?"},
    {SCHEMA "[generate.prisma]\nschema = \"a\"\nout = \"x\"\nprovider = \"mysql\"\nmode = \"blok\"\n",
     "orm.toml:7: generate.prisma.mode: unknown mode \"blok\", did you mean \"block\"?"},
    {"a = 1\nb = = 2\n", "orm.toml:2: Error while parsing value: could not determine value type"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(refusals)

BOOST_DATA_TEST_CASE(message, boost::unit_test::data::make(cases)) {
  BOOST_TEST(refusal(sample.text) == sample.message);
}

BOOST_AUTO_TEST_CASE(unknown_profile) {
  BOOST_TEST(refusal(SCHEMA, "test") == "orm.toml: there is no profile \"test\"");
  BOOST_TEST(refusal(SCHEMA "[profiles.test]\n", "tst") ==
             "orm.toml:3: profiles: there is no profile \"tst\", did you mean \"test\"?");
}

BOOST_AUTO_TEST_CASE(a_profile_may_not_mix_one_artifact_with_several) {
  BOOST_TEST(refusal(SQL "schema = \"a\"\nout = \"x\"\ndialect = \"mysql\"\n[profiles.p.generate.sql.more]\n"
                         "schema = \"a\"\n",
                     "p") ==
             "orm.toml:7: profiles.p.generate.sql.more: unknown key, expected one of schema, dialect, out");
}

BOOST_AUTO_TEST_CASE(secrets_are_not_shown) {
  const variable secret("ORM_TEST_SECRET", "hunter2"), broken("ORM_TEST_BROKEN", "hunter2\xff");
  for (const char* text :
       {SQL "schema = \"a\"\nout = \"x\"\ndialect = \"${ORM_TEST_SECRET}\"\n", SQL "schema = \"${ORM_TEST_SECRET}\"\n",
        SCHEMA "url = \"${ORM_TEST_BROKEN}\"\n", SCHEMA "urls = [\"${ORM_TEST_SECRET}\", nan]\n",
        SCHEMA "urls = [\"${ORM_TEST_SECRET}\", \"${ORM_TEST_BROKEN}\"]\n"}) {
    const std::string message = refusal(text);
    BOOST_TEST(!message.empty());
    BOOST_TEST(message.find("hunter2") == std::string::npos);
  }
}

BOOST_AUTO_TEST_SUITE_END()
