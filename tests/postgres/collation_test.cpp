// Tables that others made, with collations of their own.
#include <boost/test/unit_test.hpp>

#include "orm/error.hpp"
#include "postgres/place.hpp"

namespace orm_test {
namespace {

constexpr const char* schema = R"(
[models.word]
table = "words"
[models.word.fields]
id   = { type = "id" }
text = { type = "string", unique = true }
)";

store_fixture words(const postgres_server& server, const std::string& collation) {
  server.run("CREATE TABLE words (id text COLLATE \"C\" PRIMARY KEY, text text COLLATE " + collation +
             " NOT NULL UNIQUE)");
  return store_fixture({"postgres", server.url()});
}

BOOST_AUTO_TEST_SUITE(collations)

BOOST_AUTO_TEST_CASE(text_compares_and_sorts_by_its_bytes) {
  const postgres_server server;
  store_fixture store = words(server, "\"en-US-x-icu\"");
  store.add_text("app", schema);
  for (const char* each : {"b", "A", "a", "B", "\xc3\xa4"}) {
    store.ok(std::string(R"({"schema":"app","model":"word","op":"create","args":{"data":{"text":")") + each +
             R"("}}})");
  }
  BOOST_TEST(store.ok(R"({"schema":"app","model":"word","op":"findMany","args":{"orderBy":{"text":"asc"},)"
                      R"("select":{"text":true}}})") ==
             json::parse(R"([{"text":"A"},{"text":"B"},{"text":"a"},{"text":"b"},{"text":"ä"}])"));
  BOOST_TEST(store.ok(R"({"schema":"app","model":"word","op":"count","args":{"where":{"text":{"gt":"B"}}}})") ==
             json::parse("3"));
}

BOOST_AUTO_TEST_CASE(a_key_that_takes_different_texts_for_one_is_refused) {
  const postgres_server server;
  server.run("CREATE COLLATION folded (provider = icu, locale = 'und-u-ks-level2', deterministic = false)");
  store_fixture store = words(server, "folded");
  BOOST_CHECK_EXCEPTION(store.add_text("app", schema), orm::error,
                        [](const orm::error& refused) { return refused.code() == orm::error_code::invalid_schema; });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace orm_test
