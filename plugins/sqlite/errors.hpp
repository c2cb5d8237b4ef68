// SQLite's errors in the terms of the driver boundary: the one place where its codes and messages are read.
#ifndef ORM_SQLITE_ERRORS_HPP
#define ORM_SQLITE_ERRORS_HPP

#include <sqlite3.h>

#include <orm/sdk/driver.hpp>
#include <orm/sdk/sql/references.hpp>

#include <vector>

namespace orm::sqlite {

// What was being done when it failed.
struct failed_call {
  const orm_schema* schema = nullptr;
  std::uint32_t model = ORM_NONE;
  bool writes = false;
  bool commits = false;                                   // then an I/O error leaves open what became of it
  const std::vector<std::uint32_t>* taken_key = nullptr;  // the violated unique key, where it is known
  const std::vector<std::uint32_t>* computed = nullptr;   // fields that results are for
  sdk::sql::referring_field violated{};                   // the violated reference, where it is known
};

// The error of the last call on db, which answered `code`.
sdk::driver_error failure(sqlite3* db, int code, const failed_call& call);

// An error where there is no connection to ask.
sdk::driver_error failure(int code, const std::string& message, const failed_call& call);

}  // namespace orm::sqlite

#endif
