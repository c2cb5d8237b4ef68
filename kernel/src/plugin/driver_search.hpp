// Looking through directories for drivers, without running any.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "orm/error.hpp"
#include "orm/store.hpp"

namespace orm::detail {

// A file that was looked at. file.problem says why it can't be loaded, and code with which code that is refused.
struct found_driver {
  driver_file file;
  std::string canonical;  // the path without links: what tells files apart
  error_code code = error_code::driver_failed;
};

// Looks at one file.
found_driver inspect_driver(const std::string& path);

// Every regular *.so file in the directories, in order of the directories, then by name; a file that several of them
// lead to comes once. A file whose name another one declares too has that as its problem, except that a driver
// installed together with the kernel yields to one in any other directory.
std::vector<found_driver> search_drivers(const std::vector<std::string>& directories);

// The one driver of that name. Throws error: driver_not_found with every place looked at and a near name, or the code
// and problem of the file that declares the name.
found_driver find_driver(std::string_view name, const std::vector<std::string>& directories);

// The one driver that declares to adopt clients of that kind. Throws error: driver_not_found with every place looked at
// and the kinds that are adopted there, driver_failed with both when two drivers declare it, or the code and problem
// of the only file that does.
found_driver find_driver_of_kind(std::string_view kind, const std::vector<std::string>& directories);

// Throws what a driver that is there and can't be used is refused with.
[[noreturn]] void throw_unusable(const driver_file& file, const std::string& problem, error_code code);

}  // namespace orm::detail
