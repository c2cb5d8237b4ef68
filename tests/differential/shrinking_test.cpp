// Disagreements are found, and shortened to what they need: tried with failures that are made.
#define BOOST_TEST_MODULE shrinking
#include <algorithm>
#include <boost/test/unit_test.hpp>

#include "differential/request_generator.hpp"
#include "differential/shrinking.hpp"
#include "differential/twin_stores.hpp"

namespace orm_test {
namespace {

json request(const std::string& op, const std::string& args) {
  return json::object({{"schema", "live"}, {"model", "user"}, {"op", op}, {"args", json::parse(args)}});
}

// Fails at the first request that holds the text after one that holds each of the others.
replay needs(std::vector<std::string> before, std::string text) {
  return [=](const std::vector<json>& requests) -> std::optional<std::size_t> {
    std::string seen;
    for (std::size_t i = 0; i < requests.size(); ++i) {
      const std::string line = requests[i].dump();
      const bool all = std::all_of(before.begin(), before.end(),
                                   [&](const std::string& each) { return seen.find(each) != std::string::npos; });
      if (all && line.find(text) != std::string::npos) return i;
      seen += line;
    }
    return std::nullopt;
  };
}

BOOST_AUTO_TEST_CASE(requests_that_it_does_not_need_are_left_out) {
  std::vector<json> requests;
  for (int i = 0; i < 300; ++i) requests.push_back(request("count", R"({"where":{"age":)" + std::to_string(i) + "}}"));
  const auto fails = needs({"\"age\":17}", "\"age\":120}"}, "\"age\":299}");
  const std::vector<json> shrunk = shrink(requests, fails);
  BOOST_TEST_REQUIRE(shrunk.size() == 3u);
  BOOST_TEST(shrunk[0] == requests[17]);
  BOOST_TEST(shrunk[1] == requests[120]);
  BOOST_TEST(shrunk[2] == requests[299]);
}

BOOST_AUTO_TEST_CASE(what_comes_after_the_failure_is_left_out) {
  const std::vector<json> requests(50, request("count", "{}"));
  BOOST_TEST(shrink(requests, needs({}, "count")).size() == 1u);
}

BOOST_AUTO_TEST_CASE(parts_of_a_request_are_left_out) {
  const std::string filter =
      R"({"where":{"AND":[{"name":"a"},{"OR":[{"age":{"gt":1,"lt":5}},{"name":"b"}]}]},"take":3})";
  const std::vector<json> shrunk = shrink({request("findMany", filter)}, needs({}, "\"gt\""));
  BOOST_TEST_REQUIRE(shrunk.size() == 1u);
  BOOST_TEST(shrunk[0].at("args") == json::parse(R"({"where":{"AND":[{"OR":[{"age":{"gt":1}}]}]}})"));
}

BOOST_AUTO_TEST_CASE(new_rows_keep_their_ids) {
  const std::string rows = R"({"data":[{"id":"a","name":"x"},{"id":"b","name":"y"}],"select":{"id":true}})";
  const std::vector<json> shrunk = shrink({request("createMany", rows)}, needs({}, "\"y\""));
  BOOST_TEST(shrunk.at(0).at("args") == json::parse(R"({"data":[{"id":"b","name":"y"}]})"));
}

// Two stores of one kind, one of which is made to answer wrongly: as in a run of differential_test.
std::vector<json> found_and_shrunk(twin_stores& stores, std::uint64_t seed) {
  dice dice(seed);
  request_generator generator("live", stores.schema(), {true, {}}, dice);
  stores.renew();
  std::vector<json> asked;
  for (int i = 0; i < 3000; ++i) {
    asked.push_back(generator.next());
    if (stores.ask(asked.back())) return stores.minimise(asked);
  }
  return {};
}

twin_stores live_twins() {
  const driver_under_test memory = find_driver("memory");
  return {"live", ORM_OWN_SCHEMAS "/live.toml", memory, memory};
}

BOOST_AUTO_TEST_CASE(stores_of_one_kind_agree) {
  twin_stores stores = live_twins();
  BOOST_TEST(found_and_shrunk(stores, 1).empty());
}

BOOST_AUTO_TEST_CASE(a_wrong_count_is_found_and_needs_its_rows_alone) {
  twin_stores stores = live_twins();
  stores.distort([](const json& asked, json response) {
    const json* answer = response.find("ok");
    const bool counted = asked.at("op").text() == "count" && answer != nullptr;
    if (counted && answer->integer() >= 2) response.set("ok", answer->integer() - 1);
    return response;
  });
  for (const std::uint64_t seed : {1, 2, 3}) {
    const std::vector<json> shrunk = found_and_shrunk(stores, seed);
    BOOST_TEST_REQUIRE(!shrunk.empty());
    std::string lines;
    for (const json& each : shrunk) lines += each.dump() + "\n";
    BOOST_TEST_CONTEXT(lines) {
      // Two rows, each perhaps with a row that it refers to, and the count.
      BOOST_TEST(shrunk.size() <= 5u);
      BOOST_TEST(shrunk.back().at("op").text() == "count");
      BOOST_TEST(shrunk.back().at("schema").text() == "live");
      BOOST_TEST(stores.replay(shrunk)->request == shrunk.size() - 1);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_lost_order_is_found) {
  twin_stores stores = live_twins();
  stores.distort([](const json& asked, json response) {
    const json* args = asked.find("args");
    const bool ordered = asked.at("op").text() == "findMany" && args && args->is(json::kind::object) &&
                         args->find("orderBy") && response.find("ok");
    if (ordered) {
      json rows = *response.find("ok");
      std::reverse(rows.items().begin(), rows.items().end());
      response.set("ok", rows);
    }
    return response;
  });
  const std::vector<json> shrunk = found_and_shrunk(stores, 5);
  BOOST_TEST_REQUIRE(!shrunk.empty());
  BOOST_TEST(shrunk.size() <= 4u);
  const json& args = shrunk.back().at("args");
  BOOST_TEST(args.find("orderBy") != nullptr);
  BOOST_TEST(args.find("where") == nullptr);
}

}  // namespace
}  // namespace orm_test
