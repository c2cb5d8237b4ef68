// What is written into the scripts of keyed writes: fields, keys, conditions; names of any bytes; how many there are.
#include <boost/test/unit_test.hpp>

#include "redis/lua.hpp"
#include "redis/place.hpp"
#include "redis/script_book.hpp"

namespace orm_test {
namespace {

const char* const things = R"(
[models.thing]
index = [["kind", "rank"]]
[models.thing.fields]
id    = { type = "id" }
code  = { type = "string", unique = true, nullable = true }
kind  = { type = "string", default = "k" }
rank  = { type = "integer", nullable = true }
note  = { type = "string", nullable = true }
done  = { type = "boolean", default = false }
big   = { type = "bigint", default = 0 }
at    = { type = "datetime", default = "2026-01-01T00:00:00Z" }
data  = { type = "json", nullable = true }
left  = { type = "integer", default = 10 }
)";

class thing_store : public store_fixture {
 public:
  explicit thing_store(const std::string& url, const char* schema = things, options given = {})
      : store_fixture({"redis", url}) {
    add_text("app", schema, std::move(given));
  }

  json run(const std::string& op, const std::string& args) {
    return ok(R"({"schema":"app","model":"thing","op":")" + op + R"(","args":)" + args + "}");
  }
  // How many rows an update by id and further conditions changes.
  std::int64_t change(const std::string& conditions, const std::string& data) {
    return run("updateMany", R"({"where":{"id":"t1")" + conditions + R"(},"data":)" + data + "}").integer();
  }
};

struct fixture {
  redis_server server;
  thing_store store{server.url()};

  fixture() {
    store.run("create", R"({"data":{"id":"t1","code":"c1","note":"n","rank":1}})");
    calls_since(server);
  }

  std::string record() { return server.run({"GET", "app:thing:r:t1"}); }
  std::string fields() { return record().substr(record().find(" ;") + 2); }

