// A driver in this process.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "orm/sdk/driver.h"
#include "orm/store.hpp"

namespace orm::detail {

// A loaded driver: its function table, complete, and its file. Immutable; used by any number of threads. A library is
// loaded once a process and never unloaded, so the table outlives whoever uses it.
class driver_library {
 public:
  // Finds the driver of that name in the directories and loads it, unless it is loaded already. One attempt. Throws
  // error: driver_not_found (with every place looked at), driver_incompatible (ABI, machine), driver_failed (anything
  // else: not a driver, writable by anyone, two files of one name, a missing dependency, an unresolved symbol, ...).
  static std::shared_ptr<const driver_library> load(std::string_view name, const std::vector<std::string>& directories);

  // Finds the driver that adopts clients of that kind, by the files' notes, and loads it. Throws likewise.
  static std::shared_ptr<const driver_library> load_for_kind(std::string_view kind,
                                                             const std::vector<std::string>& directories);

  // Loads that file. Throws likewise.
  static std::shared_ptr<const driver_library> load(const driver_file& file);

  // A function that the driver lacks answers ORM_UNSUPPORTED (or does nothing, where it answers nothing).
  const orm_driver& driver() const noexcept { return table_; }
  const driver_file& file() const noexcept { return file_; }

  driver_library(driver_file file, const orm_driver& table) noexcept : file_(std::move(file)), table_(table) {}

 private:
  driver_file file_;
  orm_driver table_;
};

}  // namespace orm::detail
