// What a case file can't say: time that passes, and what a driver declares of itself. On every driver under test.
#define BOOST_TEST_MODULE clock
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <functional>
#include <thread>

#include "orm/error.hpp"
#include "support/store_fixture.hpp"

namespace orm_test {
namespace {

using namespace std::chrono_literals;

void on_every_driver(const std::string& schema, const std::function<void(store_fixture&)>& test) {
  for (const driver_under_test& driver : drivers_under_test()) {
    BOOST_TEST_CONTEXT(driver.name) {
      store_fixture store(driver);
      store.add_file("app", ORM_CASE_SCHEMAS "/" + schema + ".toml");
      test(store);
    }
  }
}

std::string time_from_now(std::chrono::milliseconds offset) {
  const auto then = std::chrono::system_clock::now() + offset;
  const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(then.time_since_epoch()).count();
  const std::time_t seconds = static_cast<std::time_t>(milliseconds / 1000);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[32], all[48];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &parts);
  std::snprintf(all, sizeof all, "%s.%03dZ", text, static_cast<int>(milliseconds % 1000));
  return all;
}

json on_session(const std::string& op, const std::string& args) {
  return json::parse(R"({"schema":"app","model":"session","op":")" + op + R"(","args":)" + args + "}");
}

BOOST_AUTO_TEST_CASE(a_row_is_there_until_its_time_and_not_after) {
  on_every_driver("expiring", [](store_fixture& store) {
    store.ok(on_session("create", R"({"data":{"id":"a","token":"t","expiresAt":")" + time_from_now(700ms) + R"("}})"));
    store.ok(on_session("create", R"({"data":{"id":"b","expiresAt":")" + time_from_now(1h) + R"("}})"));
    BOOST_TEST(store.ok(on_session("count", "{}")) == json(2));
    std::this_thread::sleep_for(800ms);
    BOOST_TEST(store.ok(on_session("findMany", R"({"select":{"id":true}})")) == json::parse(R"([{"id":"b"}])"));
    BOOST_TEST(store.ok(on_session("findUnique", R"({"where":{"token":"t"}})")) == json());
    BOOST_TEST(store.ok(on_session("update", R"({"where":{"id":"a"},"data":{"uses":1}})")) == json());
    store.ok(on_session("create", R"({"data":{"id":"c","token":"t"}})"));
    BOOST_TEST(store.ok(on_session("count", "{}")) == json(2));
  });
}

BOOST_AUTO_TEST_CASE(a_life_that_is_prolonged_goes_on) {
  on_every_driver("expiring", [](store_fixture& store) {
    for (const char* id : {"a", "b", "c"})
      store.ok(on_session(
          "create", R"({"data":{"id":")" + std::string(id) + R"(","expiresAt":")" + time_from_now(600ms) + R"("}})"));
    store.ok(on_session("update", R"({"where":{"id":"a"},"data":{"expiresAt":")" + time_from_now(1h) + R"("}})"));
    store.ok(on_session("update", R"({"where":{"id":"b"},"data":{"expiresAt":null}})"));
    std::this_thread::sleep_for(700ms);
    BOOST_TEST(store.ok(on_session("findMany", R"({"orderBy":{"id":"asc"},"select":{"id":true}})")) ==
               json::parse(R"([{"id":"a"},{"id":"b"}])"));
  });
}

BOOST_AUTO_TEST_CASE(purge_removes_what_has_expired) {
  on_every_driver("expiring", [](store_fixture& store) {
    const orm::store& app = store.store("app");
    for (int i = 0; i < 5; ++i)
      store.ok(on_session("create", R"({"data":{"id":")" + std::to_string(i) + R"(","expiresAt":)" +
                                        (i < 3 ? R"("2020-01-01T00:00:00Z")" : "null") + "}}"));
    const std::uint64_t removed = app.purge();
    BOOST_TEST(removed == (app.capabilities().expires ? 0u : 3u));
    BOOST_TEST(app.purge() == 0u);
    BOOST_TEST(store.ok(on_session("count", "{}")) == json(2));
  });
}

BOOST_AUTO_TEST_CASE(now_is_now) {
  on_every_driver("defaults", [](store_fixture& store) {
    const std::string before = time_from_now(-1s);
    const json made =
        store.ok(R"({"schema":"app","model":"thing","op":"create","args":{"data":{"id":"a","must":"m"}}})");
    const std::string after = time_from_now(1s);
    BOOST_TEST((made.at("made").text() > before));
    BOOST_TEST((made.at("made").text() < after));
    std::this_thread::sleep_for(5ms);
    const json changed =
        store.ok(R"({"schema":"app","model":"thing","op":"update","args":{"where":{"id":"a"},"data":{"must":"n"}}})");
    BOOST_TEST(changed.at("made") == made.at("made"));
    BOOST_TEST(changed.at("touched").text() > made.at("touched").text());
  });
}

BOOST_AUTO_TEST_CASE(generated_ids_sort_by_time) {
  on_every_driver("defaults", [](store_fixture& store) {
    std::vector<std::string> ids;
    for (int i = 0; i < 20; ++i) {
      ids.push_back(
          store.ok(R"({"schema":"app","model":"thing","op":"create","args":{"data":{"must":"m"}}})").at("id").text());
      std::this_thread::sleep_for(2ms);
    }
    BOOST_TEST(std::is_sorted(ids.begin(), ids.end()));
    BOOST_TEST(ids.front().size() == 36u);
    BOOST_TEST(ids.front()[14] == '7');  // the version of a UUID
  });
}

BOOST_AUTO_TEST_CASE(a_driver_declares_what_it_can) {
  on_every_driver("expiring", [](store_fixture& store) {
    const json declared = store.ok(R"({"schema":"app","op":"capabilities"})");
    BOOST_TEST(declared.at("driver") == json(store.driver().name));
    for (const char* text : {"version", "abi"}) BOOST_TEST(!declared.at(text).text().empty(), text);
    for (const char* flag : {"transactions", "foreignKeys", "generatedIntegerIds", "namespaces", "ddl",
                             "nativeRelations", "pipelinedBatch", "expires", "interactiveTransactions"})
      BOOST_TEST(declared.at(flag).is(json::kind::boolean), flag);
  });
}

BOOST_AUTO_TEST_CASE(namespaces_are_refused_where_there_are_none) {
  for (const driver_under_test& driver : drivers_under_test()) {
    BOOST_TEST_CONTEXT(driver.name) {
      store_fixture store(driver);
      const char* const plain = "[models.a.fields]\nid = { type = \"id\" }\n";
      store.add_text("plain", plain);
      if (store.capabilities().namespaces) continue;
      try {
        store.add_text("app", "[models.a]\nnamespace = \"auth\"\n" + std::string(plain));
        BOOST_ERROR("a namespace was taken");
      } catch (const orm::error& refused) {
        BOOST_TEST(orm::to_string(refused.code()) == "UNSUPPORTED");
      }
    }
  }
}

}  // namespace
}  // namespace orm_test
