// Making what the schema needs.
#include <boost/test/unit_test.hpp>
#include <future>
#include <vector>

#include "postgres/place.hpp"

namespace orm_test {
namespace {

constexpr const char* push = R"({"schema":"app","op":"push"})";
const json nothing = json::parse(R"({"applied":[]})");

BOOST_AUTO_TEST_SUITE(pushing)

BOOST_AUTO_TEST_CASE(a_second_time_there_is_nothing_to_do) {
  const postgres_server server;
  const place store(server.url());
  BOOST_TEST(store.ok(push) == nothing);
  store.ok(R"({"schema":"app","op":"reset"})");
  BOOST_TEST(store.error_code(find_user("a")) == "MISSING_TABLE");
  BOOST_TEST(store.ok(push) != nothing);
  BOOST_TEST(store.ok(find_user("a")).is_null());
}

// Several processes that start together.
BOOST_AUTO_TEST_CASE(several_at_once) {
  const postgres_server server;
  const place store(server.url());
  store.ok(R"({"schema":"app","op":"reset"})");
  std::vector<std::future<json>> pushes;
  for (int i = 0; i < 8; ++i) pushes.push_back(std::async(std::launch::async, [&] { return store.ok(push); }));
  int worked = 0;
  for (auto& each : pushes) worked += each.get() == nothing ? 0 : 1;
  BOOST_TEST(worked == 1);
  BOOST_TEST(server.run("SELECT count(*) FROM pg_tables WHERE tablename IN ('users', 'posts', 'comments')") == "3");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace orm_test
