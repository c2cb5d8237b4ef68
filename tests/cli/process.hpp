// Other programs, run from tests.
#pragma once

#include <sys/types.h>

#include <map>
#include <string>
#include <vector>

namespace orm::test {

struct outcome {
  int status = 0;  // exit status; 128 and the signal for a program that was killed
  std::string out, err;
  long peak_kilobytes = 0;  // most memory held at a time
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
outcome orm(std::vector<std::string> words, const surroundings& around = {});

// A program that goes on while the test does; killed when it is left behind.
class conversation {
 public:
  explicit conversation(const std::vector<std::string>& words, const surroundings& around = {});
  ~conversation();
  conversation(const conversation&) = delete;
  conversation& operator=(const conversation&) = delete;

  void say(const std::string& text);
  std::string line();  // the next line of its output; empty at the end
  void kill(int signal);

 private:
  pid_t process_ = -1;
  int input_ = -1, output_ = -1;
  std::string unread_;
};

}  // namespace orm::test
