// Opening, settings, and small queries.
#include "connection.hpp"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <thread>

#include "encoding.hpp"
#include "functions.hpp"

namespace orm::sqlite {

using sdk::driver_error;

namespace {
// How many steps of SQLite's machine pass between two looks at a cancellation: some ten microseconds.
constexpr int steps_between_looks = 1000;

int stop_when_cancelled(void* state) {
  return *static_cast<const std::atomic<activity>*>(state) == activity::cancelled ? 1 : 0;
}

// A file with a write-ahead log can't even be read where SQLite may not write beside it, unless it is promised that
// nobody writes. That holds where neither file nor directory can be written and no log is there.
bool is_immutable(const std::string& path) {
  if (path.empty() || access(path.c_str(), R_OK) != 0 || access(path.c_str(), W_OK) == 0) return false;
  const std::string directory = std::filesystem::path(path).parent_path().string();
  return access(directory.c_str(), W_OK) != 0 && access((path + "-wal").c_str(), F_OK) != 0;
}

std::string uri_escaped(const std::string& path) {
  std::string out;
  for (const char c : path) {
    if (c == '%' || c == '?' || c == '#') {
      out += c == '%' ? "%25" : c == '?' ? "%3f" : "%23";
    } else {
      out += c;
    }
  }
  return out;
}
}  // namespace

connection::connection(const options& options, const std::atomic<activity>& state)
    : busy_timeout_(options.busy_timeout), state_(&state) {
  try {
    open(options.in_memory() ? ":memory:" : options.path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    configure(options);
  } catch (const driver_error&) {
    sqlite3_close_v2(db_);
    if (!is_immutable(options.path)) throw;
    open("file:" + uri_escaped(options.path) + "?immutable=1", SQLITE_OPEN_READONLY | SQLITE_OPEN_URI);
    configure(options);
  }
}

void connection::open(const std::string& name, int flags) {
  const int always = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE | SQLITE_OPEN_EXRESCODE;
  const int code = sqlite3_open_v2(name.c_str(), &db_, flags | always, nullptr);
  if (code != SQLITE_OK) throw failure(db_, code, {});
}

connection::connection(adopted_client& client) : db_(client.handle()), client_(&client) {}

connection::~connection() {
  kept_.clear();
  if (client_ == nullptr) sqlite3_close_v2(db_);
}

void connection::configure(const options& options) {
  sqlite3_busy_handler(db_, wait_for_lock, this);
  // A misspelt or missing column must not turn into a text.
  sqlite3_db_config(db_, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
  sqlite3_db_config(db_, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
  const int code = register_functions(db_);
  if (code != SQLITE_OK) throw failure(db_, code, {});
  run("PRAGMA cache_size = " + std::to_string(options.cache_size));
  run("PRAGMA mmap_size = " + std::to_string(options.mmap_size));
  run("PRAGMA foreign_keys = on");
  if (!options.in_memory() && !is_read_only()) start_wal();
  run("PRAGMA synchronous = " + options.synchronous);
  require_utf8(db_);  // reads the file: damage shows now
  watch(*state_);
}

void connection::watch(const std::atomic<activity>& state) {
  state_ = &state;
  sqlite3_progress_handler(db_, steps_between_looks, stop_when_cancelled, const_cast<std::atomic<activity>*>(state_));
}

// Several processes may open a new file at once; the change to WAL does not wait for locks by itself.
void connection::start_wal() {
  const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(busy_timeout_);
  for (;;) {
    try {
      if (text("PRAGMA journal_mode = wal") != "wal") {
        sdk::log(2, "sqlite: this file system can't hold a write-ahead log; writers will block readers");
      }
      return;
    } catch (const driver_error& error) {
      if (error.code() != ORM_TIMEOUT || std::chrono::steady_clock::now() >= end) throw;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
}

int connection::wait_for_lock(void* self, int attempts) {
  const auto& connection = *static_cast<class connection*>(self);
  constexpr int longest = 10;  // milliseconds
  // attempts waits of 1, 2, .. longest milliseconds have passed.
  const int ramp = std::min(attempts, longest);
  const std::int64_t waited = ramp * (ramp + 1) / 2 + std::int64_t{attempts - ramp} * longest;
  if (waited >= connection.busy_timeout_ || *connection.state_ == activity::cancelled) return 0;
  std::this_thread::sleep_for(std::chrono::milliseconds(std::min(attempts + 1, longest)));
  return 1;
}

statement connection::prepare(const std::string& sql, const failed_call& call, unsigned flags) const {
  sqlite3_stmt* out = nullptr;
  const int code = sqlite3_prepare_v3(db_, sql.data(), static_cast<int>(sql.size()), flags, &out, nullptr);
  if (code != SQLITE_OK) throw failure(db_, code, call);
  return statement(out);
}

void connection::run(const std::string& sql, const failed_call& call) const {
  const statement prepared = prepare(sql, call);
  int code = SQLITE_ROW;
  while (code == SQLITE_ROW) code = sqlite3_step(prepared.get());
  if (code != SQLITE_DONE) throw failure(db_, code, call);
}

sqlite3_stmt* connection::kept(const char* sql, const failed_call& call) {
  auto kept = std::find_if(kept_.begin(), kept_.end(), [&](const auto& known) { return known.first == sql; });
  if (kept == kept_.end()) kept = kept_.insert(kept, {sql, prepare(sql, call, SQLITE_PREPARE_PERSISTENT)});
  return kept->second.get();
}

void connection::run_kept(const char* sql, const failed_call& call) {
  const reset_at_end reset(kept(sql, call));
  const int code = sqlite3_step(reset.statement());
  if (code != SQLITE_DONE) throw failure(db_, code, call);
}

std::int64_t connection::kept_integer(const char* sql) {
  const reset_at_end reset(kept(sql, {}));
  const int code = sqlite3_step(reset.statement());
  if (code != SQLITE_ROW) throw failure(db_, code, {});
  return sqlite3_column_int64(reset.statement(), 0);
}

std::int64_t connection::integer(const std::string& sql) const {
  const statement prepared = prepare(sql, {});
  const int code = sqlite3_step(prepared.get());
  if (code != SQLITE_ROW && code != SQLITE_DONE) throw failure(db_, code, {});
  return code == SQLITE_ROW ? sqlite3_column_int64(prepared.get(), 0) : 0;
}

std::string connection::text(const std::string& sql) const {
  const statement prepared = prepare(sql, {});
  const int code = sqlite3_step(prepared.get());
  if (code != SQLITE_ROW && code != SQLITE_DONE) throw failure(db_, code, {});
  const auto* out = code == SQLITE_ROW ? sqlite3_column_text(prepared.get(), 0) : nullptr;
  return out == nullptr ? std::string() : reinterpret_cast<const char*>(out);
}

}  // namespace orm::sqlite
