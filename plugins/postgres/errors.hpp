// PostgreSQL's errors in the terms of the driver boundary: the one place where SQLSTATEs and messages are read.
#ifndef ORM_POSTGRES_ERRORS_HPP
#define ORM_POSTGRES_ERRORS_HPP

#include <libpq-fe.h>
#include <orm/sdk/driver.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace orm::postgres {

struct result_deleter {
  void operator()(PGresult* result) const { PQclear(result); }
};
using result = std::unique_ptr<PGresult, result_deleter>;

// What was being done when it failed.
struct failed_call {
  const orm_schema* schema = nullptr;
  std::uint32_t model = ORM_NONE;
  bool writes = false;
  const std::vector<std::uint32_t>* computed = nullptr;  // fields that results are for
};

// Five characters; empty for an error that libpq itself reports.
std::string_view sqlstate(const PGresult* result);

// The error that the server answered with. It undid the statement: outcome ROLLED_BACK for a write.
sdk::driver_error failure(const PGresult* result, const failed_call& call);

// A connection that could not be made or was lost. detail: libpq's message, which holds no password.
sdk::driver_error connection_failure(std::string_view detail, std::string_view state, orm_outcome outcome);

// The system gives no descriptor to connect with: too many files are open. call: of the system, with its errno.
sdk::driver_error no_descriptor(const char* call, int number);

// The server no longer has a prepared statement, or has it for a table that has changed since.
bool wants_preparing(const PGresult* result);

}  // namespace orm::postgres

#endif