  bool was_one_script() {
    auto calls = calls_since(server);
    return calls["evalsha"] + calls["eval"] == 1 && calls["mget"] + calls["script|load"] == 0 &&
           calls["getrange"] == 0;  // nothing was committed on condition
  }
};

BOOST_FIXTURE_TEST_SUITE(scripts, fixture)

BOOST_AUTO_TEST_CASE(texts_of_any_bytes_are_quoted) {
  using namespace std::string_literals;
  BOOST_TEST(orm::redis::lua_string("a'b\\c\n\0\xff"s) == R"('a\039b\092c\010\000\255')");
  BOOST_TEST(orm::redis::lua_pattern("a-b_c.9") == "a%-b%_c%.9");
}

BOOST_AUTO_TEST_CASE(fields_that_were_null_come_to_their_places) {
  const std::string all = fields();
  BOOST_TEST(store.change("", R"({"note":null,"rank":null})") == 1);
  BOOST_TEST(fields().find("note:") == std::string::npos);
  BOOST_TEST(store.change("", R"({"data":{"x":[1]},"note":"m m"})") == 1);
  BOOST_TEST(store.change("", R"({"rank":1})") == 1);
  BOOST_TEST(store.change("", R"({"data":null,"note":"n"})") == 1);
  BOOST_TEST(fields() == all);
  BOOST_TEST(store.change("", R"({"code":null,"kind":"other","left":{"decrement":3}})") == 1);
  BOOST_TEST(fields() ==
             "id:s2:t1;kind:s5:other;rank:i1;note:s1:n;done:f;big:i0;"
             "at:@2026-01-01T00:00:00.000000Z;left:i7;");
  auto calls = calls_since(server);
  BOOST_TEST(calls["getrange"] + calls["mget"] == 0);
}

BOOST_AUTO_TEST_CASE(keys_move_with_what_they_are_made_of) {
  store.change("", R"({"code":null})");
  BOOST_TEST(server.run({"EXISTS", "app:thing:u:code:c1"}) == "0");
  BOOST_TEST(server.run({"ZRANGE", "app:thing:i:code", "0", "-1"}) == "- =t1 ");
  store.change("", R"({"code":"c 2","kind":"z"})");
  BOOST_TEST(server.run({"GET", "app:thing:u:code:c!202"}) == "t1");
  BOOST_TEST(server.run({"ZRANGE", "app:thing:i:kind.rank", "0", "-1"}) == "=z =a1 =t1 ");
  store.run("create", R"({"data":{"id":"t2","code":"c3"}})");
  BOOST_TEST(
      store.error_code(
          R"({"schema":"app","model":"thing","op":"update","args":{"where":{"id":"t1"},"data":{"code":"c3"}}})") ==
      "UNIQUE_CONSTRAINT_VIOLATION");
  BOOST_TEST(store.run("delete", R"({"where":{"code":"c 2"}})").integer() == 1);
  BOOST_TEST(store.run("delete", R"({"where":{"id":"t2"}})").integer() == 1);
  BOOST_TEST(server.run({"KEYS", "app:thing:*"}) == "app:thing:m");
}

BOOST_AUTO_TEST_CASE(a_text_that_looks_like_a_field_is_none) {
  const std::string trap = "x;left:i99;kind:s1:q";
  BOOST_TEST(store.change("", R"({"note":")" + trap + R"("})") == 1);
  BOOST_TEST(store.change("", R"({"left":{"increment":1}})") == 1);
  BOOST_TEST(store.change("", R"({"kind":"w"})") == 1);
  const json row = store.run("findUnique", R"({"where":{"id":"t1"}})");
  BOOST_TEST(row.at("note").text() == trap);
  BOOST_TEST(row.at("left").integer() == 11);
  BOOST_TEST(row.at("kind").text() == "w");
  // In a key too, and in a new row.
  store.run("create", R"({"data":{"id":"t3","code":";left:i5;"}})");
  store.run("update", R"({"where":{"id":"t3"},"data":{"left":{"increment":1}}})");
  BOOST_TEST(store.run("findUnique", R"({"where":{"code":";left:i5;"}})").at("left").integer() == 11);
  store.run("delete", R"({"where":{"id":"t3"}})");
  BOOST_TEST(server.run({"ZCARD", "app:thing:i:id"}) == "1");
  // Without the text it is changed in one step again.
  BOOST_TEST(store.change("", R"({"note":"a;b;"})") == 1);
  calls_since(server);
  BOOST_TEST(store.change("", R"({"left":{"increment":1}})") == 1);
  BOOST_TEST(was_one_script());
  BOOST_TEST(store.run("findUnique", R"({"where":{"id":"t1"}})").at("note").text() == "a;b;");
}

BOOST_AUTO_TEST_CASE(further_conditions_are_judged_by_the_script) {
  const auto judged = [&](const std::string& condition) {
    const std::int64_t changed = store.change("," + condition, R"({"left":{"decrement":1}})");
    BOOST_TEST(was_one_script(), condition);
    return changed == 1;
  };
  BOOST_TEST(judged(R"("left":{"gt":9})"));
  BOOST_TEST(!judged(R"("left":{"gt":9})"));
  BOOST_TEST(judged(R"("left":{"gte":9},"at":{"gt":"2025-12-31T23:59:59.999999Z"})"));
  BOOST_TEST(!judged(R"("left":{"lt":8})"));
  BOOST_TEST(judged(R"("left":{"lte":8})"));
  BOOST_TEST(!judged(R"("at":{"lt":"2026-01-01T00:00:00Z"})"));
  BOOST_TEST(judged(R"("at":"2026-01-01T00:00:00Z","done":false,"kind":"k","note":"n")"));
  BOOST_TEST(!judged(R"("done":true)"));
  BOOST_TEST(!judged(R"("note":"N")"));
  BOOST_TEST(judged(R"("rank":{"gt":-5,"lt":2})"));
  BOOST_TEST(judged(R"("big":{"lt":999999999999999})"));
  store.change("", R"({"rank":null})");
  calls_since(server);
  BOOST_TEST(!judged(R"("rank":{"gt":-5})"));
  BOOST_TEST(store.run("deleteMany", R"({"where":{"id":"t1","left":{"gt":100}}})").integer() == 0);
  BOOST_TEST(was_one_script());
  BOOST_TEST(store.run("deleteMany", R"({"where":{"id":"t1","left":{"lt":100}}})").integer() == 1);
  BOOST_TEST(was_one_script());
}

BOOST_AUTO_TEST_CASE(integers_that_no_double_holds_are_not_compared_by_it) {
  store.change("", R"({"big":"9007199254740993"})");
  BOOST_TEST(store.change(R"(,"big":{"gt":"9007199254740992"})", R"({"left":1})") == 1);
  BOOST_TEST(store.change(R"(,"big":{"gt":"9007199254740993"})", R"({"left":2})") == 0);
  BOOST_TEST(store.change(R"(,"big":{"gt":5})", R"({"left":3})") == 1);
  BOOST_TEST(store.change(R"(,"big":"9007199254740993")", R"({"left":4})") == 1);
  BOOST_TEST(store.change(R"(,"big":"9007199254740992")", R"({"left":5})") == 0);
  BOOST_TEST(store.run("findUnique", R"({"where":{"id":"t1"}})").at("left").integer() == 4);
}

BOOST_AUTO_TEST_CASE(sums_stay_within_32_bits) {
  store.change("", R"({"left":2147483600})");
  BOOST_TEST(store.change("", R"({"left":{"increment":47}})") == 1);
  BOOST_TEST(
      store.error_code(
          R"({"schema":"app","model":"thing","op":"update","args":{"where":{"id":"t1"},"data":{"left":{"increment":1}}}})") ==
      "INVALID_VALUE");
  store.change("", R"({"left":-2147483648})");
  BOOST_TEST(store.run("findUnique", R"({"where":{"id":"t1"}})").at("left").integer() == -2147483648);
}

BOOST_AUTO_TEST_CASE(an_upsert_creates_and_changes) {
  const std::string upsert =
      R"({"where":{"code":"c9"},"create":{"id":"t9","note":"new"},"update":{"note":"again","rank":4}})";
  BOOST_TEST(store.run("upsert", upsert).at("note").text() == "new");
  BOOST_TEST(was_one_script());
  BOOST_TEST(store.run("upsert", upsert).at("note").text() == "again");
  BOOST_TEST(was_one_script());
  BOOST_TEST(server.run({"ZRANGE", "app:thing:i:kind.rank", "0", "-1"}) == "=k =a1 =t1 \n=k =a4 =t9 ");
  BOOST_TEST(store.run("upsert", R"({"where":{"code":"c9"},"create":{"id":"t9"},"update":{}})").at("rank").integer() ==
             4);
}

BOOST_AUTO_TEST_CASE(names_may_hold_any_bytes) {
  const char* const odd = R"(
[models.thing]
table = "it's a \\ \"thing\""
index = [["kind"]]
[models.thing.fields]
id   = { type = "id" }
code = { type = "string", unique = true, column = "co'de]]" }
kind = { type = "string", column = "-%d" }
)";
  store_fixture::options given;
  given.emplace_back("prefix", orm::value::of_text("o'x\\ü"));
  thing_store other(server.url_of(1), odd, given);
  other.run("create", R"({"data":{"id":"t1","code":"a","kind":"b"}})");
  BOOST_TEST(other.change("", R"({"code":"x","kind":"y"})") == 1);
  const json row = other.run("findUnique", R"({"where":{"code":"x"}})");
  BOOST_TEST(row.at("kind").text() == "y");
  BOOST_TEST(other.run("count", R"({"where":{"kind":"y"}})").integer() == 1);
  BOOST_TEST(other.run("delete", R"({"where":{"code":"x"}})").integer() == 1);
  BOOST_TEST(server.run({"DBSIZE"}, 1) == "1");  // the catalog
}

