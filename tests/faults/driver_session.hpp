// A driver spoken to over its boundary, for what the kernel offers no way to: cancel().
#pragma once

#include <orm/sdk/driver.h>

#include <string>

#include "faults/own_server.hpp"
#include "sql/schema_builder.hpp"

namespace orm_test {

// A session on the table of refusal.hpp's schema `app`, as far as these tests need it.
class driver_session {
 public:
  driver_session(const std::string& driver, const std::string& url);
  ~driver_session();
  driver_session(const driver_session&) = delete;
  driver_session& operator=(const driver_session&) = delete;

  struct answer {
    std::int32_t code = ORM_OK;
    std::uint32_t outcome = ORM_OUTCOME_NONE;
    std::string text;  // the error's message, or the row's
  };
  answer create(const std::string& id);
  answer find(const std::string& id);          // its text
  void cancel() { driver_.cancel(session_); }  // by any thread

 private:
  answer run(const orm_statement& statement, const std::vector<std::string>& texts);

  const orm_driver& driver_;
  orm::tests::schema_builder schema_;
  orm_store* store_ = nullptr;
  orm_session* session_ = nullptr;
};

}  // namespace orm_test
