// The SQLite driver as a host sees it: through the entry point of its library.
#ifndef ORM_TESTS_SQL_DRIVER_HOST_HPP
#define ORM_TESTS_SQL_DRIVER_HOST_HPP

#include <orm/sdk/driver.h>
#include <orm/sdk/value/cells.hpp>

#include <filesystem>
#include <string>
#include <vector>

#include "blog_schema.hpp"

namespace orm::tests {

const orm_driver& sqlite_driver();

struct answer {
  std::int32_t code = ORM_OK;
  std::uint64_t affected = 0;
  std::vector<std::string> rows;  // "a|b|null"
  orm_error error{};
};

// A directory that goes with the object.
class scratch_directory {
 public:
  scratch_directory();
  ~scratch_directory();
  std::string file(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

struct open_result {
  orm_store* store = nullptr;
  orm_error error{};
};
open_result open_store(const orm_schema& schema, const std::string& url, const std::vector<orm_option>& more = {});

class host_session {
 public:
  host_session(orm_store* store);
  ~host_session();
  host_session(const host_session&) = delete;
  host_session& operator=(const host_session&) = delete;

  // Compiles, runs and releases. stop_after: the sink refuses that row, counted from 1.
  answer run(const orm_statement& statement, const std::vector<orm_cell>& parameters = {}, std::size_t stop_after = 0);
  std::int32_t push(std::uint32_t flags = 0);
  std::vector<std::string> applied;
  orm_error error{};
  orm_session* session = nullptr;

 private:
  orm_store* store_;
};

std::string spelled(const orm_cell& cell);

}  // namespace orm::tests

#endif
