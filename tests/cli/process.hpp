// Other programs, run from tests.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace orm_test {

struct outcome {
  int status = 0;  // exit status; 128 and the signal for a program that was killed
  std::string out, err;
};

struct surroundings {
  std::string input;
  std::string directory;                           // empty: this one
  std::map<std::string, std::string> environment;  // beside the inherited one
  bool close_output = false;                       // whoever reads goes away before the first line
};

// Runs a program to its end.
outcome run(const std::vector<std::string>& words, const surroundings& around = {});

// The orm command of this build.
outcome orm_command(std::vector<std::string> words, const surroundings& around = {});

}  // namespace orm_test
