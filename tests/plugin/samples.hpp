// The sample drivers and directories with them, for the tests of finding and loading.
#pragma once

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "orm/error.hpp"

namespace orm_test {

inline std::string sample(const std::string& name) { return std::string(ORM_SAMPLES) + "/lib" + name + ".so"; }

inline std::string read_bytes(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// A new directory below the working directory, by its absolute path.
inline std::string new_directory(const std::string& name) {
  const auto path = std::filesystem::absolute(name);
  std::filesystem::remove_all(path);
  std::filesystem::create_directories(path);
  return path.string();
}

// A new directory that holds a copy of one sample under that name.
inline std::string directory_with(const std::string& name, const std::string& of, const std::string& file) {
  const std::string path = new_directory(name);
  std::filesystem::copy_file(sample(of), path + "/" + file);
  return path;
}

// The message of the error that an action throws, with that code.
template <class Action>
std::string refusal(orm::error_code code, const Action& action) {
  try {
    action();
  } catch (const orm::error& refused) {
    BOOST_TEST(to_string(refused.code()) == to_string(code));
    return refused.what();
  }
  return {};
}

}  // namespace orm_test