BOOST_AUTO_TEST_CASE(forms_beyond_the_bound_read_and_commit) {
  constexpr int fields = 10;
  std::string schema = "[models.thing.fields]\nid = { type = \"id\" }\n";
  for (int i = 0; i < fields; ++i) schema += "f" + std::to_string(i) + " = { type = \"integer\", nullable = true }\n";
  thing_store wide(server.url_of(2), schema.c_str());
  wide.run("create", R"({"data":{"id":"t1"}})");
  server.run({"SCRIPT", "FLUSH"});
  // Each set of fields is a form of its own.
  for (int set = 1; set <= 300; ++set) {
    std::string data;
    for (int i = 0; i < fields; ++i)
      if ((set >> i & 1) != 0)
        data += (data.empty() ? "{\"f" : ",\"f") + std::to_string(i) + "\":" + std::to_string(set);
    BOOST_TEST_REQUIRE(wide.change("", data + "}") == 1);
  }
  const json row = wide.run("findUnique", R"({"where":{"id":"t1"}})");
  BOOST_TEST(row.at("f0").integer() == 299);
  BOOST_TEST(row.at("f5").integer() == 300);
  BOOST_TEST(row.at("f9").is_null());
  const std::string memory = server.run({"INFO", "memory"});
  const std::size_t at = memory.find("number_of_cached_scripts:");
  BOOST_TEST_REQUIRE(at != std::string::npos);
  BOOST_TEST(std::stoul(memory.substr(memory.find(':', at) + 1)) <= orm::redis::script_book::most_mutations + 2);
}

