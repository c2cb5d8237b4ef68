// A driver as a host sees it, through the entry point of its library: for what the kernel offers no way to, as
// cancel(). Whoever uses it compiles driver_session.cpp and sql/schema_builder.cpp.
#pragma once

#include <orm/sdk/driver.h>

#include <string>
#include <vector>

#include "sql/schema_builder.hpp"

namespace orm_test {

// A store with one model, `note`, of an id and a text, that has been pushed: as that of a schema `app`.
class driver_store {
 public:
  // More patience than any test has, unless the test is about it.
  driver_store(const std::string& driver, const std::string& url, std::int64_t timeout = 60'000);
  // Adopts a client of that kind.
  driver_store(const std::string& driver, const char* kind, void* client);
  ~driver_store() { driver_.close(store_); }
  driver_store(const driver_store&) = delete;
  driver_store& operator=(const driver_store&) = delete;

 private:
  friend class driver_session;
  orm_open_arguments arguments(const std::vector<orm_option>& options);
  void push();

  const orm_driver& driver_;
  orm::tests::schema_builder schema_;
  orm_store* store_ = nullptr;
};

// One session; its statements are compiled once.
class driver_session {
 public:
  explicit driver_session(const driver_store& store);
  ~driver_session();
  driver_session(const driver_session&) = delete;
  driver_session& operator=(const driver_session&) = delete;

  struct answer {
    std::int32_t code = ORM_OK;
    std::uint8_t outcome = ORM_OUTCOME_NONE;
    std::uint64_t rows = 0;  // found or changed
    std::string text;        // the error's message, or that of the row found
  };
  answer create(const std::string& id);  // with the text "text of " and the id
  answer find(const std::string& id);
  answer rename(const std::string& id);
  answer begin();                              // a serializable transaction
  answer commit();                             // with the message of its error
  void cancel() { driver_.cancel(session_); }  // by any thread

 private:
  orm_plan* compile(const orm_statement& statement);
  answer run(const orm_plan* plan, const std::vector<std::string>& texts);

  const orm_driver& driver_;
  orm_store* store_;
  orm_session* session_ = nullptr;
  orm_plan *create_, *find_, *rename_;
};

}  // namespace orm_test
