// Taking a handle over and giving it back.
#include "adopted_client.hpp"

#include <orm/sdk/client_library.hpp>
#include <orm/sdk/options/option_reader.hpp>

#include <map>

#include "encoding.hpp"
#include "errors.hpp"
#include "functions.hpp"

namespace orm::sqlite {

using sdk::driver_error;

namespace {

[[noreturn]] void refuse(const std::string& message, const char* native = "SQLITE_MISUSE") {
  throw driver_error(ORM_CONNECTION_FAILED, message).native(native).outcome(ORM_OUTCOME_NOT_SENT);
}

// Handles of this copy of SQLite use a file system that is registered in it.
bool is_of_this_library(sqlite3* handle) {
  sqlite3_vfs* used = nullptr;
  if (sqlite3_file_control(handle, "main", SQLITE_FCNTL_VFS_POINTER, &used) != SQLITE_OK || used == nullptr)
    return true;
  return sqlite3_vfs_find(used->zName) == used;
}

bool any_statement(sqlite3* handle, bool writing) {
  for (sqlite3_stmt* each = sqlite3_next_stmt(handle, nullptr); each != nullptr; each = sqlite3_next_stmt(handle, each))
    if (sqlite3_stmt_busy(each) != 0 && (!writing || sqlite3_stmt_readonly(each) == 0)) return true;
  return false;
}

// The handles that are adopted now. Giving one back happens under the lock too: whoever adopts it again meanwhile must
// find it as it was.
struct registry {
  struct entry {
    std::unique_ptr<adopted_client> client;
    std::size_t stores = 0;
  };
  std::mutex mutex;
  std::map<sqlite3*, entry> entries;
};

registry& adopted() {
  static registry& only = *new registry;  // never destroyed: stores may be closed during exit
  return only;
}

void release(const adopted_client* client) {
  registry& all = adopted();
  const std::lock_guard lock(all.mutex);
  const auto found = all.entries.find(client->handle());
  if (--found->second.stores == 0) all.entries.erase(found);
}

}  // namespace

adopted_client::adopted_client(sqlite3* handle) : handle_(handle), guard_(sqlite3_db_mutex(handle)) {
  lock(when_used::refuse);
  const std::unique_ptr<adopted_client, void (*)(adopted_client*)> unlock(this, [](adopted_client* c) { c->leave(); });
  check_state();
  if (!has_foreign_keys()) {
    if (sqlite3_get_autocommit(handle_) == 0) {
      refuse(
          "foreign keys are off on this client, and can't be turned on inside its open transaction: run \"PRAGMA "
          "foreign_keys = on\" before it begins",
          "");
    }
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_ENABLE_FKEY, 1, nullptr);
    turned_on_foreign_keys_ = true;
  }
  const int code = register_functions(handle_);
  if (code == SQLITE_OK) return;
  const driver_error failed = failure(handle_, code, {});
  unregister_functions(handle_);
  if (turned_on_foreign_keys_) sqlite3_db_config(handle_, SQLITE_DBCONFIG_ENABLE_FKEY, 0, nullptr);
  throw failed;
}

void adopted_client::check_state() const {
  if (!is_of_this_library(handle_)) {
    throw driver_error(
        ORM_DRIVER_INCOMPATIBLE,
        "the client comes from another copy of SQLite in this process than the driver's: two copies undo each other's "
        "file locks, so link everything with one shared library");
  }
  if (any_statement(handle_, false))
    refuse("the client is in the middle of a statement: step it to its end, or reset it, before it is adopted",
           "SQLITE_BUSY");
  require_utf8(handle_);
}

// A transaction of the application may be open: unlike the pragma, this works inside one too.
adopted_client::~adopted_client() {
  lock(when_used::wait);
  unregister_functions(handle_);
  if (turned_on_foreign_keys_) sqlite3_db_config(handle_, SQLITE_DBCONFIG_ENABLE_FKEY, 0, nullptr);
  leave();
}

bool adopted_client::has_foreign_keys() const {
  int on = 0;
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_ENABLE_FKEY, -1, &on);
  return on != 0;
}

void adopted_client::lock(when_used how) {
  calls_.lock();
  if (guard_ == nullptr) return;
  if (how == when_used::wait) {
    sqlite3_mutex_enter(guard_);
  } else if (sqlite3_mutex_try(guard_) != SQLITE_OK) {
    calls_.unlock();
    refuse("another thread of the application is in a call on the adopted client: let one thread use it at a time");
  }
}

void adopted_client::enter(const void* session, when_used how) {
  lock(how);
  if (how == when_used::wait) return;
  const bool elsewhere =
      transaction_of_ != nullptr && transaction_of_ != session && transaction_thread_ != std::this_thread::get_id();
  if (!elsewhere && has_foreign_keys()) return;
  leave();
  if (elsewhere) {
    refuse(
        "another thread has a transaction open on the adopted client, through the orm client of another schema, and "
        "what is written now would go with it: use one client from one thread at a time");
  }
  refuse("the application turned foreign keys off on the adopted client: turn them on again", "");
}

void adopted_client::leave() {
  if (guard_ != nullptr) sqlite3_mutex_leave(guard_);
  calls_.unlock();
}

void adopted_client::began(const void* session) {
  if (transaction_of_ != nullptr) return;  // this one is inside the other, on the same thread
  transaction_of_ = session;
  transaction_thread_ = std::this_thread::get_id();
}

void adopted_client::ended(const void* session) {
  if (transaction_of_ == session) transaction_of_ = nullptr;
}

void adopted_client::require_no_unfinished_write() const {
  if (any_statement(handle_, true))
    refuse("a statement of the application has begun to write on the adopted client: step it to its end first",
           "SQLITE_BUSY");
}

std::string adopted_client::next_savepoint() { return "\"orm transaction " + std::to_string(++savepoints_) + "\""; }

std::shared_ptr<adopted_client> adopt_client(const orm_open_arguments& arguments, sqlite3* handle) {
  sdk::require_same_client_library(arguments, "SQLite", sqlite3_sourceid(), sqlite3_sourceid());
  sdk::option_reader("sqlite", arguments).finish();
  if (handle == nullptr) refuse("the adopted client is null: open the database first");
  sqlite3_initialize();  // a handle of another copy has not done it
  registry& all = adopted();
  const std::lock_guard lock(all.mutex);
  auto known = all.entries.find(handle);
  if (known == all.entries.end()) {
    auto client = std::make_unique<adopted_client>(handle);
    known = all.entries.emplace(handle, registry::entry{std::move(client), 0}).first;
  }
  ++known->second.stores;
  return {known->second.client.get(), release};
}

strict_names::strict_names(const adopted_client* client) {
  if (client == nullptr) return;
  int lax = 0;
  sqlite3_db_config(client->handle(), SQLITE_DBCONFIG_DQS_DML, -1, &lax);
  if (lax == 0) return;
  handle_ = client->handle();
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
}

strict_names::~strict_names() {
  if (handle_ != nullptr) sqlite3_db_config(handle_, SQLITE_DBCONFIG_DQS_DML, 1, nullptr);
}

}  // namespace orm::sqlite
