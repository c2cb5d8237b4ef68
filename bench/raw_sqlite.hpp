// sqlite3 by hand: cached statements, static binds.
#pragma once

#include <sqlite3.h>

#include <string>
#include <vector>

#include "sql_store.hpp"

namespace bench {

class raw_sqlite final : public raw_sql {
 public:
  explicit raw_sqlite(const std::string& path);
  ~raw_sqlite() override;
  raw_sqlite(const raw_sqlite&) = delete;
  raw_sqlite& operator=(const raw_sqlite&) = delete;

  std::optional<raw_user> find_user(const std::string& id) override;
  std::optional<raw_user> find_user_by_email(const std::string& email) override;
  std::vector<raw_user> find_users_each(const std::vector<std::string>& ids) override;
  std::vector<raw_user> page_of_users(const std::string& after_email, int take) override;
  std::optional<raw_dashboard> dashboard(const std::string& slug, bool one_snapshot) override;
  void create_user(const raw_user& user) override;
  void create_users(const std::vector<raw_user>& users) override;
  void rename_user(const std::string& id, const std::string& name) override;
  raw_user upsert_user(const raw_user& user) override;

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