BOOST_AUTO_TEST_CASE(what_is_too_large_for_a_script_reads_and_commits) {
  constexpr int fields = 80;
  std::string schema = "[models.thing.fields]\nid = { type = \"id\" }\n", data;
  for (int i = 0; i < fields; ++i) {
    schema += "f" + std::to_string(i) + " = { type = \"string\", nullable = true }\n";
    data += (data.empty() ? "{\"f" : ",\"f") + std::to_string(i) + "\":\"v\"";
  }
  for (const int some : {30, 40, 50, 60}) {
    thing_store wide(server.url_of(some), schema.c_str());
    wide.run("create", R"({"data":{"id":"t1"}})");
    BOOST_TEST(wide.change("", data.substr(0, data.find(",\"f" + std::to_string(some))) + "}") == 1, some);
    BOOST_TEST(wide.change("", data + "}") == 1);
    BOOST_TEST(wide.run("findUnique", R"({"where":{"id":"t1"}})").at("f79").text() == "v");
  }
}

BOOST_AUTO_TEST_CASE(a_model_with_very_many_keys_is_written_as_any_other) {
  std::string schema = "[models.thing]\nexpires = \"ends\"\n[models.thing.fields]\nid = { type = \"id\" }\n";
  schema += "ends = { type = \"datetime\", nullable = true }\n";
  for (int i = 0; i < 40; ++i)
    schema += "f" + std::to_string(i) + " = { type = \"string\", nullable = true, unique = true }\n";
  thing_store many(server.url_of(3), schema.c_str());
  many.run("create", R"({"data":{"id":"t1","f3":"a","ends":"2999-01-01T00:00:00Z"}})");
  many.run("create", R"({"data":{"id":"t2","f3":"b","ends":")" + instant_in(200).first + "\"}}");
  BOOST_REQUIRE(eventually([&] { return server.run({"EXISTS", "app:thing:r:t2"}, 3) == "0"; }));
  BOOST_TEST(many.change("", R"({"f4":"x","f3":"b"})") == 1);
  BOOST_TEST(many.run("findUnique", R"({"where":{"f3":"b"}})").at("id").text() == "t1");
  BOOST_TEST(many.run("count", R"({"where":{}})").integer() == 1);
  BOOST_TEST(server.run({"ZCARD", "app:thing:x"}, 3) == "1");
  BOOST_TEST(many.run("delete", R"({"where":{"f4":"x"}})").integer() == 1);
}

