// A connection and its statements, owned. Not for several threads at once.
#ifndef ORM_SQLITE_CONNECTION_HPP
#define ORM_SQLITE_CONNECTION_HPP

#include <sqlite3.h>

#include <atomic>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "adopted_client.hpp"
#include "errors.hpp"
#include "options.hpp"
#include "write_gate.hpp"

namespace orm::sqlite {

struct statement_closer {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using statement = std::unique_ptr<sqlite3_stmt, statement_closer>;

// Resets a statement when it goes out of scope, so that it holds no lock.
class reset_at_end {
 public:
  explicit reset_at_end(sqlite3_stmt* statement) : statement_(statement) {}
  ~reset_at_end() { sqlite3_reset(statement_); }
  reset_at_end(const reset_at_end&) = delete;
  reset_at_end& operator=(const reset_at_end&) = delete;
  sqlite3_stmt* statement() const { return statement_; }

 private:
  sqlite3_stmt* statement_;
};

class connection {
 public:
  // Opens the file, creating it if need be, or falls back to reading it. `state` is watched while waiting for locks.
  connection(const options& options, const std::atomic<activity>& state);
  // Uses the application's, and doesn't close it.
  explicit connection(adopted_client& client);
  ~connection();
  connection(const connection&) = delete;
  connection& operator=(const connection&) = delete;

  // Looks at another session's state from now on.
  void watch(const std::atomic<activity>& state);

  sqlite3* handle() const { return db_; }
  adopted_client* client() const { return client_; }  // null: the connection is our own
  bool in_transaction() const { return sqlite3_get_autocommit(db_) == 0; }
  bool is_read_only() const { return sqlite3_db_readonly(db_, "main") == 1; }

  statement prepare(const std::string& sql, const failed_call& call, unsigned flags = 0) const;
  void run(const std::string& sql, const failed_call& call = {}) const;
  // Runs a statement that comes again and again, such as BEGIN, and keeps it prepared. sql: a literal.
  void run_kept(const char* sql, const failed_call& call = {});
  std::int64_t kept_integer(const char* sql);          // the first column of the first row
  std::int64_t integer(const std::string& sql) const;  // likewise
  std::string text(const std::string& sql) const;

 private:
  void open(const std::string& name, int flags);
  void configure(const options& options);
  void start_wal();
  sqlite3_stmt* kept(const char* sql, const failed_call& call);
  static int wait_for_lock(void* self, int attempts);

  sqlite3* db_ = nullptr;
  adopted_client* client_ = nullptr;
  std::vector<std::pair<const char*, statement>> kept_;
  std::int64_t busy_timeout_ = 0;
  const std::atomic<activity>* state_ = nullptr;
};

}  // namespace orm::sqlite

#endif
