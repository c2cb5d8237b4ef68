// Bad input and bad surroundings: one clear error each, the process goes on where it can, and nothing is lost.
#include <signal.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include "support/child_process.hpp"
#include "workspace.hpp"

using namespace orm_test;

namespace {

const std::string count = R"({"schema":"app","model":"user","op":"count"})"
                          "\n";

std::string create(const std::string& email, const std::string& name = "n") {
  return R"({"schema":"app","model":"user","op":"create","args":{"data":{"email":")" + email + R"(","name":")" + name +
         R"("},"select":{"email":true}}})"
         "\n";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(faults)

BOOST_AUTO_TEST_CASE(a_line_of_100_megabytes) {
  const workspace here(on_memory);
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  const std::string limited = "exec ";  // sanitizers reserve more than any limit
#else
  const std::string limited = "ulimit -v 350000; exec ";  // kilobytes: less than the line twice
#endif
  surroundings around;
  around.input = create("a") + create("b", std::string(100'000'000, 'x')) + count;
  const outcome result = run({"bash", "-c", limited + ORM_COMMAND " query --config " + here.path("orm.toml")}, around);
  BOOST_TEST(result.status == 0);
  BOOST_TEST(result.out.size() < 10'000u);
  BOOST_TEST(result.out.starts_with("{\"ok\":{\"email\":\"a\"}}\n{\"error\":{\"code\":\"INVALID_QUERY\""));
  BOOST_TEST(result.out.ends_with("\n{\"ok\":1}\n"));
}

BOOST_AUTO_TEST_CASE(a_line_of_the_longest_length) {
  const workspace here(on_memory);
  const std::string head = R"({"schema":"app","model":"user","op":"count")", tail = "}\n";
  std::string line = head + std::string((64u << 20) - head.size() - 1, ' ') + tail;
  BOOST_TEST(here.orm({"query"}, line).out == "{\"ok\":0}\n");
  line.insert(head.size(), " ");
  BOOST_TEST(contains(here.orm({"query"}, line + count).out, "INVALID_QUERY"));
}

BOOST_AUTO_TEST_CASE(ten_thousand_levels) {
  const workspace here(on_memory);
  const std::string deep = R"({"schema":"app","model":"user","op":"count","args":{"where":)" +
                           std::string(10'000, '[') + std::string(10'000, ']') + "}}\n";
  const outcome result = here.orm({"query"}, deep + std::string(1'000'000, '{') + "\n" + count);
  BOOST_TEST(result.status == 0);
  BOOST_TEST(contains(result.out, "INVALID_QUERY"));
  BOOST_TEST(result.out.ends_with("\n{\"ok\":0}\n"));
}

BOOST_AUTO_TEST_CASE(text_that_is_not_utf8) {
  const workspace here(on_memory);
  const outcome result = here.orm({"query"}, create("\xff\xfe") + create("\xed\xa0\x80") + count);
  BOOST_TEST(result.status == 0);
  BOOST_TEST(result.out.starts_with("{\"error\":{\"code\":\"INVALID_"));
  BOOST_TEST(result.out.ends_with("\n{\"ok\":0}\n"));
}

BOOST_AUTO_TEST_CASE(names_with_quotes_in_them) {
  const workspace here(on_sqlite);
  here.write("schemas/app.toml",
             "[models.user]\ntable = \"a\\\"b'c\"\n[models.user.fields]\nid = { type = \"id\" }\n"
             "email = { type = \"string\", unique = true, column = \"x\\\"); DROP TABLE y; --\" }\n"
             "name = { type = \"string\", default = \"it's \\\"n\\\"\" }\n");
  BOOST_TEST(here.orm({"push"}).status == 0);
  const outcome result = here.orm({"query"}, create("'; DROP TABLE users; --") + count);
  BOOST_TEST(result.out == "{\"ok\":{\"email\":\"'; DROP TABLE users; --\"}}\n{\"ok\":1}\n");
  BOOST_TEST(here.orm({"push"}).out == "app (sqlite): up to date\n");
}

BOOST_AUTO_TEST_CASE(a_file_that_is_no_database) {
  const workspace here(on_sqlite);
  const std::string text =
      "This is a letter, and it is longer than the head of a database file would be. " + std::string(1000, '.');
  here.write("app.db", text);
  const outcome result = here.orm({"query"}, count);
  BOOST_TEST(result.status == 2);
  BOOST_TEST(contains(result.err, "no SQLite database"));
  BOOST_TEST(here.orm({"push"}).status == 2);
  BOOST_TEST(here.read("app.db") == text);
}

BOOST_AUTO_TEST_CASE(a_directory_that_may_not_be_written) {
  const workspace here("driver = \"sqlite\"\nurl = \"sqlite:closed/app.db\"\n");
  here.write("closed/nothing", "");
  ::chmod(here.path("closed").c_str(), 0555);
  if (::access(here.path("closed").c_str(), W_OK) == 0) {
    // Root writes everywhere; a file system that is mounted read-only stops root too.
    if (::mount("tmpfs", here.path("closed").c_str(), "tmpfs", MS_RDONLY, "size=64k") != 0) {
      BOOST_TEST_MESSAGE("skipped: this user may write everywhere and may not mount");
      return;
    }
  }
  const outcome push = here.orm({"push"});
  BOOST_TEST(push.status == 2);
  BOOST_TEST(push.err.starts_with("CONNECTION_FAILED: "));
  const outcome query = here.orm({"query"}, count + count);
  BOOST_TEST(query.status == 2);
  BOOST_TEST(query.out.empty());
  BOOST_TEST(contains(query.err, "can't be created"));
  const outcome file = here.orm({"generate", "sql", "--schema=app", "--dialect=sqlite", "--out=closed/app.sql"});
  BOOST_TEST(file.status == 2);
  BOOST_TEST(file.err.starts_with("NOT_AUTHORIZED: "));
  ::umount(here.path("closed").c_str());
  ::chmod(here.path("closed").c_str(), 0755);
}

BOOST_AUTO_TEST_CASE(a_disk_that_is_full) {
  const workspace here("driver = \"sqlite\"\nurl = \"sqlite:disk/app.db\"\n");
  here.write("disk/nothing", "");
  if (::mount("tmpfs", here.path("disk").c_str(), "tmpfs", 0, "size=512k") != 0) {
    BOOST_TEST_MESSAGE("skipped: this user may not mount");
    return;
  }
  BOOST_TEST(here.orm({"push"}).status == 0);
  std::string requests;
  for (int i = 0; i < 40; ++i) requests += create(std::to_string(i), std::string(32 * 1024, 'x'));
  const outcome result = here.orm({"query"}, requests + count);
  BOOST_TEST(result.status == 0);
  BOOST_TEST(contains(result.out, "\"code\":\"OUT_OF_SPACE\""));
  std::size_t acknowledged = 0;
  for (std::size_t at = 0; (at = result.out.find("{\"ok\":{", at)) != std::string::npos; ++at) ++acknowledged;
  BOOST_TEST(acknowledged > 0u);
  BOOST_TEST(acknowledged < 40u);
  BOOST_TEST(here.orm({"query", count}).out == "{\"ok\":" + std::to_string(acknowledged) + "}\n");

  const outcome file = here.orm({"generate", "sql", "--schema=app", "--dialect=sqlite", "--out=disk/app.sql"});
  if (file.status != 0) {
    BOOST_TEST(file.err.starts_with("OUT_OF_SPACE: "));
    BOOST_TEST(!here.has("disk/app.sql"));
  }
  ::umount(here.path("disk").c_str());
}

BOOST_AUTO_TEST_CASE(killed_in_the_middle_of_writing) {
  const workspace here(on_sqlite);
  BOOST_TEST(here.orm({"push"}).status == 0);
  int next = 0, acknowledged = 0;
  const auto count_in = [&](std::string_view lines) {
    for (std::size_t at = 0; (at = lines.find("{\"ok\":{", at)) != std::string_view::npos; ++at) ++acknowledged;
  };
  for (int round = 0; round < 5; ++round) {
    child_process talk({ORM_COMMAND, "query", "--config", here.path("orm.toml")});
    // Several requests ahead, so that the kill comes in the middle of one.
    for (int i = 0; i < 40 + 13 * round; ++i) talk.write(create("user" + std::to_string(next++)));
    for (int i = 0; i < 7 + 11 * round; ++i) count_in(talk.read_line());
    talk.signal(SIGKILL);
    count_in(talk.read_rest());
  }
  const std::string answer = here.orm({"query", count}).out;
  const int kept = std::stoi(answer.substr(std::string("{\"ok\":").size()));
  BOOST_TEST(kept >= acknowledged);
  BOOST_TEST(acknowledged > 100);
  const outcome check = run({"sqlite3", here.path("app.db"), "PRAGMA integrity_check"});
  BOOST_TEST(check.out == "ok\n");
}

BOOST_AUTO_TEST_CASE(an_interrupt_leaves_no_half_file) {
  const workspace here(on_memory);
  const std::vector<std::string> words = {ORM_COMMAND,
                                          "generate",
                                          "prisma",
                                          "--config=" + here.path("orm.toml"),
                                          "--schema=app",
                                          "--provider=sqlite",
                                          "--out=" + here.path("out/schema.prisma")};
  for (int round = 0; round < 20; ++round) {
    child_process started(words);
    ::usleep(static_cast<useconds_t>(round) * 500);
    started.signal(SIGINT);
    started.wait();
  }
  BOOST_TEST(run(words).status == 0);
  int files = 0;
  for ([[maybe_unused]] const auto& file : std::filesystem::directory_iterator(here.path("out"))) ++files;
  BOOST_TEST(files == 1);
}

BOOST_AUTO_TEST_SUITE_END()