// Each key costs a script variables, and so does looking at what is due.
BOOST_AUTO_TEST_CASE(an_expiring_model_with_many_keys_is_updated_by_a_script_or_without_but_rightly) {
  const auto field = [](const std::string& name, const char* more) {
    return name + " = { type = \"integer\", nullable = true" + more + " }\n";
  };
  for (const bool compound : {true, false}) {
    for (const int keys : {8, 14, 18, 22, 26}) {
      std::string uniques, fields;
      for (int i = 0; i < keys; ++i) {
        const std::string name = "a" + std::to_string(i);
        uniques += (i > 0 ? ", " : "") + (R"(["x", ")" + name + R"("])");
        fields += field(name, compound ? "" : ", unique = true");
      }
      const std::string schema = "[models.thing]\nexpires = \"ends\"\n" +
                                 (compound ? "unique = [" + uniques + "]\n" : "") +
                                 "[models.thing.fields]\nid = { type = \"id\" }\nends = { type = \"datetime\", "
                                 "nullable = true }\n" +
                                 field("x", "") + fields;
      server.run({"FLUSHALL"});
      thing_store many(server.url_of(4), schema.c_str());
      for (const char* id : {"t1", "t2"}) many.run("create", R"({"data":{"id":")" + std::string(id) + R"(","x":1}})");
      std::string all = R"({"x":2,"ends":"2999-01-01T00:00:00Z")";
      for (int i = 0; i < keys; ++i) all += ",\"a" + std::to_string(i) + "\":" + std::to_string(i);
      BOOST_TEST_CONTEXT(keys << (compound ? " compound" : " single")) {
        // All fields, some, the key alone, and what is taken.
        BOOST_TEST(many.change("", all + "}") == 1);
        BOOST_TEST(many.change("", R"({"a0":7,"a1":8})") == 1);
        BOOST_TEST(many.change("", R"({"ends":"2998-01-01T00:00:00Z"})") == 1);
        BOOST_TEST(many.change("", R"({"x":3})") == 1);
        BOOST_TEST(many.run("upsert", R"({"where":{"id":"t1"},"create":{},"update":{"a2":9}})").at("a2").integer() ==
                   9);
        BOOST_TEST(
            many.error_code(
                R"({"schema":"app","model":"thing","op":"update","args":{"where":{"id":"t2"},"data":{"x":3,"a0":7}}})") ==
            "UNIQUE_CONSTRAINT_VIOLATION");
        const std::string by = compound ? R"({"x":3,"a1":8})" : R"({"a1":8})";
        BOOST_TEST(many.run("findMany", R"({"where":)" + by + "}").size() == 1u);
        BOOST_TEST(many.run("delete", R"({"where":{"id":"t1"}})").integer() == 1);
        BOOST_TEST(many.change("", R"({"x":3})") == 0);
        BOOST_TEST(many.run("update", R"({"where":{"id":"t2"},"data":{"x":3,"a0":7,"a1":8}})").at("a1").integer() == 8);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(a_server_that_forgets_gets_the_script_again) {
  BOOST_TEST(store.change("", R"({"note":"a"})") == 1);
  server.run({"SCRIPT", "FLUSH"});
  BOOST_TEST(store.change("", R"({"note":"b"})") == 1);
  BOOST_TEST(store.run("findUnique", R"({"where":{"id":"t1"}})").at("note").text() == "b");
}

BOOST_AUTO_TEST_CASE(a_refused_script_leaves_nothing) {
  server.run({"DEL", "app:thing:i:kind.rank"});
  server.run({"SET", "app:thing:i:kind.rank", "theirs"});
  const std::string before = record();
  for (
      const char* request :
      {R"({"schema":"app","model":"thing","op":"create","args":{"data":{"id":"t2","code":"c2"}}})",
       R"({"schema":"app","model":"thing","op":"update","args":{"where":{"id":"t1"},"data":{"rank":7,"code":"z"}}})"}) {
    BOOST_TEST(store.error_code(request) == "DRIVER_FAILED");
  }
  BOOST_TEST(record() == before);
  for (const char* key : {"app:thing:r:t2", "app:thing:u:code:c2", "app:thing:u:code:z"})
    BOOST_TEST(server.run({"EXISTS", key}) == "0", key);
  BOOST_TEST(store.run("findMany", R"({"where":{},"select":{"id":true}})").size() == 1u);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace orm_test
