// An open transaction: a session that nobody else has until it ends.
#pragma once

#include "engine/engine.hpp"
#include "orm/error.hpp"

namespace orm::detail {

class transaction {
 public:
  // flags: ORM_BEGIN_...
  transaction(engine& engine, isolation level, std::uint32_t flags);
  ~transaction();  // rolls back what was not committed
  transaction(const transaction&) = delete;
  transaction& operator=(const transaction&) = delete;

  // The session to run a statement on. Throws error(invalid_query) when a statement failed before and was not undone:
  // some stores would refuse it too, and every store shall answer alike.
  orm_session* session();

  // After a statement that failed in the store.
  void failed(error_code code) noexcept;

  void commit();
  void set_savepoint();
  void release_savepoint();
  void rollback_to_savepoint();

 private:
  void savepoint(orm_savepoint_action action);

  engine& engine_;
  session_pool::lease lease_;
  std::uint32_t depth_ = 0;
  bool open_ = false;
  bool failed_ = false;
};

}  // namespace orm::detail
