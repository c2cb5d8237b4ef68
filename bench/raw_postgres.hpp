// libpq by hand: prepared statements, binary parameters and results, pipeline mode where several travel together.
#pragma once

#include <libpq-fe.h>

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "sql_store.hpp"

namespace bench {

class raw_postgres final : public raw_sql {
 public:
  explicit raw_postgres(const std::string& url);
  ~raw_postgres() override;
  raw_postgres(const raw_postgres&) = delete;
  raw_postgres& operator=(const raw_postgres&) = delete;

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
  using result = std::unique_ptr<PGresult, decltype(&PQclear)>;
  using values = std::initializer_list<std::string_view>;  // as PostgreSQL has them in binary

  void prepare(const char* name, const char* sql, std::initializer_list<Oid> types = {});
  result run(const char* name, values parameters);
  void send(const char* name, values parameters);
  result next();  // of what was sent in a pipeline
  void begin_pipeline();
  void end_pipeline();
  result checked(PGresult* made);

  PGconn* connection_;
};

}  // namespace bench
