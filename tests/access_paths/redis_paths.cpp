// What a server counts: the same commands, however many rows there are.
#include <boost/test/unit_test.hpp>
#include <cstdio>
#include <functional>
#include <map>
#include <set>
#include <sstream>

#include "access_paths/paths.hpp"
#include "support/servers/redis_server.hpp"
#include "support/store_fixture.hpp"

namespace orm_test {
namespace {

// As the other stores are filled, with a fifth of the posts, sessions, groups and memberships, one for each,
// by as many requests as the driver takes rows.
void fill(const store_fixture& store, int rows) {
  constexpr int at_once = 10'000;
  const auto create = [&](const char* model, int count, const std::function<std::string(int)>& row) {
    for (int begin = 1; begin <= count; begin += at_once) {
      std::string data;
      for (int i = begin; i < begin + at_once && i <= count; ++i) data += (i == begin ? "" : ",") + row(i);
      store.ok(std::string(R"({"schema":"app","model":")") + model +
               R"(","op":"createMany","args":{"select":{},"data":[)" + data + "]}}");
    }
  };
  const auto person = [](int number) {
    char text[16];
    std::snprintf(text, sizeof text, "p%06d", number);
    return std::string(text);
  };
  create("person", rows, [&](int i) {
    const std::string id = person(i);
    return R"({"id":")" + id + R"(","email":"e)" + id + R"(","team":"t)" + std::to_string(i % 10) + R"(","score":)" +
           std::to_string(i % 1000) + (i % 10 > 0 ? R"(,"rank":)" + std::to_string(i) : "") +
           (i % 2 == 1 ? R"(,"handle":"h)" + id + '"' : "") + "}";
  });
  const int posts = rows / 5;
  create("post", posts, [&](int i) {
    return R"({"id":"o)" + std::to_string(i) + R"(","personId":")" + person(i <= posts / 2 ? 1 : i - posts / 2) +
           R"(","weight":)" + std::to_string(i) + R"(,"reviewerId":")" + person(i) + R"("})";
  });
  create("session", rows / 5, [&](int i) {
    return R"({"id":"s)" + std::to_string(i) + R"(","token":"t)" + person(i).substr(1) + R"(","personId":")" +
           person(i) + R"(","until":"2999-01-01T00:00:00Z"})";
  });
  create("group", rows / 5, [&](int i) {
    const std::string number = person(i).substr(1);
    return R"({"id":"g)" + number + R"(","label":"l)" + number + R"("})";
  });
  create("membership", rows / 5, [&](int i) {
    return R"({"id":"a)" + std::to_string(i) + R"(","personId":")" + person(i) + R"(","groupId":"g)" +
           person(i % 2 == 1 ? i : 2).substr(1) + R"("})";
  });
}

// What each request makes the server do: calls of commands, scripts' own included.
std::map<std::string, std::set<std::string>> commands_of_all(int rows) {
  const redis_server server;
  store_fixture store({"redis", server.url()});
  store.add_file("app", access_schema_file());
  fill(store, rows);
  for (const access_path& each : access_paths())
    if (each.not_on != "redis") store.ok(each.repetition(2));  // scripts are known from here on
  std::map<std::string, std::set<std::string>> all;
  for (const access_path& each : access_paths()) {
    if (each.not_on == "redis") continue;
    server.run({"CONFIG", "RESETSTAT"});
    store.ok(each.repetition(1));
    std::istringstream lines(server.run({"INFO", "commandstats"}));
    std::set<std::string>& calls = all[each.name];
    for (std::string line; std::getline(lines, line);) {
      const std::size_t colon = line.find(":calls=");
      if (colon == std::string::npos || line.starts_with("cmdstat_config") || line.starts_with("cmdstat_info"))
        continue;
      calls.insert(line.substr(8, line.find(',') - 8));
      BOOST_TEST(line.find("scan") == std::string::npos, each.name << ": " << line);
    }
    const json plan = store.ok(R"({"schema":"app","op":"explain","args":{"request":)" + each.repetition(1) + "}}");
    BOOST_TEST(plan.dump().find("scan") == std::string::npos, each.name << ": " << plan.dump());
  }
  return all;
}

BOOST_AUTO_TEST_SUITE(redis_paths)

BOOST_AUTO_TEST_CASE(what_an_index_serves_costs_the_same_however_much_is_there) {
  const auto few = commands_of_all(row_count / 10), many = commands_of_all(row_count);
  for (const auto& [name, calls] : few) BOOST_TEST_CONTEXT(name)
  BOOST_CHECK_EQUAL_COLLECTIONS(calls.begin(), calls.end(), many.at(name).begin(), many.at(name).end());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace orm_test
