// A schema that grows while its store holds rows.
#include <boost/test/unit_test.hpp>

#include "orm/error.hpp"
#include "redis/place.hpp"

namespace orm_test {
namespace {

const std::string model = "[models.item]\n";
const std::string fields = R"(
[models.item.fields]
id   = { type = "id" }
name = { type = "string" }
)";
const std::string kind = R"(kind = { type = "enum", values = ["small", "large"], default = "large" })";
const std::string wider_kind = R"(kind = { type = "enum", values = ["small", "large", "huge"], default = "large" })";

struct items : store_fixture {
  items(const redis_server& server, const std::string& schema) : store_fixture({"redis", server.url()}) {
    add_text("app", schema);
  }
};

struct fixture {
  redis_server server;
};

std::string on_item(const std::string& op, const std::string& args) {
  return R"({"schema":"app","model":"item","op":")" + op + R"(","args":)" + args + "}";
}

BOOST_FIXTURE_TEST_SUITE(push, fixture)

BOOST_AUTO_TEST_CASE(rows_get_the_default_of_a_new_field_and_are_found_by_it) {
  items(server, model + fields).ok(on_item("createMany", R"({"data":[{"id":"1","name":"a"},{"id":"2","name":"b"}]})"));
  const items after(server, model + R"(
index = [["kind", "size"]]
unique = [["name", "size"]]
)" + fields + kind + R"(
size = { type = "integer", default = 5 }
cost = { type = "decimal", default = "1.50" }
made = { type = "datetime", default = "now" }
hint = { type = "string", nullable = true, default = "none" }
)");
  BOOST_TEST(after.ok(on_item("count", R"({"where":{"kind":"large","size":5,"hint":null}})")).integer() == 2);
  BOOST_TEST(after.ok(on_item("findUnique", R"({"where":{"name_size":{"name":"b","size":5}}})")).at("id").text() ==
             "2");
  BOOST_TEST(after.ok(on_item("aggregate", R"({"sum":["size","cost"]})")).at("sum").dump() ==
             R"({"size":"10","cost":"3"})");
  const std::string stored = server.run({"GET", "app:item:r:1"});
  BOOST_TEST(stored.find(";made:@") != std::string::npos, stored);  // that of the push, not of whoever reads it
  after.ok(on_item("update", R"({"where":{"id":"1"},"data":{"size":{"increment":1}}})"));
  BOOST_TEST(after.ok(on_item("count", R"({"where":{"size":5}})")).integer() == 1);
  BOOST_TEST(server.run({"ZRANGE", "app:item:i:kind.size", "0", "-1"}) == "=large =a5 =2 \n=large =a6 =1 ");
}

BOOST_AUTO_TEST_CASE(an_enum_gets_more_values) {
  items(server, model + fields + kind).ok(on_item("create", R"({"data":{"id":"1","name":"a"}})"));
  const items after(server, model + fields + wider_kind);
  after.ok(on_item("update", R"({"where":{"id":"1"},"data":{"kind":"huge"}})"));
  BOOST_TEST(after.ok(on_item("count", R"({"where":{"kind":"huge"}})")).integer() == 1);
}

BOOST_AUTO_TEST_CASE(what_is_refused_leaves_the_schema_before_as_it_was) {
  const std::string before = model + "index = [[\"name\"]]\n" + fields;
  {
    const items store(server, before);
    store.ok(on_item("createMany", R"({"data":[{"id":"1","name":"a"},{"id":"2","name":"a"}]})"));
  }
  const std::string keys = server.run({"KEYS", "app:item:[ium]*"});
  const auto refused = [&](const std::string& schema, const std::string& field) {
    store_fixture store({"redis", server.url()});
    try {
      store.add_text("app", schema);
      BOOST_ERROR("it was pushed");
    } catch (const orm::error& failure) {
      BOOST_TEST((failure.code() == orm::error_code::invalid_schema), failure.what());
      BOOST_TEST(failure.model() == "item");
      BOOST_TEST(failure.fields() == std::vector<std::string>{field}, boost::test_tools::per_element());
    }
  };
  refused(before + "size = { type = \"integer\" }\n", "size");
  refused(model + "unique = [[\"name\"]]\n" + fields + "size = { type = \"integer\", default = 5 }\n", "name");
  BOOST_TEST(server.run({"KEYS", "app:item:[ium]*"}).size() == keys.size());
  const items store(server, before);
  store.ok(on_item("create", R"({"data":{"id":"3","name":"a"}})"));
  store.ok(on_item("update", R"({"where":{"id":"1"},"data":{"name":"b"}})"));
  BOOST_TEST(store.ok(on_item("count", R"({"where":{"name":"a"}})")).integer() == 2);
}

// Records and the keys that lead to them expire together, or a key is in the way of whoever comes later.
BOOST_AUTO_TEST_CASE(rows_begin_to_expire_and_no_longer_do_with_all_that_leads_to_them) {
  const std::string more = R"(
code  = { type = "string", nullable = true, unique = true }
until = { type = "datetime", nullable = true }
)";
  const std::string plain = model + "index = [[\"name\"]]\n" + fields + more;
  const std::string expiring = "[models.item]\nexpires = \"until\"\nindex = [[\"name\"]]\n" + fields + more;
  const auto expiry_of = [&](const std::string& key) { return server.run({"PEXPIRETIME", "app:item:" + key}); };
  const auto create = [&](const items& store, const std::string& id, const std::string& until) {
    store.ok(on_item("create",
                     R"({"data":{"id":")" + id + R"(","name":"n","code":"c)" + id + R"(","until":)" + until + "}}"));
  };
  const std::string far = R"("2999-01-01T00:00:00Z")";
  const auto [soon, at] = instant_in(1500);
  {
    const items before(server, plain);
    create(before, "1", '"' + soon + '"');
    create(before, "2", far);
    create(before, "3", "null");
    create(before, "4", R"("2001-01-01T00:00:00Z")");
    BOOST_TEST(before.ok(on_item("count", R"({"where":{}})")).integer() == 4);
  }
  {
    const items after(server, expiring);
    for (const char* key : {"r:1", "u:code:c1"}) BOOST_TEST(expiry_of(key) == std::to_string(at), key);
    for (const char* key : {"r:2", "u:code:c2"}) BOOST_TEST(expiry_of(key) == "32472144000000", key);
    for (const char* key : {"r:3", "u:code:c3"}) BOOST_TEST(expiry_of(key) == "-1", key);
    for (const char* key : {"r:4", "u:code:c4"}) BOOST_TEST(expiry_of(key) == "-2", key);
    BOOST_REQUIRE(eventually([&] { return expiry_of("r:1") == "-2"; }));
    create(after, "1", far);
    create(after, "4", far);
    after.ok(on_item("update", R"({"where":{"id":"2"},"data":{"until":null}})"));
    BOOST_TEST(expiry_of("u:code:c2") == "-1");
    after.ok(
        on_item("create", R"({"data":{"id":"5","name":"n","code":"c5","until":")" + instant_in(200).first + "\"}}"));
    BOOST_REQUIRE(eventually([&] { return expiry_of("r:5") == "-2"; }));
  }
  const items back(server, plain);
  for (const char* key : {"r:1", "r:2", "r:3", "r:4", "u:code:c1", "u:code:c2", "u:code:c3", "u:code:c4"})
    BOOST_TEST(expiry_of(key) == "-1", key);
  BOOST_TEST(server.run({"EXISTS", "app:item:x"}) == "0");
  BOOST_TEST(server.run({"ZRANGE", "app:item:i:name", "0", "-1"}) == "=n =1 \n=n =2 \n=n =3 \n=n =4 ");
  BOOST_TEST(back.error_code(on_item("create", R"({"data":{"id":"6","name":"n","code":"c1"}})")) ==
             "UNIQUE_CONSTRAINT_VIOLATION");
}

