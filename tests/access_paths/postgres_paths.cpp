// The plans of what the driver sent, as the server ran them: auto_explain writes each into the log before it answers.
#include <boost/test/unit_test.hpp>

#include "access_paths/paths.hpp"
#include "support/servers/postgres_server.hpp"
#include "support/store_fixture.hpp"

namespace orm_test {
namespace {

// From the sixth time on a prepared statement may have a plan that knows no values.
constexpr int repetitions = 8;

postgres_server::options explaining() {
  postgres_server::options made;
  made.settings = {{"session_preload_libraries", "auto_explain"},
                   {"auto_explain.log_min_duration", "0"},
                   {"auto_explain.log_analyze", "on"},
                   {"auto_explain.log_timing", "off"},
                   {"auto_explain.log_format", "json"},
                   {"auto_explain.log_nested_statements", "on"},  // those of foreign keys
                   {"jit_above_cost", "0"},                       // what may be compiled is
                   {"shared_buffers", "128MB"}};
  return made;
}

class plans_of {
 public:
  explicit plans_of(const postgres_server& server) : server_(server) { later(); }

  // What was run since the last time. A plan is written when its statement ends, which may be after its answer was
  // read.
  std::vector<json> later() {
    BOOST_REQUIRE(eventually([&] {
      return server_.run(
                 "SET auto_explain.log_min_duration = -1; SELECT count(*) FROM pg_stat_activity WHERE "
                 "backend_type = 'client backend' AND state <> 'idle' AND pid <> pg_backend_pid()") == "0";
    }));
    const std::string log = server_.log();
    std::vector<json> plans;
    constexpr std::string_view mark = "plan:\n";
    for (std::size_t at = log.find(mark, read_); at != std::string::npos; at = log.find(mark, at)) {
      std::string text;
      for (at += mark.size(); at < log.size() && log[at] == '\t';) {
        const std::size_t end = log.find('\n', at);
        text += log.substr(at + 1, end - at);
        at = end + 1;
      }
      plans.push_back(json::parse(text));
    }
    read_ = log.size();
    return plans;
  }

 private:
  const postgres_server& server_;
  std::size_t read_ = 0;
};

std::int64_t number(const json& node, const char* name) {
  const json* const found = node.find(name);
  return found == nullptr ? 0 : found->integer();
}

// What a plan did with the large tables.
struct work {
  std::int64_t touched = 0;
  bool scanned = false;

  void add(const json& node) {
    const std::int64_t loops = number(node, "Actual Loops");
    const std::int64_t removed = number(node, "Rows Removed by Filter") + number(node, "Rows Removed by Join Filter") +
                                 number(node, "Rows Removed by Index Recheck");
    touched += removed * loops;
    if (node.find("Relation Name") != nullptr && node.at("Node Type").text() != "ModifyTable")
      touched += number(node, "Actual Rows") * loops;
    if (node.at("Node Type").text() == "Seq Scan") scanned = true;
    if (const json* const below = node.find("Plans"))
      for (const json& each : below->items()) add(each);
  }
};

BOOST_AUTO_TEST_SUITE(postgres_paths)

BOOST_AUTO_TEST_CASE(no_request_that_an_index_serves_reads_the_table) {
  const postgres_server server(explaining());
  store_fixture store({"postgres", server.url()});
  store.add_file("app", access_schema_file());
  const std::string count = std::to_string(row_count), half = std::to_string(row_count / 2);
  const auto fill = [&](const std::string& table, const std::string& columns) {
    server.run("SET auto_explain.log_min_duration = -1; SET session_replication_role = replica; INSERT INTO " + table +
               " SELECT " + columns + " FROM (SELECT i, 'p' || lpad(i::text, 6, '0') AS id FROM generate_series(1, " +
               count + ") i) n");
  };
  fill("people",
       "id, 'e' || id, CASE WHEN i % 2 = 1 THEN 'h' || id END, 't' || i % 10, i % 1000, "
       "CASE WHEN i % 10 > 0 THEN i END, ''");
  fill("posts",
       "'o' || i, 'p' || lpad((CASE WHEN i <= " + half + " THEN 1 ELSE i - " + half + " END)::text, 6, '0'), i, id");
  fill("sessions", "'s' || i, 't' || lpad(i::text, 6, '0'), id, '2999-01-01'");
  fill("groups", "'g' || lpad(i::text, 6, '0'), 'l' || lpad(i::text, 6, '0')");
  const std::string group = "'g' || lpad((CASE WHEN i % 2 = 1 THEN i ELSE 2 END)::text, 6, '0')";
  fill("memberships", "'a' || i, id, " + group + ", CASE WHEN i % 4 > 1 THEN '2999-01-01'::timestamptz END");
  fill("memberships", "'b' || i, id, " + group + ", NULL");
  server.run("ANALYZE people, posts, sessions, groups, memberships");
  plans_of plans(server);
  for (const access_path& each : access_paths()) {
    for (int i = 1; i <= repetitions; ++i) {
      const json response = store.request(each.repetition(i));
      BOOST_TEST(response.find("ok") != nullptr, each.name << ": " << response.dump().substr(0, 400));
      const std::vector<json> run = plans.later();
      BOOST_TEST(!run.empty(), each.name);
      work done;
      for (const json& plan : run) {
        done.add(plan.at("Plan"));
        BOOST_TEST((plan.find("JIT") == nullptr), each.name << " is compiled");
      }
      std::string texts;
      for (const json& plan : run) texts += "\n" + plan.dump();
      BOOST_TEST(!done.scanned, each.name << texts);
      BOOST_TEST(done.touched <= each.rows,
                 each.name << " touched " << done.touched << " rows, not " << each.rows << texts);
      if (done.scanned || done.touched > each.rows) break;  // once is enough
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace orm_test
