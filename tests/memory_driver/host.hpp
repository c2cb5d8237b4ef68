// A host for the memory driver, as small as a test needs it: one schema, statements as they are written by hand.
#ifndef ORM_TESTS_MEMORY_DRIVER_HOST_HPP
#define ORM_TESTS_MEMORY_DRIVER_HOST_HPP

#include <orm/sdk/driver.h>
#include <orm/sdk/value/cells.hpp>

#include <cstdint>
#include <deque>
#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

namespace orm::tests {

// The models of the schema and their fields, by position.
enum : std::uint32_t { user_model, team_model, member_model, note_model, session_model };
namespace user {
enum : std::uint32_t { id, email, name, score, boss };
}  // namespace user
namespace team {
enum : std::uint32_t { id, title };
}  // namespace team
namespace member {
enum : std::uint32_t { id, user, team, role };
}  // namespace member
namespace note {
enum : std::uint32_t { id, user, member };
}  // namespace note
namespace session {
enum : std::uint32_t { id, user, token, expires };
}  // namespace session
enum : std::uint32_t { user_members, user_teams, member_user, user_best, user_sessions };

// A statement whose arrays it owns.
struct statement {
  explicit statement(orm_statement_kind kind, std::uint32_t model);

  statement& where(std::initializer_list<orm_node> nodes);
  statement& output(std::initializer_list<std::uint32_t> fields);
  statement& columns(std::initializer_list<std::uint32_t> fields);
  statement& order(std::initializer_list<orm_order> keys);
  statement& assign(std::initializer_list<orm_assignment> list);
  statement& aggregate(std::initializer_list<std::uint32_t> group, std::initializer_list<orm_aggregate> list);
  statement& conflict(std::initializer_list<std::uint32_t> fields);
  statement& cursor(std::uint32_t field, std::uint32_t parameter);
  statement& distinct(std::initializer_list<std::uint32_t> fields);
  statement& flag(std::uint32_t flags);

  orm_statement of{};

 private:
  std::vector<orm_node> nodes_;
  std::deque<std::vector<std::uint32_t>> numbers_;
  std::vector<orm_order> order_;
  std::vector<orm_assignment> assignments_;
  std::vector<orm_aggregate> aggregates_;
};

inline orm_node compare(orm_node_kind kind, std::uint32_t field, std::uint32_t parameter, std::uint16_t flags = 0) {
  return {static_cast<std::uint16_t>(kind), flags, 1, field, parameter};
}
inline orm_node equals(std::uint32_t field, std::uint32_t parameter) { return compare(ORM_NODE_EQ, field, parameter); }
inline orm_node all_of(std::uint32_t count, std::uint32_t span) { return {ORM_NODE_AND, 0, span, count, ORM_NONE}; }

// What a statement answered; rows are spelled "a|b|null".
struct answer {
  std::int32_t code = ORM_OK;
  std::uint64_t affected = 0;
  std::vector<std::string> rows;
  orm_error error{};
};

class store {
 public:
  explicit store(std::int64_t busy_timeout = 5000);
  ~store();
  store(const store&) = delete;

  orm_session* open_session();
  std::shared_ptr<orm_plan> compile(const statement& what);
  std::string explain(const statement& what);

  const orm_driver& driver() const { return driver_; }

 private:
  friend class connection;
  const orm_driver& driver_;
  orm_store* store_ = nullptr;
};

class connection {
 public:
  explicit connection(store& in) : store_(in), session_(in.open_session()) {}
  ~connection() { store_.driver().session_close(session_); }
  connection(const connection&) = delete;

  answer run(const statement& what, const std::vector<orm_cell>& parameters);
  answer run(const std::shared_ptr<orm_plan>& plan, const std::vector<orm_cell>& parameters);

  std::int32_t begin(std::uint32_t flags = 0) { return store_.driver().begin(session_, flags, 0, clear()); }
  std::int32_t commit() { return store_.driver().commit(session_, clear()); }
  std::int32_t rollback() { return store_.driver().rollback(session_, clear()); }
  std::int32_t savepoint(orm_savepoint_action action, std::uint32_t depth) {
    return store_.driver().savepoint(session_, action, depth, clear());
  }
  void cancel() { store_.driver().cancel(session_); }
  std::uint64_t purge(std::int64_t now);

  // Shorthands that fail the test on an error.
  void add_user(const char* id, const char* email, std::int64_t score = 0, const char* boss = nullptr);
  void add_member(const char* id, const char* user, std::int64_t team, const char* role = "member");
  void add_session(const char* id, const char* user, const char* token, std::int64_t expires);
  std::int64_t add_team(const char* title);
  std::int64_t count(std::uint32_t model, std::int64_t now = 0);

 private:
  orm_error* clear();

  store& store_;
  orm_session* session_;
  orm_error error_{};
};

inline orm_cell text(const char* value) { return value == nullptr ? sdk::null_cell() : sdk::text_cell(value); }
inline orm_cell number(std::int64_t value) { return sdk::integer_cell(value); }

}  // namespace orm::tests

#endif