// What is queued says by which keys rows were found then: not by those that they are found by now.
BOOST_AUTO_TEST_CASE(rows_that_expired_under_the_schema_before_leave_no_entries) {
  const std::string before = "[models.item]\nexpires = \"until\"\n" + fields + "until = { type = \"datetime\" }\n";
  {
    const items store(server, before);
    store.ok(on_item("create", R"({"data":{"id":"1","name":"a","until":")" + instant_in(200).first + "\"}}"));
    store.ok(on_item("create", R"({"data":{"id":"2","name":"b","until":"2999-01-01T00:00:00Z"}})"));
    BOOST_REQUIRE(eventually([&] { return server.run({"EXISTS", "app:item:r:1"}) == "0"; }));
    BOOST_TEST(server.run({"ZCARD", "app:item:i:id"}) == "2");
  }
  const items store(server, before + "code = { type = \"string\", nullable = true, unique = true }\n");
  BOOST_TEST(server.run({"ZRANGE", "app:item:i:id", "0", "-1"}) == "=2 ");
  store.ok(on_item("update", R"({"where":{"id":"2"},"data":{"code":"c"}})"));
  BOOST_TEST(server.run({"ZRANGE", "app:item:x", "0", "-1"}) == "=2 =c ");
}

BOOST_AUTO_TEST_CASE(a_push_that_is_refused_lets_no_row_expire) {
  const std::string before = model + fields + "until = { type = \"datetime\", nullable = true }\n";
  items(server, before)
      .ok(on_item(
          "createMany",
          R"({"data":[{"id":"1","name":"a","until":"2001-01-01T00:00:00Z"},{"id":"2","name":"b"},{"id":"3","name":"b"}]})"));
  store_fixture store({"redis", server.url()});
  BOOST_CHECK_THROW(
      store.add_text("app", "[models.item]\nexpires = \"until\"\nunique = [[\"name\", \"until\"], [\"name\"]]\n" +
                                before.substr(model.size())),
      orm::error);
  BOOST_TEST(items(server, before).ok(on_item("count", R"({"where":{}})")).integer() == 3);
}

