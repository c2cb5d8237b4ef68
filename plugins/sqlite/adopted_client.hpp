// A connection that the application owns, while orm uses it. Stores that adopt one handle share it: what is changed
// about it is changed once, and put back when the last of them closes.
#ifndef ORM_SQLITE_ADOPTED_CLIENT_HPP
#define ORM_SQLITE_ADOPTED_CLIENT_HPP

#include <orm/sdk/driver.h>
#include <sqlite3.h>

#include <memory>
#include <mutex>
#include <string>
#include <thread>

namespace orm::sqlite {

class adopted_client {
 public:
  // What to do while another thread of the application is in a call on the handle: a call that begins something is
  // refused, one that must end something waits.
  enum class when_used { refuse, wait };

  // Turns on foreign keys, and registers what our statements call. Throws driver_error for a handle that can't be used
  // as it is now, and leaves that as it was.
  explicit adopted_client(sqlite3* handle);
  ~adopted_client();
  adopted_client(const adopted_client&) = delete;
  adopted_client& operator=(const adopted_client&) = delete;

  sqlite3* handle() const { return handle_; }

  // Between them the handle is this thread's alone, as far as SQLite guards it; they nest. session: whose call it is.
  // Throws driver_error CONNECTION_FAILED.
  void enter(const void* session, when_used how);
  void leave();

  // A session's transaction is open: until it ended, other sessions on other threads would write into it.
  void began(const void* session);
  void ended(const void* session);

  // Throws driver_error CONNECTION_FAILED where a statement of the application has begun to write: what we write now
  // would be kept or lost with it.
  void require_no_unfinished_write() const;

  // A name for a savepoint that nobody else on this handle has.
  std::string next_savepoint();

 private:
  void lock(when_used how);
  void check_state() const;
  bool has_foreign_keys() const;

  sqlite3* handle_;
  sqlite3_mutex* guard_;  // SQLite's own; null for a handle that was opened without
  bool turned_on_foreign_keys_ = false;
  std::recursive_mutex calls_;
  const void* transaction_of_ = nullptr;
  std::thread::id transaction_thread_;
  std::uint64_t savepoints_ = 0;
};

// The client for adopt(); the same one as long as a store of that handle is open.
// Throws driver_error DRIVER_INCOMPATIBLE, INVALID_CONFIG (there are no options), CONNECTION_FAILED, UNSUPPORTED.
std::shared_ptr<adopted_client> adopt_client(const orm_open_arguments& arguments, sqlite3* handle);

// A call of a session; nothing for a connection of our own.
class client_call {
 public:
  client_call(adopted_client* client, const void* session,
              adopted_client::when_used how = adopted_client::when_used::refuse)
      : client_(client) {
    if (client_ != nullptr) client_->enter(session, how);
  }
  ~client_call() {
    if (client_ != nullptr) client_->leave();
  }
  client_call(const client_call&) = delete;
  client_call& operator=(const client_call&) = delete;

 private:
  adopted_client* client_;
};

// While it lives, what is prepared takes no misspelt or missing column for a text. SQLite prepares every statement anew
// after the change, so that this is for what is prepared seldom.
class strict_names {
 public:
  explicit strict_names(const adopted_client* client);
  ~strict_names();
  strict_names(const strict_names&) = delete;
  strict_names& operator=(const strict_names&) = delete;

 private:
  sqlite3* handle_ = nullptr;  // null: it was strict already
};

}  // namespace orm::sqlite

#endif
