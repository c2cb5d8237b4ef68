// SQLite files that are broken, closed, full or locked.
#include <sqlite3.h>
#include <sys/mount.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <memory>

#include "faults/refusal.hpp"

namespace orm_test {
namespace {

using options = store_fixture::options;

driver_under_test sqlite_at(const std::string& url) { return {"sqlite", url}; }

// A connection of somebody else.
class other_connection {
 public:
  explicit other_connection(const std::string& path) { sqlite3_open(path.c_str(), &handle_); }
  ~other_connection() { sqlite3_close(handle_); }
  other_connection(const other_connection&) = delete;
  other_connection& operator=(const other_connection&) = delete;
  void run(const char* sql) {
    BOOST_TEST_REQUIRE(sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr) == SQLITE_OK, sqlite3_errmsg(handle_));
  }

 private:
  sqlite3* handle_ = nullptr;
};

// A small file system of its own, where this user may mount one.
class mounted {
 public:
  mounted(std::filesystem::path where, unsigned long flags, const char* options) : where_(std::move(where)) {
    std::filesystem::create_directories(where_);
    done_ = mount("tmpfs", where_.c_str(), "tmpfs", flags, options) == 0;
    if (!done_) BOOST_TEST_MESSAGE("left out: this user may not mount");
  }
  ~mounted() {
    if (done_) umount2(where_.c_str(), MNT_DETACH);
  }
  mounted(const mounted&) = delete;
  mounted& operator=(const mounted&) = delete;
  explicit operator bool() const { return done_; }

