// What bench_sqlite and bench_postgres have each of their own: a fresh store, and the code that one writes for it by
// hand.
#pragma once

#include <cstdint>
#include <memory>
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

// What a careful user of the client library writes: one connection, statements prepared once, plain structs. Times are
// microseconds since 1970. Not thread-safe. Throws std::runtime_error.
class raw_sql {
 public:
  virtual ~raw_sql() = default;

  virtual std::optional<raw_user> find_user(const std::string& id) = 0;
  virtual std::optional<raw_user> find_user_by_email(const std::string& email) = 0;
  virtual std::vector<raw_user> find_users_each(const std::vector<std::string>& ids) = 0;  // a find for each
  virtual std::vector<raw_user> page_of_users(const std::string& after_email, int take) = 0;
  virtual std::optional<raw_dashboard> dashboard(const std::string& slug, bool one_snapshot) = 0;
  virtual void create_user(const raw_user& user) = 0;
  virtual void create_users(const std::vector<raw_user>& users) = 0;  // all or nothing
  virtual void rename_user(const std::string& id, const std::string& name) = 0;
  virtual raw_user upsert_user(const raw_user& user) = 0;  // by its email
};

// A private store, gone with the object.
class sql_store {
 public:
  virtual ~sql_store() = default;

  virtual std::string driver() const = 0;
  virtual std::string url() const = 0;
  // Once the tables are there and filled.
  virtual std::unique_ptr<raw_sql> by_hand() = 0;
};

// The one of this program.
std::unique_ptr<sql_store> make_store();

// What the typed API should cost at most, as a ratio to what is written by hand.
struct sql_targets {
  double find, write, page;
};
extern const sql_targets targets;

}  // namespace bench
