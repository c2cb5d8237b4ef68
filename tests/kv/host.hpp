// Stores of the toolkit over a map, without a kernel: a small schema, statements written by hand.
#pragma once

#include <orm/sdk/kv/store.hpp>
#include <orm/sdk/value/cells.hpp>

#include "map_backend.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace orm_test {

namespace kv = orm::sdk::kv;

enum : std::uint32_t { user_model, session_model, ticket_model };
namespace user {
enum : std::uint32_t { id, email, name, score };
}  // namespace user
namespace session {
enum : std::uint32_t { id, token, user, expires };
}  // namespace session
namespace ticket {
enum : std::uint32_t { id, title };
}  // namespace ticket
enum : std::uint32_t { user_sessions, session_user };

orm_field make_field(const char* name, orm_field_type type, unsigned flags = 0);
orm_model make_model(const char* name, const std::vector<orm_field>& fields);
orm_schema make_schema(const std::vector<orm_model>& models);

// user: unique email, index (name, score). session: unique token, expires. ticket: increment ids.
const orm_schema& test_schema();

// A statement that owns its arrays.
struct statement {
  explicit statement(orm_statement_kind kind, std::uint32_t model);

  statement& where(std::vector<orm_node> nodes);
  statement& output(std::vector<std::uint32_t> fields);
  statement& columns(std::vector<std::uint32_t> fields);
  statement& order(std::vector<orm_order> keys);
  statement& assign(std::vector<orm_assignment> list);
  statement& conflict(std::vector<std::uint32_t> fields);
  statement& clock(std::uint32_t parameter);
  statement& take(std::uint32_t parameter);
  statement& along(std::uint32_t relation, std::uint32_t key_list);
  statement& flag(std::uint32_t flags);

  // As it crosses the boundary; borrows from the statement.
  orm_statement view() const;

 private:
  orm_statement plain_{};
  std::vector<orm_node> nodes_;
  std::vector<std::uint32_t> output_;
  std::vector<std::uint32_t> columns_;
  std::vector<std::uint32_t> conflict_;
  std::vector<orm_order> order_;
  std::vector<orm_assignment> assignments_;
};

inline orm_node compare(orm_node_kind kind, std::uint32_t field, std::uint32_t parameter) {
  return {static_cast<std::uint16_t>(kind), 0, 1, field, parameter};
}
inline orm_cell text(const char* value) {
  return value == nullptr ? orm::sdk::null_cell() : orm::sdk::text_cell(value);
}
inline orm_cell number(std::int64_t value) { return orm::sdk::integer_cell(value); }
inline orm_cell instant(std::int64_t value) { return orm::sdk::datetime_cell(value); }

// Rows are spelled "a|b|null".
using rows = std::vector<std::string>;

// The options of all stores of a run: with "--mutations" what a key leads to is changed in one step.
kv::kv_options of_this_run(kv::kv_options options);

class test_store final : public kv::kv_store {
 public:
  explicit test_store(kv::kv_options options = {}, const orm_schema& schema = test_schema(),
                      std::shared_ptr<map_data> data = std::make_shared<map_data>())
      : kv_store(schema, of_this_run(std::move(options))), data_(std::move(data)) {}

  std::unique_ptr<kv::backend> connect() override { return std::make_unique<map_backend>(data_); }

  map_data& data() { return *data_; }
  const std::shared_ptr<map_data>& shared_data() const { return data_; }

  // The options of the run do not change these.
  struct as_given {};
  test_store(as_given, kv::kv_options options, std::shared_ptr<map_data> data = std::make_shared<map_data>())
      : kv_store(test_schema(), std::move(options)), data_(std::move(data)) {}

  // Runs a statement on a session of its own. Throws driver_error.
  rows run(const statement& what, const std::vector<orm_cell>& parameters, std::uint64_t* affected = nullptr);
  std::string explained(const statement& what);

  void add_user(const char* id, const char* email, const char* name = nullptr, std::int64_t score = 0);
  void add_session(const char* id, const char* token, const char* user, std::int64_t expires, std::int64_t now);

 private:
  std::shared_ptr<map_data> data_;
};

// One session, for transactions.
class test_session {
 public:
  explicit test_session(test_store& store) : store_(store), session_(store.open_session()) {}

  rows run(const statement& what, const std::vector<orm_cell>& parameters, std::uint64_t* affected = nullptr);

  void begin() { session_->begin(0, ORM_ISOLATION_DEFAULT); }
  void commit() { session_->commit(); }
  void rollback() { session_->rollback(); }
  void savepoint(orm_savepoint_action action, std::uint32_t depth) { session_->savepoint(action, depth); }
  orm::sdk::driver_session& plain() { return *session_; }

 private:
  test_store& store_;
  std::unique_ptr<orm::sdk::driver_session> session_;
};

// Whether an error has that code; for BOOST_CHECK_EXCEPTION.
inline auto with_code(orm_code code) {
  return [code](const orm::sdk::driver_error& error) { return error.code() == code; };
}

}  // namespace orm_test
