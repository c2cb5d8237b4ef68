// A directory of one test's own.
#pragma once

#include <filesystem>
#include <string>

#include "process.hpp"
#include "support/temporary_directory.hpp"

namespace orm_test {

// The files that most tests need: orm.toml with one schema, "app", on a driver. Removed at the end.
class workspace {
 public:
  workspace() = default;
  explicit workspace(const std::string& driver_lines);  // and orm.toml and schemas/app.toml

  std::string path(const std::string& name = {}) const {
    return name.empty() ? root_.path().string() : root_.file(name);
  }
  void write(const std::string& name, const std::string& text) const;
  std::string read(const std::string& name) const { return read_text(path(name)); }
  bool has(const std::string& name) const { return std::filesystem::exists(path(name)); }

  outcome orm(std::vector<std::string> words, const std::string& input = {}) const;

 private:
  temporary_directory root_;
};

inline const std::string on_sqlite = "driver = \"sqlite\"\nurl = \"sqlite:app.db\"\n";
inline const std::string on_memory = "driver = \"memory\"\n";

bool contains(const std::string& text, const std::string& part);

}  // namespace orm_test
