// A connection that one thread owns needs no mutex, and its cache is as large as the driver's.
#include "raw_sqlite.hpp"

#include <stdexcept>

namespace bench {
namespace {

void bind(sqlite3_stmt* statement, int at, const std::string& text) {
  sqlite3_bind_text(statement, at, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
}

std::string text(sqlite3_stmt* statement, int column) {
  const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
  return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement, column))};
}

raw_user read_user(sqlite3_stmt* statement) {
  return {text(statement, 0), text(statement, 1), text(statement, 2), sqlite3_column_int64(statement, 3)};
}

void bind_user(sqlite3_stmt* statement, const raw_user& user) {
  bind(statement, 1, user.id);
  bind(statement, 2, user.email);
  bind(statement, 3, user.name);
  sqlite3_bind_int64(statement, 4, user.created_at);
}

}  // namespace

raw_sqlite::raw_sqlite(const std::string& path) {
  if (sqlite3_open_v2(path.c_str(), &connection_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr) != SQLITE_OK)
    throw std::runtime_error("can't open " + path);
  execute("PRAGMA journal_mode=WAL");
  execute("PRAGMA synchronous=NORMAL");
  execute("PRAGMA foreign_keys=ON");
  execute("PRAGMA cache_size=-32768");
  by_id_ = prepare(R"(SELECT id, email, name, "createdAt" FROM users WHERE id = ?1)");
  by_email_ = prepare(R"(SELECT id, email, name, "createdAt" FROM users WHERE email = ?1)");
  page_ = prepare(R"(SELECT id, email, name, "createdAt" FROM users WHERE email > ?1 ORDER BY email LIMIT ?2)");
  workspace_ = prepare("SELECT id, slug, name, plan FROM workspaces WHERE slug = ?1");
  members_ = prepare(
      R"(SELECT m.role, u.email, u.name FROM workspace_memberships m JOIN users u ON u.id = m."userId" WHERE m."workspaceId" = ?1)");
  subscriptions_ =
      prepare(R"(SELECT "providerCustomerId", status, "renewsAt" FROM subscriptions WHERE "workspaceId" = ?1)");
  insert_ = prepare(R"(INSERT INTO users (id, email, name, "createdAt") VALUES (?1, ?2, ?3, ?4))");
  rename_ = prepare("UPDATE users SET name = ?2 WHERE id = ?1");
  upsert_ = prepare(
      R"(INSERT INTO users (id, email, name, "createdAt") VALUES (?1, ?2, ?3, ?4) ON CONFLICT (email) DO UPDATE SET name = excluded.name RETURNING id, email, name, "createdAt")");
  begin_ = prepare("BEGIN IMMEDIATE");
  begin_read_ = prepare("BEGIN");
  commit_ = prepare("COMMIT");
}

raw_sqlite::~raw_sqlite() {
  for (sqlite3_stmt* const statement : statements_) sqlite3_finalize(statement);
  sqlite3_close(connection_);
}

sqlite3_stmt* raw_sqlite::prepare(const char* sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v3(connection_, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr) != SQLITE_OK)
    throw std::runtime_error(sqlite3_errmsg(connection_));
  statements_.push_back(statement);
  return statement;
}

void raw_sqlite::execute(const char* sql) {
  if (sqlite3_exec(connection_, sql, nullptr, nullptr, nullptr) != SQLITE_OK)
    throw std::runtime_error(sqlite3_errmsg(connection_));
}

void raw_sqlite::step_once(sqlite3_stmt* statement) {
  const int code = sqlite3_step(statement);
  sqlite3_reset(statement);
  if (code != SQLITE_DONE && code != SQLITE_ROW) throw std::runtime_error(sqlite3_errmsg(connection_));
}

std::optional<raw_user> raw_sqlite::find_user(const std::string& id) {
  bind(by_id_, 1, id);
  std::optional<raw_user> found;
  if (sqlite3_step(by_id_) == SQLITE_ROW) found = read_user(by_id_);
  sqlite3_reset(by_id_);
  return found;
}

std::optional<raw_user> raw_sqlite::find_user_by_email(const std::string& email) {
  bind(by_email_, 1, email);
  std::optional<raw_user> found;
  if (sqlite3_step(by_email_) == SQLITE_ROW) found = read_user(by_email_);
  sqlite3_reset(by_email_);
  return found;
}

// In one transaction: the file is locked once.
std::vector<raw_user> raw_sqlite::find_users_each(const std::vector<std::string>& ids) {
  step_once(begin_read_);
  std::vector<raw_user> users;
  users.reserve(ids.size());
  for (const std::string& id : ids)
    if (auto found = find_user(id)) users.push_back(std::move(*found));
  step_once(commit_);
  return users;
}

std::vector<raw_user> raw_sqlite::page_of_users(const std::string& after_email, int take) {
  bind(page_, 1, after_email);
  sqlite3_bind_int(page_, 2, take);
  std::vector<raw_user> users;
  users.reserve(static_cast<std::size_t>(take));
  while (sqlite3_step(page_) == SQLITE_ROW) users.push_back(read_user(page_));
  sqlite3_reset(page_);
  return users;
}

std::optional<raw_dashboard> raw_sqlite::dashboard(const std::string& slug, bool) {
  step_once(begin_read_);  // one snapshot costs less than a lock for each statement
  std::optional<raw_dashboard> found;
  bind(workspace_, 1, slug);
  if (sqlite3_step(workspace_) == SQLITE_ROW) {
    found = raw_dashboard{text(workspace_, 0), text(workspace_, 1), text(workspace_, 2), text(workspace_, 3), {}, {}};
  }
  sqlite3_reset(workspace_);
  if (found) {
    bind(members_, 1, found->id);
    while (sqlite3_step(members_) == SQLITE_ROW)
      found->members.push_back({text(members_, 0), text(members_, 1), text(members_, 2)});
    sqlite3_reset(members_);
    bind(subscriptions_, 1, found->id);
    while (sqlite3_step(subscriptions_) == SQLITE_ROW) {
      std::optional<std::int64_t> renews_at;
      if (sqlite3_column_type(subscriptions_, 2) != SQLITE_NULL) renews_at = sqlite3_column_int64(subscriptions_, 2);
      found->subscriptions.push_back({text(subscriptions_, 0), text(subscriptions_, 1), renews_at});
    }
    sqlite3_reset(subscriptions_);
  }
  step_once(commit_);
  return found;
}

void raw_sqlite::create_user(const raw_user& user) {
  bind_user(insert_, user);
  step_once(insert_);
}

void raw_sqlite::create_users(const std::vector<raw_user>& users) {
  step_once(begin_);
  for (const raw_user& user : users) create_user(user);
  step_once(commit_);
}

void raw_sqlite::rename_user(const std::string& id, const std::string& name) {
  bind(rename_, 1, id);
  bind(rename_, 2, name);
  step_once(rename_);
}

raw_user raw_sqlite::upsert_user(const raw_user& user) {
  bind_user(upsert_, user);
  if (sqlite3_step(upsert_) != SQLITE_ROW) throw std::runtime_error(sqlite3_errmsg(connection_));
  raw_user answered = read_user(upsert_);
  sqlite3_step(upsert_);  // to its end: that commits
  sqlite3_reset(upsert_);
  return answered;
}

}  // namespace bench