 private:
  std::filesystem::path where_;
  bool done_ = false;
};

std::string code_of(const json& failure) { return failure.at("code").text(); }

BOOST_AUTO_TEST_SUITE(sqlite_files)

BOOST_AUTO_TEST_CASE(a_file_that_is_no_database) {
  temporary_directory here;
  write_text(here.file("app.db"), std::string(8192, 'x'));
  store_fixture store(sqlite_at("sqlite:" + here.file("app.db")));
  BOOST_TEST(thrown_code([&] { store.add_text("app", note_schema); }) == "DRIVER_FAILED");
  BOOST_TEST(read_text(here.file("app.db")) == std::string(8192, 'x'));
}

BOOST_AUTO_TEST_CASE(a_damaged_database) {
  temporary_directory here;
  const driver_under_test driver = sqlite_at("sqlite:" + here.file("app.db"));
  {
    store_fixture store(driver);
    store.add_text("app", note_schema);
    for (int i = 0; i < 200; ++i) store.ok(create_note(std::to_string(i), std::string(500, 'x')));
  }
  std::string bytes = read_text(here.file("app.db"));
  BOOST_TEST_REQUIRE(bytes.size() > 20000u);
  std::fill(bytes.begin() + 4096, bytes.end(), '\x5a');
  write_text(here.file("app.db"), bytes);
  store_fixture store(driver);
  store.open("app", orm::schema::load([&] {
               write_text(here.file("app.toml"), note_schema);
               return here.file("app.toml");
             }()));
  const json failure =
      refusal_of(store, R"({"schema":"app","model":"note","op":"findMany","args":{"where":{"seen":0}}})");
  BOOST_TEST(code_of(failure) == "DRIVER_FAILED");
  BOOST_TEST(failure.at("native").text() == "SQLITE_CORRUPT");
  BOOST_TEST(!failure.at("retryable").flag());
}

BOOST_AUTO_TEST_CASE(a_database_that_holds_text_as_utf16) {
  temporary_directory here;
  other_connection(here.file("app.db")).run("PRAGMA encoding = 'UTF-16le'; CREATE TABLE theirs(x)");
  store_fixture store(sqlite_at("sqlite:" + here.file("app.db")));
  BOOST_TEST(thrown_code([&] { store.add_text("app", note_schema); }) == "UNSUPPORTED");
}

BOOST_AUTO_TEST_CASE(a_directory_that_is_not_there) {
  temporary_directory here;
  store_fixture store(sqlite_at("sqlite:" + here.file("nowhere/app.db")));
  BOOST_TEST(thrown_code([&] { store.add_text("app", note_schema); }) == "CONNECTION_FAILED");
  store_fixture directory(sqlite_at("sqlite:" + here.path().string()));
  BOOST_TEST(thrown_code([&] { directory.add_text("app", note_schema); }) == "CONNECTION_FAILED");
}

BOOST_AUTO_TEST_CASE(a_url_of_another_store_is_refused_without_showing_it) {
  store_fixture store(sqlite_at("postgresql://user:secret@host/app"));
  BOOST_TEST(thrown_code([&] { store.add_text("app", note_schema); }) == "INVALID_CONFIG");
  store_fixture unknown(sqlite_at("sqlite:{directory}/app.db"));
  BOOST_TEST(thrown_code([&] {
               unknown.add_text("app", note_schema, {{"pasword", orm::value::of_text("secret")}});
             }) == "INVALID_CONFIG");
}

BOOST_AUTO_TEST_CASE(what_may_only_be_read_is_read) {
  temporary_directory here;
  const std::filesystem::path directory = here.path() / "closed";
  const mounted closed(directory, 0, "size=4m");
  if (!closed) return;
  {
    store_fixture store(sqlite_at("sqlite:" + (directory / "app.db").string()));
    store.add_text("app", note_schema);
    store.ok(create_note("a"));
  }
  BOOST_TEST_REQUIRE(mount(nullptr, directory.c_str(), nullptr, MS_REMOUNT | MS_RDONLY, nullptr) == 0);
  store_fixture store(sqlite_at("sqlite:" + (directory / "app.db").string()));
  write_text(here.file("app.toml"), note_schema);
  store.open("app", orm::schema::load(here.file("app.toml")));
  BOOST_TEST(store.ok(count_notes) == json(1));
  const json failure = refusal_of(store, create_note("b"));
  BOOST_TEST(code_of(failure) == "NOT_AUTHORIZED");
  BOOST_TEST(failure.at("outcome").text() != "unknown");
  BOOST_TEST(store.ok(count_notes) == json(1));
}

BOOST_AUTO_TEST_CASE(a_full_disk_keeps_what_was_acknowledged) {
  temporary_directory here;
  const std::filesystem::path directory = here.path() / "full";
  const mounted small(directory, 0, "size=600k");
  if (!small) return;
  store_fixture store(sqlite_at("sqlite:" + (directory / "app.db").string()));
  store.add_text("app", note_schema);
  int kept = 0;
  json failure;
  for (int i = 0; i < 200 && failure.is_null(); ++i) {
    const json response = store.request(create_note(std::to_string(i), std::string(20000, 'x')));
    if (const json* refused = response.find("error"))
      failure = *refused;
    else
      ++kept;
  }
  BOOST_TEST_REQUIRE(!failure.is_null());
  BOOST_TEST(code_of(failure) == "OUT_OF_SPACE");
  BOOST_TEST(failure.at("outcome").text() == "rolled_back");
  BOOST_TEST(kept > 0);
  BOOST_TEST(store.ok(count_notes) == json(kept));
  // Again and again, and in a transaction: still nothing half written.
  for (int i = 0; i < 3; ++i)
    BOOST_TEST(code_of(refusal_of(store, create_note("more", std::string(200000, 'y')))) == "OUT_OF_SPACE");
  const json large = json::parse(create_note("large", std::string(200000, 'y')));
  const json request = json::object(
      {{"schema", "app"},
       {"op", "transaction"},
       {"args",
        json::object({{"requests", json::array({json::object({{"model", "note"},
                                                              {"op", "deleteMany"},
                                                              {"args", json::parse(R"({"where":{"id":"0"}})")}}),
                                                large, json::parse(create_note("0"))})}})}});
  store.request(request);
  BOOST_TEST(store.ok(count_notes).integer() >= kept - 1);
  store_fixture again(sqlite_at("sqlite:" + (directory / "app.db").string()));
  write_text(here.file("app.toml"), note_schema);
  again.open("app", orm::schema::load(here.file("app.toml")));
  BOOST_TEST(again.ok(count_notes) == store.ok(count_notes));
}

BOOST_AUTO_TEST_CASE(a_lock_of_another_program_is_a_timeout) {
  temporary_directory here;
  store_fixture store(sqlite_at("sqlite:" + here.file("app.db")));
  store.add_text("app", note_schema, {{"busy_timeout", orm::value::of_integer(150)}});
  store.ok(create_note("a"));
  other_connection other(here.file("app.db"));
  other.run("begin immediate");
  BOOST_TEST(store.ok(count_notes) == json(1));  // readers go on
  const json failure = refusal_of(store, create_note("b"));
  BOOST_TEST(code_of(failure) == "TIMEOUT");
  BOOST_TEST(failure.at("retryable").flag());
  BOOST_TEST(failure.at("outcome").text() != "unknown");
  const json whole = refusal_of(
      store,
      R"({"schema":"app","op":"transaction","args":{"requests":[{"model":"note","op":"create","args":{"data":{}}}]}})");
  BOOST_TEST(code_of(whole) == "TIMEOUT");
  other.run("commit");
  store.ok(create_note("b"));
  BOOST_TEST(store.ok(count_notes) == json(2));
}

BOOST_AUTO_TEST_CASE(a_table_that_another_program_dropped) {
  temporary_directory here;
  store_fixture store(sqlite_at("sqlite:" + here.file("app.db")));
  store.add_text("app", note_schema);
  store.ok(create_note("a"));
  other_connection(here.file("app.db")).run("drop table note");
  BOOST_TEST(code_of(refusal_of(store, count_notes)) == "MISSING_TABLE");
  BOOST_TEST(code_of(refusal_of(store, create_note("b"))) == "MISSING_TABLE");
  store.store("app").push();
  store.ok(create_note("b"));
  BOOST_TEST(store.ok(count_notes) == json(1));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace orm_test
