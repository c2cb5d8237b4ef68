// Several processes on one file, and processes that are killed.
#include <signal.h>

#include <boost/test/unit_test.hpp>
#include <memory>
#include <set>
#include <vector>

#include "faults/refusal.hpp"
#include "support/child_process.hpp"

namespace orm_test {
namespace {

// A SQLite file in a directory, pushed, for `orm query`.
class query_place {
 public:
  query_place() {
    write_text(here_.file("app.toml"), note_schema);
    write_text(here_.file("orm.toml"), "plugins = [" + json(driver_directory()).dump() +
                                           "]\n[schemas.app]\nfile = \"app.toml\"\ndriver = \"sqlite\"\n"
                                           "url = \"sqlite:app.db\"\n");
    const auto process = start();
    process->write("{\"schema\":\"app\",\"op\":\"push\"}\n");
    BOOST_TEST_REQUIRE(json::parse(process->read_line()).find("ok") != nullptr);
  }

  std::unique_ptr<child_process> start() const {
    return std::make_unique<child_process>(
        std::vector<std::string>{ORM_TEST_COMMAND, "query", "--config", here_.file("orm.toml")});
  }

 private:
  temporary_directory here_;
};

json ask(child_process& process, const std::string& line) {
  process.write(line + "\n");
  return json::parse(process.read_line());
}

BOOST_AUTO_TEST_SUITE(processes)

BOOST_AUTO_TEST_CASE(killed_while_writing_every_answer_stands) {
  const query_place here;
  std::set<std::string> acknowledged;
  int next = 0, pairs = 0;
  for (int round = 0; round < 6; ++round) {
    const auto process = here.start();
    // Rows alone, and in pairs that must come together; some requests ahead of the answers.
    std::vector<std::string> asked;
    for (int i = 0; i < 60; ++i) {
      const std::string id = std::to_string(next++);
      asked.push_back(id);
      const std::string single = create_note(id);
      const std::string twin = create_note("twin" + id);
      process->write(i % 2 == 0 ? single + "\n"
                                : R"({"schema":"app","op":"transaction","args":{"requests":[)" + single + "," + twin +
                                      "]}}\n");
    }
    for (int i = 0; i < 5 + 9 * round; ++i) {
      BOOST_TEST(json::parse(process->read_line()).find("ok") != nullptr);
      acknowledged.insert(asked[static_cast<std::size_t>(i)]);
    }
    process->signal(SIGKILL);
    BOOST_TEST(process->wait() == 128 + SIGKILL);
  }
  const auto process = here.start();
  const json rows =
      ask(*process, R"({"schema":"app","model":"note","op":"findMany","args":{"select":{"id":true}}})").at("ok");
  std::set<std::string> kept;
  for (const json& row : rows.items()) kept.insert(row.at("id").text());
  for (const std::string& id : acknowledged) BOOST_TEST(kept.count(id) == 1u, id);
  for (const std::string& id : kept) {
    if (!id.starts_with("twin")) continue;
    ++pairs;
    BOOST_TEST(kept.count(id.substr(4)) == 1u, id);
  }
  for (const std::string& id : kept)
    if (!id.starts_with("twin") && std::stoi(id) % 2 == 1) BOOST_TEST(kept.count("twin" + id) == 1u, id);
  BOOST_TEST(pairs > 0);
}

BOOST_AUTO_TEST_CASE(four_processes_count_together) {
  const query_place here;
  constexpr int process_count = 4, rounds = 60;
  std::vector<std::unique_ptr<child_process>> all;
  for (int i = 0; i < process_count; ++i) all.push_back(here.start());
  const std::string upsert =
      R"({"schema":"app","model":"note","op":"upsert","args":{"where":{"id":"n"},"create":{"seen":1},)"
      R"("update":{"seen":{"increment":1}},"select":{"id":true}}})";
  for (int round = 0; round < rounds; ++round)
    for (const auto& each : all) each->write(upsert + "\n");
  for (int round = 0; round < rounds; ++round)
    for (const auto& each : all) {
      const std::string answer = each->read_line();
      BOOST_TEST(answer == R"({"ok":{"id":"n"}})");
    }
  BOOST_TEST(ask(*all.front(), R"({"schema":"app","model":"note","op":"findFirst","args":{"select":{"seen":true}}})") ==
             json::parse(R"({"ok":{"seen":240}})"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace orm_test
