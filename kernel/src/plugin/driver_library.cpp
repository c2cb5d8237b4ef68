// Loading a driver's file with Boost.DLL and taking its table.
#define BOOST_DLL_USE_STD_FS
#include "plugin/driver_library.hpp"

#include <dlfcn.h>

#include <boost/core/demangle.hpp>
#include <boost/dll/shared_library.hpp>
#include <cstddef>
#include <cstring>
#include <map>
#include <mutex>

#include "orm/error.hpp"
#include "plugin/driver_search.hpp"
#include "plugin/driver_table.hpp"

namespace orm::detail {
namespace {

[[noreturn]] void fail(const driver_file& file, const std::string& problem,
                       error_code code = error_code::driver_failed) {
  throw_unusable(file, problem, code);
}

// What the dynamic linker said, with the one thing that is missing named first. Its texts have the form
// "OBJECT: PROBLEM", where OBJECT is what it could not find or the file that asks for something.
std::string explain_linker(const std::string& path, const std::string& said) {
  const std::size_t colon = said.find(": ");
  const std::string object = said.substr(0, colon);
  const std::string unresolved = "undefined symbol: ";
  if (const std::size_t at = said.find(unresolved); at != std::string::npos) {
    const std::string rest = said.substr(at + unresolved.size());
    const std::string symbol = rest.substr(0, rest.find_first_of(",\t ("));
    const std::string readable = boost::core::demangle(symbol.c_str());
    const std::string in = object == path ? "it needs" : object + ", on which it depends, needs";
    return in + " the symbol " + readable + (readable == symbol ? "" : " (" + symbol + ")") +
           ", which no library offers: one of its libraries is missing or of another version";
  }
  const bool missing = said.find("cannot open shared object file") != std::string::npos;
  if (missing && object != path) return "it needs the library " + object + ", which is not installed (" + said + ")";
  return said;
}

void open_library(boost::dll::shared_library& library, const driver_file& file, const std::string& canonical) {
  boost::dll::fs::error_code failed;
  library.load(canonical, boost::dll::load_mode::rtld_now | boost::dll::load_mode::rtld_local, failed);
  if (!failed) return;
  const char* const said = dlerror();
  fail(file, said == nullptr ? failed.message() : explain_linker(canonical, said));
}

const orm_host& host() {
  static const orm_host record{sizeof(orm_host), ORM_ABI_MAJOR, ORM_ABI_MINOR, 0, nullptr, nullptr};
  return record;
}

const orm_driver& call_entry(const boost::dll::shared_library& library, const driver_file& file) {
  if (!library.has(ORM_ENTRY_SYMBOL)) fail(file, "it does not export " ORM_ENTRY_SYMBOL);
  const auto entry = library.get<const orm_driver*(const orm_host*, orm_error*)>(ORM_ENTRY_SYMBOL);
  orm_error failure{};
  failure.size = sizeof failure;
  if (const orm_driver* table = entry(&host(), &failure)) return *table;
  const std::string said(failure.message, strnlen(failure.message, sizeof failure.message));
  fail(file, "it refuses to start" + (said.empty() ? std::string(" without saying why") : ": " + said),
       failure.code == ORM_DRIVER_INCOMPATIBLE ? error_code::driver_incompatible : error_code::driver_failed);
}

// The note is what a user saw in a listing, so the code behind it must be the same driver.
void check_table(const orm_driver& table, const driver_file& file) {
  if (table.size < offsetof(orm_driver, capabilities)) fail(file, "its function table is too short to be one");
  const std::string name(table.name == nullptr ? "" : table.name);
  const std::string version(table.version == nullptr ? "" : table.version);
  const std::string abi = std::to_string(table.abi_major) + '.' + std::to_string(table.abi_minor);
  if (name != file.name || version != file.version || abi != file.abi)
    fail(file, "its note says " + file.name + ' ' + file.version + " for ABI " + file.abi + ", its function table " +
                   name + ' ' + version + " for ABI " + abi + ": build it again");
}

// Every library that was opened in this process, by its canonical path. None is ever unloaded, not even one that
// refused to start: code of theirs may run at exit, and threads of theirs may still be there.
struct registry {
  struct entry {
    boost::dll::shared_library code;
    std::shared_ptr<const driver_library> driver;
  };
  std::mutex mutex;
  std::map<std::string, entry> opened;
};

registry& libraries_of_process() {
  static auto* const libraries = new registry;  // never destroyed: stores may be closed during exit
  return *libraries;
}

std::shared_ptr<const driver_library> load_found(const found_driver& found) {
  registry& libraries = libraries_of_process();
  const std::lock_guard lock(libraries.mutex);
  registry::entry& entry = libraries.opened[found.canonical];
  if (entry.driver) return entry.driver;
  if (!entry.code.is_loaded()) open_library(entry.code, found.file, found.canonical);
  const orm_driver& table = call_entry(entry.code, found.file);
  check_table(table, found.file);
  return entry.driver = std::make_shared<const driver_library>(found.file, complete_table(table));
}

}  // namespace

std::shared_ptr<const driver_library> driver_library::load(std::string_view name,
                                                           const std::vector<std::string>& directories) {
  return load_found(find_driver(name, directories));
}

std::shared_ptr<const driver_library> driver_library::load_for_kind(std::string_view kind,
                                                                    const std::vector<std::string>& directories) {
  return load_found(find_driver_of_kind(kind, directories));
}

std::shared_ptr<const driver_library> driver_library::load(const driver_file& file) {
  const found_driver found = inspect_driver(file.path);
  if (!found.file.problem.empty()) fail(found.file, found.file.problem, found.code);
  return load_found(found);
}

}  // namespace orm::detail
