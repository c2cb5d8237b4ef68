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

BOOST_AUTO_TEST_CASE(a_key_with_a_name_like_that_of_another_is_added) {
  const auto schema = [](const std::string& keys) {
    return "[models.t]\nindex = [" + keys +
           "]\n[models.t.fields]\nid = { type = \"id\" }\na = { type = \"string\" }\nb_c = { type = \"string\" }\n"
           "a_b = { type = \"string\" }\nc = { type = \"string\" }\n";
  };
  const postgres_server server;
  const auto pushed = [&](const std::string& keys) {
    store_fixture store({"postgres", server.url()});
    store.add_text("app", schema(keys).c_str());
    BOOST_TEST(store.ok(push) == nothing);
  };
  const char* const checks =
      "SELECT string_agg(array_length(conkey, 1) || ':' || array_to_string(conkey, '+'), ' ' ORDER BY conkey) "
      "FROM pg_constraint WHERE contype = 'c' AND conrelid = 't'::regclass";
  pushed(R"(["a_b", "c"])");
  BOOST_TEST(server.run(checks) == "2:4+5");
  pushed(R"(["a_b", "c"], ["a", "b_c"])");
  BOOST_TEST(server.run(checks) == "2:2+3 2:4+5");
}

BOOST_AUTO_TEST_CASE(what_is_the_servers_own_is_refused) {
  const postgres_server server;
  const auto refusal = [&](const std::string& table, const std::string& column) {
    const std::string schema = "[models.t]\n" + table + "\n[models.t.fields]\nid = { type = \"id\" }\n" + column;
    const auto [code, message] = refusal_to_open({"postgres", server.url()}, schema.c_str());
    return code + ": " + message;
  };
  const auto names = [](const std::string& text, const char* what) {
    return text.starts_with("INVALID_SCHEMA: ") && text.find(what) != std::string::npos;
  };
  for (const char* column : {"tableoid", "xmin", "cmin", "xmax", "cmax", "ctid"}) {
    const std::string text = refusal("", std::string(column) + " = { type = \"string\" }\n");
    BOOST_TEST(names(text, column), text);
  }
  for (const char* table : {"table = \"pg_class\"", "namespace = \"pg_mine\"", "namespace = \"information_schema\""}) {
    const std::string text = refusal(table, "");
    BOOST_TEST(names(text, "PostgreSQL's own"), text);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace orm_test
