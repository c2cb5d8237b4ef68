// orm generate: files for other tools. What Prisma itself says of them is asked by prisma_parser.cjs.
#include <boost/test/unit_test.hpp>

#include "workspace.hpp"

using namespace orm_test;

namespace {

const std::string sections =
    "[generate.sql]\nschema = \"app\"\ndialect = \"postgres\"\nout = \"generated/deep/app.sql\"\n"
    "[generate.prisma]\nschema = \"app\"\nprovider = \"postgresql\"\nmode = \"block\"\nout = "
    "\"prisma/schema.prisma\"\n";

}  // namespace

BOOST_AUTO_TEST_SUITE(generate)

BOOST_AUTO_TEST_CASE(sections_are_written_and_checked) {
  const workspace here(on_memory + sections);
  const outcome missing = here.orm({"generate", "--check"});
  BOOST_TEST(missing.status == 1);
  BOOST_TEST(contains(missing.out, "--- /dev/null\n+++ generated/deep/app.sql\n@@ -0,0 +1,"));
  BOOST_TEST(!here.has("generated"));

  const outcome written = here.orm({"generate"});
  BOOST_TEST(written.status == 0);
  BOOST_TEST(written.out == "wrote generated/deep/app.sql\nwrote prisma/schema.prisma\n");
  BOOST_TEST(contains(here.read("generated/deep/app.sql"), "CREATE TABLE \"users\""));
  BOOST_TEST(here.orm({"generate", "--check"}).status == 0);
  BOOST_TEST(here.orm({"generate"}).out == "unchanged generated/deep/app.sql\nunchanged prisma/schema.prisma\n");

  here.write("generated/deep/app.sql", here.read("generated/deep/app.sql") + "-- mine\n");
  const outcome drift = here.orm({"generate", "sql", "--check"});
  BOOST_TEST(drift.status == 1);
  BOOST_TEST(contains(drift.err, "generated/deep/app.sql differs"));
  BOOST_TEST(contains(drift.out, "\n--- mine\n"));
}

BOOST_AUTO_TEST_CASE(options_take_the_place_of_sections) {
  const workspace here(on_memory + sections);
  const outcome other = here.orm({"generate", "sql", "--schema", "app", "--dialect", "mysql"});
  BOOST_TEST(other.status == 0);
  BOOST_TEST(contains(other.out, "CREATE TABLE `users`"));
  BOOST_TEST(!here.has("generated"));
  const outcome file = here.orm({"generate", "sql", "--schema=app", "--dialect=sqlite", "--out", "x/app.sql"});
  BOOST_TEST(file.out == "wrote x/app.sql\n");
  BOOST_TEST(here.orm({"generate", "sql", "--schema=app", "--dialect=sqlite", "--out", "-"}).out ==
             here.read("x/app.sql"));
  BOOST_TEST(here.orm({"generate", "sql", "--schema", "app", "--dialect", "oracle"}).status == 2);
  BOOST_TEST(
      here.orm({"generate", "sql", "--schema", "nope", "--dialect", "sqlite"}).err.starts_with("MISSING_SCHEMA: "));
}

BOOST_AUTO_TEST_CASE(prisma_has_models_relations_and_mapped_names) {
  const workspace here(on_memory);
  const std::string text = here.orm({"generate", "prisma", "--schema", "app", "--provider", "postgresql"}).out;
  for (const char* part : {
           "provider = \"prisma-client\"",
           "model User {\n  id     String @id @default(uuid(7))\n  email  String @unique\n  name   String\n"
           "  logins Int    @default(0)\n\n  sessions Session[]\n\n  @@map(\"users\")\n}\n",
           "  user User @relation(fields: [userId], references: [id], onDelete: Cascade, onUpdate: NoAction)\n",
           "  expiresAt DateTime @db.Timestamptz(6)\n",
           "@@map(\"session\")",
       }) {
    BOOST_TEST_CONTEXT(text) { BOOST_TEST(contains(text, part)); }
  }
}

BOOST_AUTO_TEST_CASE(block_mode_keeps_every_other_byte) {
  const workspace here(on_memory + sections);
  const std::string before = "// mine \xff\r\ndatasource db {\r\n}\r\n", after = "\r\n\n  // mine too, no end of line";
  here.write("prisma/schema.prisma", before + "// orm: generated, begin\r\nstale\n// orm: generated, end" + after);
  BOOST_TEST(here.orm({"generate", "prisma"}).status == 0);
  const std::string text = here.read("prisma/schema.prisma");
  BOOST_TEST(text.starts_with(before + "// orm: generated, begin\n\nmodel User {"));
  BOOST_TEST(text.ends_with("}\n\n// orm: generated, end" + after));
  BOOST_TEST(!contains(text, "stale"));
  BOOST_TEST(here.orm({"generate", "prisma", "--check"}).status == 0);
}

BOOST_AUTO_TEST_CASE(block_mode_adds_the_region_where_there_is_none) {
  const workspace here(on_memory + sections);
  here.write("prisma/schema.prisma", "// mine");
  BOOST_TEST(here.orm({"generate", "prisma"}).status == 0);
  BOOST_TEST(here.read("prisma/schema.prisma").starts_with("// mine\n\n// orm: generated, begin\n\nmodel User {"));
  BOOST_TEST(here.orm({"generate", "prisma"}).out == "unchanged prisma/schema.prisma\n");
}

BOOST_AUTO_TEST_CASE(marks_that_do_not_pair_up_are_refused) {
  for (const char* text : {"// orm: generated, begin\n", "// orm: generated, end\n// orm: generated, begin\n",
                           "// orm: generated, begin\n// orm: generated, begin\n// orm: generated, end\n"}) {
    const workspace here(on_memory + sections);
    here.write("prisma/schema.prisma", text);
    const outcome result = here.orm({"generate", "prisma"});
    BOOST_TEST(result.status == 2);
    BOOST_TEST(result.err.starts_with("INVALID_CONFIG: "));
    BOOST_TEST(here.read("prisma/schema.prisma") == text);
  }
}

BOOST_AUTO_TEST_CASE(namespaces_need_a_provider_that_has_them) {
  const workspace here(on_memory);
  here.write("schemas/app.toml",
             "[models.user]\nnamespace = \"auth\"\n[models.user.fields]\nid = { type = \"id\" }\n"
             "[models.note.fields]\nid = { type = \"id\" }\n");
  const outcome postgres = here.orm({"generate", "prisma", "--schema=app", "--provider=postgresql"});
  BOOST_TEST(contains(postgres.out, "  schemas  = [\"auth\", \"public\"]\n"));
  BOOST_TEST(contains(postgres.out, "  @@schema(\"auth\")\n"));
  const outcome sqlite = here.orm({"generate", "prisma", "--schema=app", "--provider=sqlite"});
  BOOST_TEST(sqlite.status == 2);
  BOOST_TEST(sqlite.err.starts_with("UNSUPPORTED: "));
}

BOOST_AUTO_TEST_SUITE_END()