// Of a statement that breaks several.
BOOST_AUTO_TEST_CASE(the_first_key_of_the_first_row_is_named) {
  const std::string schema = model + "unique = [[\"bank\", \"number\"]]\n" + fields + R"(
code   = { type = "string", nullable = true, unique = true }
bank   = { type = "string", nullable = true }
number = { type = "integer", nullable = true }
)";
  store_fixture memory({"memory", ""});
  memory.add_text("app", schema);
  const items store(server, schema);
  const auto same = [&](const std::string& request) {
    const json expected = memory.request(request);
    const json found = store.request(request);
    if (expected.find("error") == nullptr) {
      BOOST_TEST(found.dump() == expected.dump());
    } else {
      BOOST_TEST_REQUIRE(found.find("error") != nullptr, found.dump());
      for (const char* each : {"code", "fields"})
        BOOST_TEST(found.at("error").at(each).dump() == expected.at("error").at(each).dump(), request);
    }
  };
  same(on_item("createMany",
               R"({"data":[{"id":"1","name":"a","code":"c"},{"id":"2","name":"b","bank":"k","number":1}]})"));
  same(on_item("updateMany", R"({"where":{},"data":{"code":"z","bank":"k","number":1}})"));
  same(on_item("updateMany", R"({"where":{},"data":{"code":"z","bank":"n","number":1}})"));
  same(on_item("createMany",
               R"({"data":[{"id":"3","name":"a","code":"c"},{"id":"4","name":"b"},{"id":"4","name":"b"}]})"));
  same(on_item("createMany", R"({"data":[{"id":"3","name":"a","code":"q"},{"id":"2","name":"b","code":"q"}]})"));
  same(
      on_item("createMany",
              R"({"data":[{"id":"3","name":"a","code":"q"},{"id":"4","name":"b","code":"q","bank":"k","number":1}]})"));
  same(on_item("findMany", R"({"where":{},"orderBy":{"id":"asc"}})"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace orm_test
