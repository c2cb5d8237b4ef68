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

// Keys that are compared as the key's own column says, whatever the collation of the column that leads to them.
BOOST_AUTO_TEST_CASE(a_relation_over_columns_of_different_collations) {
  const postgres_server server;
  server.run("CREATE TABLE people (id text COLLATE \"de-DE-x-icu\" PRIMARY KEY)");
  server.run(
      "CREATE TABLE words (id text COLLATE \"en-US-x-icu\" PRIMARY KEY, \"ownerId\" text COLLATE \"sv-SE-x-icu\", "
      "\"wordId\" text COLLATE \"C\")");
  store_fixture store({"postgres", server.url()});
  store.add_text("app", R"(
[models.person]
table = "people"
[models.person.fields]
id = { type = "id" }
[models.word]
table = "words"
[models.word.fields]
id      = { type = "id" }
ownerId = { type = "string", nullable = true }
wordId  = { type = "string", nullable = true }
[models.word.relations]
owner = { kind = "belongsTo", target = "person", foreignKey = "ownerId" }
word  = { kind = "belongsTo", target = "word", foreignKey = "wordId" }
words = { kind = "hasMany", target = "word", foreignKey = "wordId" }
)");
  server.run("INSERT INTO people VALUES ('Ann'), ('bob')");
  server.run("INSERT INTO words VALUES ('1', 'Ann', NULL), ('2', 'Bob', '1')");
  const std::string found =
      R"([{"id":"1","owner":{"id":"Ann"},"word":null},{"id":"2","owner":null,"word":{"id":"1","owner":{"id":"Ann"}}}])";
  const std::string select = R"("select":{"id":true,"owner":true,"word":{"select":{"id":true,"owner":true}}})";
  BOOST_TEST(store.ok(R"({"schema":"app","model":"word","op":"findMany","args":{"orderBy":{"id":"asc"},)" + select +
                      "}}") == json::parse(found));
  BOOST_TEST(store.ok(R"({"schema":"app","model":"word","op":"findUnique","args":{"where":{"id":"1"},)"
                      R"("select":{"words":{"select":{"id":true,"word":{"select":{"id":true}}}}}}})") ==
             json::parse(R"({"words":[{"id":"2","word":{"id":"1"}}]})"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace orm_test
