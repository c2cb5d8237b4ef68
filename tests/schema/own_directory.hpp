// A directory of its own for a test program, which is its working directory while it runs. A Boost.Test global fixture.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace orm_test {

class own_directory {
 public:
  own_directory() : path_(std::filesystem::temp_directory_path() / ("orm_test." + std::to_string(getpid()))) {
    std::filesystem::create_directories(path_);
    std::filesystem::current_path(path_);
  }
  ~own_directory() {
    std::filesystem::current_path("/");
    std::filesystem::remove_all(path_);
  }
  own_directory(const own_directory&) = delete;
  own_directory& operator=(const own_directory&) = delete;

 private:
  std::filesystem::path path_;
};

// Writes a file and the directories above it.
inline void write_file(const std::filesystem::path& path, const std::string& text) {
  if (path.has_parent_path()) std::filesystem::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

}  // namespace orm_test
