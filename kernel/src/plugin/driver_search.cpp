// The search, and the one reason why a file is refused.
#include "plugin/driver_search.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "config/install_directory.hpp"
#include "orm/sdk/driver.h"
#include "plugin/elf_note.hpp"
#include "text/nearest.hpp"

namespace orm::detail {
namespace {

namespace fs = std::filesystem;

class open_file {
 public:
  explicit open_file(const std::string& path) : descriptor_(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {}
  ~open_file() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  open_file(const open_file&) = delete;
  open_file& operator=(const open_file&) = delete;
  int descriptor() const noexcept { return descriptor_; }

 private:
  int descriptor_;
};

std::string abi_text(std::uint32_t major, std::uint32_t minor) {
  return std::to_string(major) + '.' + std::to_string(minor);
}

void refuse(found_driver& driver, std::string problem, error_code code = error_code::driver_failed) {
  driver.file.problem = std::move(problem);
  driver.code = code;
}

void judge_status(found_driver& driver, const library_note& note) {
  switch (note.status) {
    case library_status::driver:
      return;
    case library_status::unreadable:
      return refuse(driver, "it can't be read: " + note.detail);
    case library_status::not_elf:
      return refuse(driver, "it is not an ELF file, so not a shared library");
    case library_status::damaged:
      return refuse(driver, "it is truncated or damaged: copy or build it again");
    case library_status::not_shared:
      return refuse(driver, "it is an ELF file, but not a shared library");
    case library_status::wrong_machine:
      return refuse(driver, "it is built for another machine, " + note.detail, error_code::driver_incompatible);
    case library_status::no_note:
      return refuse(driver, "it carries no driver note (" ORM_NOTE_SECTION "), so it is not a driver");
    case library_status::bad_note:
      return refuse(driver, "its driver note makes no sense: build it again");
  }
}

void judge_abi(found_driver& driver, const library_note& note) {
  if (note.abi_major == ORM_ABI_MAJOR) return;
  const bool older = note.abi_major < ORM_ABI_MAJOR;
  refuse(driver,
         "it is built for driver ABI " + driver.file.abi + ", too " + (older ? "old" : "new") + " for this kernel's " +
             abi_text(ORM_ABI_MAJOR, ORM_ABI_MINOR) + (older ? ": build the driver again" : ": update the kernel"),
         error_code::driver_incompatible);
}

// Whoever can write the file or its directory could run code in this process.
void judge_permissions(found_driver& driver, const struct stat& file) {
  const fs::path given = fs::path(driver.file.path).parent_path(), real = fs::path(driver.canonical).parent_path();
  if ((file.st_mode & S_IWOTH) != 0) return refuse(driver, "anyone may write to it: chmod o-w " + driver.canonical);
  for (const fs::path& directory : {given, real}) {
    struct stat about {};
    if (stat(directory.c_str(), &about) != 0)
      return refuse(driver, "its directory can't be examined: " + std::string(std::strerror(errno)));
    if ((about.st_mode & S_IWOTH) != 0)
      return refuse(driver, "anyone may write to its directory: chmod o-w " + directory.string());
  }
}

bool is_installed(const found_driver& driver) {
  std::error_code failed;
  return fs::equivalent(fs::path(driver.file.path).parent_path(), installed_driver_directory(), failed) && !failed;
}

// Sets the problem of files that declare the name of another.
void judge_names(std::vector<found_driver>& drivers) {
  for (found_driver& driver : drivers) {
    if (driver.file.name.empty() || !driver.file.problem.empty()) continue;
    const bool installed = is_installed(driver);
    for (const found_driver& other : drivers) {
      if (&other == &driver || other.file.name != driver.file.name) continue;
      if (!installed && is_installed(other)) continue;
      const bool yields = installed && !is_installed(other);
      refuse(driver, yields ? "it yields to " + other.file.path + ", which declares the same name"
                            : other.file.path + " declares the same name: remove one of them");
      break;
    }
  }
}

std::vector<std::string> libraries_in(const std::string& directory) {
  std::vector<std::string> paths;
  std::error_code failed;
  const fs::path absolute = fs::absolute(directory, failed);
  for (fs::directory_iterator each(absolute, failed), end; !failed && each != end; each.increment(failed)) {
    std::error_code ignored;
    if (each->path().extension() == ".so" && each->is_regular_file(ignored)) paths.push_back(each->path().string());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

bool adopts(const found_driver& driver, std::string_view kind) {
  const std::vector<std::string>& kinds = driver.file.kinds;
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

// Where was looked, and what was there.
std::string places(const std::vector<std::string>& directories, const std::vector<found_driver>& drivers) {
  std::string message = " Looked in:";
  for (const std::string& directory : directories) {
    std::error_code failed;
    message += "\n  " + directory;
    fs::directory_iterator opened(directory, failed);
    if (failed) message += " (" + failed.message() + ')';
    const fs::path absolute = (fs::absolute(directory, failed) / "driver.so").parent_path();
    for (const found_driver& driver : drivers) {
      if (fs::path(driver.file.path).parent_path() != absolute) continue;
      message += "\n    " + fs::path(driver.file.path).filename().string() + ": ";
      message += driver.file.problem.empty() ? driver.file.name + ' ' + driver.file.version : driver.file.problem;
      for (const std::string& kind : driver.file.kinds)
        message += (&kind == &driver.file.kinds.front() ? ", adopts clients of kind " : ", ") + in_quotes(kind);
    }
  }
  if (directories.empty()) message += " no directory; name some in $ORM_PLUGIN_PATH or `plugins` of orm.toml";
  return message;
}

std::string not_found(std::string_view name, const std::vector<std::string>& directories,
                      const std::vector<found_driver>& drivers) {
  std::vector<std::string_view> names;
  std::string message = "there is no driver " + in_quotes(name);
  for (const found_driver& driver : drivers)
    if (driver.file.problem.empty()) names.push_back(driver.file.name);
  message += did_you_mean(name, names);
  if (message.back() != '?') message += '.';
  return message + places(directories, drivers);
}

}  // namespace

found_driver inspect_driver(const std::string& path) {
  found_driver driver;
  driver.file.path = path;
  std::error_code failed;
  driver.canonical = fs::canonical(path, failed).string();
  if (failed) {
    refuse(driver, "it can't be read: " + failed.message());
    return driver;
  }
  const open_file file(driver.canonical);
  struct stat about {};
  if (file.descriptor() < 0 || fstat(file.descriptor(), &about) != 0) {
    refuse(driver, "it can't be read: " + std::string(std::strerror(errno)));
    return driver;
  }
  const library_note note = read_library_note(file.descriptor(), static_cast<std::uint64_t>(about.st_size));
  driver.file.name = note.name;
  driver.file.version = note.version;
  driver.file.kinds = note.kinds;
  if (!note.name.empty()) driver.file.abi = abi_text(note.abi_major, note.abi_minor);
  judge_status(driver, note);
  if (driver.file.problem.empty()) judge_abi(driver, note);
  if (driver.file.problem.empty()) judge_permissions(driver, about);
  return driver;
}

std::vector<found_driver> search_drivers(const std::vector<std::string>& directories) {
  std::vector<found_driver> drivers;
  for (const std::string& directory : directories) {
    for (const std::string& path : libraries_in(directory)) {
      found_driver driver = inspect_driver(path);
      const auto same = [&](const found_driver& each) { return each.canonical == driver.canonical; };
      if (driver.canonical.empty() || std::none_of(drivers.begin(), drivers.end(), same))
        drivers.push_back(std::move(driver));
    }
  }
  judge_names(drivers);
  return drivers;
}

found_driver find_driver(std::string_view name, const std::vector<std::string>& directories) {
  const std::vector<found_driver> drivers = search_drivers(directories);
  const found_driver* refused = nullptr;
  for (const found_driver& driver : drivers) {
    const std::string file = fs::path(driver.file.path).stem().string();
    // A file too broken to say its name may still be meant.
    const bool meant =
        driver.file.name.empty() ? file == name || file == "lib" + std::string(name) : driver.file.name == name;
    if (!meant) continue;
    if (driver.file.problem.empty()) return driver;
    if (refused == nullptr) refused = &driver;
  }
  if (refused != nullptr) throw_unusable(refused->file, refused->file.problem, refused->code);
  throw error(error_code::driver_not_found, not_found(name, directories, drivers));
}

found_driver find_driver_of_kind(std::string_view kind, const std::vector<std::string>& directories) {
  const std::vector<found_driver> drivers = search_drivers(directories);
  const found_driver* found = nullptr;
  const found_driver* refused = nullptr;
  for (const found_driver& driver : drivers) {
    if (!adopts(driver, kind)) continue;
    if (!driver.file.problem.empty()) {
      if (refused == nullptr) refused = &driver;
    } else if (found == nullptr) {
      found = &driver;
    } else {
      throw error(error_code::driver_failed, "two drivers adopt clients of kind " + in_quotes(kind) + ": " +
                                                 found->file.name + " (" + found->file.path + ") and " +
                                                 driver.file.name + " (" + driver.file.path +
                                                 "): name the one that is meant, or remove the other");
    }
  }
  if (found != nullptr) return *found;
  if (refused != nullptr) throw_unusable(refused->file, refused->file.problem, refused->code);
  throw error(error_code::driver_not_found,
              "there is no driver that adopts clients of kind " + in_quotes(kind) + '.' + places(directories, drivers));
}

void throw_unusable(const driver_file& file, const std::string& problem, error_code code) {
  const std::string what = file.name.empty() ? "a driver" : "driver " + in_quotes(file.name);
  throw error(code, what + " can't be loaded from " + file.path + ": " + problem);
}

}  // namespace orm::detail

namespace orm {

std::vector<driver_file> list_drivers(const std::vector<std::string>& directories) {
  std::vector<driver_file> files;
  for (detail::found_driver& driver : detail::search_drivers(directories)) files.push_back(std::move(driver.file));
  return files;
}

}  // namespace orm
