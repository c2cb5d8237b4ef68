// orm.toml for the tests, in the working directory.
#pragma once

#include <cstdlib>
#include <string>

#include "orm/config.hpp"

namespace orm_test {

// Writes orm.toml and loads it.
orm::configuration load_text(const std::string& text, const std::string& profile = {});

// The message with which load_text() refuses a text with INVALID_CONFIG; empty when it takes it.
std::string refusal(const std::string& text, const std::string& profile = {});

// A variable of the environment, for the life of this object.
class variable {
 public:
  variable(std::string name, const std::string& text) : name_(std::move(name)) {
    setenv(name_.c_str(), text.c_str(), 1);
  }
  ~variable() { unsetenv(name_.c_str()); }
  variable(const variable&) = delete;
  variable& operator=(const variable&) = delete;

 private:
  std::string name_;
};

}  // namespace orm_test
