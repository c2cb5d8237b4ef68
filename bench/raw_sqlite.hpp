// What a careful user of sqlite3 writes by hand: cached statements, static binds, plain structs.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace bench {

struct raw_user {
  std::string id, email, name;
  std::int64_t created_at;
};

struct raw_member {
  std::string role;
  std::string email, name;
};

struct raw_subscription {
  std::string customer, status;
  std::optional<std::int64_t> renews_at;
};

struct raw_dashboard {
  std::string id, slug, name, plan;
  std::vector<raw_member> members;
  std::vector<raw_subscription> subscriptions;
};

// One connection. Not thread-safe. Throws std::runtime_error.
class raw_sqlite {
 public:
  explicit raw_sqlite(const std::string& path);
  ~raw_sqlite();
  raw_sqlite(const raw_sqlite&) = delete;
  raw_sqlite& operator=(const raw_sqlite&) = delete;

  std::optional<raw_user> find_user(const std::string& id);
  std::optional<raw_user> find_user_by_email(const std::string& email);
  std::vector<raw_user> page_of_users(const std::string& after_email, int take);
  std::optional<raw_dashboard> dashboard(const std::string& slug);
  void create_user(const raw_user& user);
  void create_users(const std::vector<raw_user>& users);
  void rename_user(const std::string& id, const std::string& name);
  raw_user upsert_user(const raw_user& user);

 private:
  sqlite3_stmt* prepare(const char* sql);
  void execute(const char* sql);
  void step_once(sqlite3_stmt* statement);

  sqlite3* connection_ = nullptr;
  std::vector<sqlite3_stmt*> statements_;
  sqlite3_stmt *by_id_, *by_email_, *page_, *workspace_, *members_, *subscriptions_, *insert_, *rename_, *upsert_,
      *begin_, *begin_read_, *commit_;
};

}  // namespace bench
