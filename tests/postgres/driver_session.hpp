// The driver as a host sees it, through the entry point of its library: a session whose statements are cancelled.
#pragma once

#include <libpq-fe.h>
#include <orm/sdk/driver.h>

#include <string>

#include "sql/schema_builder.hpp"

namespace orm_test {

const orm_driver& postgres_driver();

// A store with one model, `notes`, of an id and a text; its table is there.
class driver_store {
 public:
  explicit driver_store(const std::string& url, std::int64_t timeout = 30'000);
  explicit driver_store(PGconn* client);  // adopted
  ~driver_store() { postgres_driver().close(store_); }
  driver_store(const driver_store&) = delete;
  driver_store& operator=(const driver_store&) = delete;
  orm_store* get() const { return store_; }

 private:
  void open(const std::vector<orm_option>& options, PGconn* client);

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

  // How it ended, with the error's outcome.
  struct ending {
    std::int32_t code;
    std::uint8_t outcome;
    std::uint64_t rows;  // found or changed
  };
  ending insert(const std::string& id);
  ending find(const std::string& id);
  ending rename(const std::string& id);
  void cancel() { postgres_driver().cancel(session_); }  // from any thread

 private:
  orm_plan* compile(const orm_statement& statement);
  ending run(const orm_plan* plan, const std::vector<orm_cell>& parameters);

  orm_store* store_;
  orm_session* session_ = nullptr;
  orm_plan *insert_, *find_, *rename_;
};

}  // namespace orm_test
