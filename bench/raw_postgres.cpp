// Encoding and decoding by PostgreSQL's binary formats: texts are their bytes, numbers big-endian, times microseconds
// since 2000, an array its header and then each element with its length.
#include "raw_postgres.hpp"

#include <endian.h>

#include <cstring>
#include <stdexcept>

namespace bench {
namespace {

constexpr Oid int4 = 23, text = 25, text_array = 1009, timestamptz = 1184, timestamptz_array = 1185;
constexpr std::int64_t epoch = 946684800000000;
constexpr std::size_t most_parameters = 4;

template <class Number>
std::string big_endian(Number number) {
  std::string bytes(sizeof number, '\0');
  if constexpr (sizeof number == 4) number = static_cast<Number>(htobe32(static_cast<std::uint32_t>(number)));
  if constexpr (sizeof number == 8) number = static_cast<Number>(htobe64(static_cast<std::uint64_t>(number)));
  std::memcpy(bytes.data(), &number, sizeof number);
  return bytes;
}

std::string time_bytes(std::int64_t microseconds) { return big_endian(microseconds - epoch); }

// An array of one dimension, without nulls.
class array {
 public:
  array(Oid of, std::size_t count, std::size_t bytes) {
    bytes_.reserve(20 + 4 * count + bytes);
    for (const std::uint32_t each : {1u, 0u, of, static_cast<std::uint32_t>(count), 1u}) bytes_ += big_endian(each);
  }
  void add(std::string_view element) {
    const std::uint32_t size = htobe32(static_cast<std::uint32_t>(element.size()));
    bytes_.append(reinterpret_cast<const char*>(&size), sizeof size).append(element);
  }
  std::string_view bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

std::string text_at(const PGresult* from, int row, int column) {
  return {PQgetvalue(from, row, column), static_cast<std::size_t>(PQgetlength(from, row, column))};
}

std::int64_t time_at(const PGresult* from, int row, int column) {
  std::uint64_t bytes;
  std::memcpy(&bytes, PQgetvalue(from, row, column), sizeof bytes);
  return static_cast<std::int64_t>(be64toh(bytes)) + epoch;
}

raw_user user_at(const PGresult* from, int row) {
  return {text_at(from, row, 0), text_at(from, row, 1), text_at(from, row, 2), time_at(from, row, 3)};
}

std::optional<raw_user> only_user(const PGresult* from) {
  if (PQntuples(from) == 0) return std::nullopt;
  return user_at(from, 0);
}

}  // namespace

raw_postgres::raw_postgres(const std::string& url) : connection_(PQconnectdb(url.c_str())) {
  if (PQstatus(connection_) != CONNECTION_OK) throw std::runtime_error(PQerrorMessage(connection_));
  prepare("by_id", R"(SELECT id, email, name, "createdAt" FROM users WHERE id = $1)");
  prepare("by_email", R"(SELECT id, email, name, "createdAt" FROM users WHERE email = $1)");
  prepare("page", R"(SELECT id, email, name, "createdAt" FROM users WHERE email > $1 ORDER BY email LIMIT $2)",
          {text, int4});
  prepare("workspace", "SELECT id, slug, name, plan FROM workspaces WHERE slug = $1");
  prepare("members",
          R"(SELECT m.role, u.email, u.name FROM workspaces w JOIN workspace_memberships m ON m."workspaceId" = w.id )"
          R"(JOIN users u ON u.id = m."userId" WHERE w.slug = $1)");
  prepare("subscriptions", R"(SELECT s."providerCustomerId", s.status, s."renewsAt" FROM workspaces w )"
                           R"(JOIN subscriptions s ON s."workspaceId" = w.id WHERE w.slug = $1)");
  prepare("insert", R"(INSERT INTO users (id, email, name, "createdAt") VALUES ($1, $2, $3, $4))");
  prepare("insert_all", R"(INSERT INTO users (id, email, name, "createdAt") SELECT * FROM unnest($1, $2, $3, $4))",
          {text_array, text_array, text_array, timestamptz_array});
  prepare("rename", "UPDATE users SET name = $2 WHERE id = $1");
  prepare("upsert", R"(INSERT INTO users (id, email, name, "createdAt") VALUES ($1, $2, $3, $4) ON CONFLICT (email) )"
                    R"(DO UPDATE SET name = excluded.name RETURNING id, email, name, "createdAt")");
  prepare("begin", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  prepare("commit", "COMMIT");
}

raw_postgres::~raw_postgres() { PQfinish(connection_); }

void raw_postgres::prepare(const char* name, const char* sql, std::initializer_list<Oid> types) {
  checked(PQprepare(connection_, name, sql, static_cast<int>(types.size()), types.begin()));
}

raw_postgres::result raw_postgres::checked(PGresult* made) {
  result owned(made, &PQclear);
  const ExecStatusType status = PQresultStatus(made);
  if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK && status != PGRES_PIPELINE_SYNC)
    throw std::runtime_error(PQerrorMessage(connection_));
  return owned;
}

namespace {

struct parameter_list {
  explicit parameter_list(std::initializer_list<std::string_view> from) {
    for (const std::string_view each : from) {
      data[count] = each.data();
      sizes[count++] = static_cast<int>(each.size());
    }
  }
  const char* data[most_parameters];
  int sizes[most_parameters];
  int count = 0;
  static constexpr int binary[most_parameters] = {1, 1, 1, 1};
};

}  // namespace

raw_postgres::result raw_postgres::run(const char* name, values parameters) {
  const parameter_list given(parameters);
  return checked(PQexecPrepared(connection_, name, given.count, given.data, given.sizes, parameter_list::binary, 1));
}

void raw_postgres::send(const char* name, values parameters) {
  const parameter_list given(parameters);
  if (PQsendQueryPrepared(connection_, name, given.count, given.data, given.sizes, parameter_list::binary, 1) != 1)
    throw std::runtime_error(PQerrorMessage(connection_));
}

raw_postgres::result raw_postgres::next() {
  result owned = checked(PQgetResult(connection_));
  PQgetResult(connection_);  // the null that ends a command's results
  return owned;
}

void raw_postgres::begin_pipeline() { PQenterPipelineMode(connection_); }

void raw_postgres::end_pipeline() {
  checked(PQgetResult(connection_));
  PQexitPipelineMode(connection_);
}

std::optional<raw_user> raw_postgres::find_user(const std::string& id) { return only_user(run("by_id", {id}).get()); }

std::optional<raw_user> raw_postgres::find_user_by_email(const std::string& email) {
  return only_user(run("by_email", {email}).get());
}

std::vector<raw_user> raw_postgres::find_users_each(const std::vector<std::string>& ids) {
  begin_pipeline();
  for (const std::string& id : ids) send("by_id", {id});
  PQpipelineSync(connection_);
  std::vector<raw_user> users;
  users.reserve(ids.size());
  for (std::size_t i = 0; i < ids.size(); ++i)
    if (auto found = only_user(next().get())) users.push_back(std::move(*found));
  end_pipeline();
  return users;
}

std::vector<raw_user> raw_postgres::page_of_users(const std::string& after_email, int take) {
  const result found = run("page", {after_email, big_endian(take)});
  std::vector<raw_user> users;
  const int count = PQntuples(found.get());
  users.reserve(static_cast<std::size_t>(count));
  for (int row = 0; row < count; ++row) users.push_back(user_at(found.get(), row));
  return users;
}

// All levels are found by the slug, so that nobody waits for another.
std::optional<raw_dashboard> raw_postgres::dashboard(const std::string& slug, bool one_snapshot) {
  begin_pipeline();
  if (one_snapshot) send("begin", {});
  for (const char* each : {"workspace", "members", "subscriptions"}) send(each, {slug});
  if (one_snapshot) send("commit", {});
  PQpipelineSync(connection_);
  if (one_snapshot) next();
  const result workspace = next(), members = next(), subscriptions = next();
  if (one_snapshot) next();
  end_pipeline();
  if (PQntuples(workspace.get()) == 0) return std::nullopt;
  raw_dashboard found{text_at(workspace.get(), 0, 0),
                      text_at(workspace.get(), 0, 1),
                      text_at(workspace.get(), 0, 2),
                      text_at(workspace.get(), 0, 3),
                      {},
                      {}};
  const int member_count = PQntuples(members.get()), subscription_count = PQntuples(subscriptions.get());
  found.members.reserve(static_cast<std::size_t>(member_count));
  for (int row = 0; row < member_count; ++row)
    found.members.push_back(
        {text_at(members.get(), row, 0), text_at(members.get(), row, 1), text_at(members.get(), row, 2)});
  found.subscriptions.reserve(static_cast<std::size_t>(subscription_count));
  for (int row = 0; row < subscription_count; ++row) {
    std::optional<std::int64_t> renews_at;
    if (PQgetisnull(subscriptions.get(), row, 2) == 0) renews_at = time_at(subscriptions.get(), row, 2);
    found.subscriptions.push_back(
        {text_at(subscriptions.get(), row, 0), text_at(subscriptions.get(), row, 1), renews_at});
  }
  return found;
}

void raw_postgres::create_user(const raw_user& user) {
  run("insert", {user.id, user.email, user.name, time_bytes(user.created_at)});
}

void raw_postgres::create_users(const std::vector<raw_user>& users) {
  std::size_t ids = 0, emails = 0, names = 0;
  for (const raw_user& each : users) {
    ids += each.id.size();
    emails += each.email.size();
    names += each.name.size();
  }
  array id(text, users.size(), ids), email(text, users.size(), emails), name(text, users.size(), names),
      created_at(timestamptz, users.size(), 8 * users.size());
  for (const raw_user& each : users) {
    id.add(each.id);
    email.add(each.email);
    name.add(each.name);
    created_at.add(time_bytes(each.created_at));
  }
  run("insert_all", {id.bytes(), email.bytes(), name.bytes(), created_at.bytes()});
}

void raw_postgres::rename_user(const std::string& id, const std::string& name) { run("rename", {id, name}); }

raw_user raw_postgres::upsert_user(const raw_user& user) {
  return user_at(run("upsert", {user.id, user.email, user.name, time_bytes(user.created_at)}).get(), 0);
}

}  // namespace bench
