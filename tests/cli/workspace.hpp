// A directory of one test's own.
#pragma once

#include <filesystem>
#include <string>

#include "process.hpp"

namespace orm::test {

// The files that most tests need: orm.toml with one schema, "app", on a driver. Removed at the end.
class workspace {
 public:
  workspace();
  explicit workspace(const std::string& driver_lines);  // and orm.toml and schemas/app.toml
  ~workspace();
  workspace(const workspace&) = delete;
  workspace& operator=(const workspace&) = delete;

  std::string path(const std::string& name = {}) const { return name.empty() ? root_ : root_ + "/" + name; }
  void write(const std::string& name, const std::string& text) const;
  std::string read(const std::string& name) const;
  bool has(const std::string& name) const { return std::filesystem::exists(path(name)); }

  outcome orm(std::vector<std::string> words, const std::string& input = {}) const;

 private:
  std::string root_;
};

inline const std::string on_sqlite = "driver = \"sqlite\"\nurl = \"sqlite:app.db\"\n";
inline const std::string on_memory = "driver = \"memory\"\n";

bool contains(const std::string& text, const std::string& part);

}  // namespace orm::test
