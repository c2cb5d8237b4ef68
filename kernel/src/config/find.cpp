// Where orm.toml, its schemas and the drivers are found.
#include <algorithm>
#include <filesystem>

#include "config/environment.hpp"
#include "config/install_directory.hpp"
#include "orm/config.hpp"
#include "orm/error.hpp"
#include "text/nearest.hpp"
#include "toml/toml_file.hpp"

namespace orm {
namespace {

namespace fs = std::filesystem;

// orm.toml in the working directory or the nearest parent that has one; empty when none has. looked: where.
std::string search_upwards(std::string& looked) {
  std::error_code failed;
  for (fs::path directory = fs::current_path(failed); !failed; directory = directory.parent_path()) {
    const fs::path candidate = directory / "orm.toml";
    if (fs::exists(candidate, failed)) return candidate.string();
    failed.clear();  // a parent that may not be read is passed over
    looked += (looked.empty() ? "" : ", ") + directory.string();
    if (directory == directory.root_path()) break;
  }
  return {};
}

[[noreturn]] void throw_no_file(const std::string& looked) {
  throw error(error_code::invalid_config, "there is no orm.toml in " +
                                              (looked.empty() ? "the working directory" : looked) +
                                              ": name one with --config FILE or $ORM_CONFIG");
}

void add_directory(std::vector<std::string>& to, const fs::path& directory) {
  if (directory.empty()) return;
  std::error_code failed;
  fs::path absolute = fs::absolute(directory, failed);
  if (failed) absolute = directory;
  std::string text = absolute.lexically_normal().string();
  if (text.size() > 1 && text.back() == '/') text.pop_back();
  if (std::find(to.begin(), to.end(), text) == to.end()) to.push_back(std::move(text));
}

}  // namespace

configuration configuration::find(std::string_view path, std::string_view profile) {
  const std::string chosen(profile.empty() ? detail::trusted_variable("ORM_PROFILE") : std::string(profile));
  if (!path.empty()) return load(std::string(path), chosen);
  const std::string named = detail::trusted_variable("ORM_CONFIG");
  if (named.empty()) {
    std::string looked;
    const std::string found = search_upwards(looked);
    if (found.empty()) throw_no_file(looked);
    return load(found, chosen);
  }
  if (!fs::exists(named))
    throw error(error_code::invalid_config,
                "there is no file " + detail::in_quotes(named) + ", which $ORM_CONFIG names");
  return load(named, chosen);
}

configuration configuration::find_if_any() {
  std::string looked;
  if (detail::trusted_variable("ORM_CONFIG").empty() && search_upwards(looked).empty()) return {};
  return find();
}

const store_configuration& configuration::schema(std::string_view name) const {
  std::vector<std::string_view> names;
  for (const store_configuration& each : schemas) {
    if (each.schema == name) return each;
    names.push_back(each.schema);
  }
  const std::string where = path.empty() ? "the configuration" : detail::shown_path(path);
  throw error(error_code::missing_schema,
              where + " has no schema " + detail::in_quotes(name) + detail::suggest(name, names));
}

std::vector<std::string> configuration::driver_directories() const {
  std::vector<std::string> directories;
  const std::string listed = detail::trusted_variable("ORM_PLUGIN_PATH");
  for (std::size_t begin = 0; begin <= listed.size();) {
    const std::size_t end = std::min(listed.find(':', begin), listed.size());
    add_directory(directories, listed.substr(begin, end - begin));
    begin = end + 1;
  }
  for (const std::string& each : plugins)
    if (!each.empty()) add_directory(directories, fs::path(directory) / each);
  add_directory(directories, detail::installed_driver_directory());
  return directories;
}

}  // namespace orm
