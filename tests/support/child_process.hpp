// A program that a test starts and speaks to line by line.
#pragma once

#include <sys/types.h>

#include <string>
#include <string_view>
#include <vector>

namespace orm_test {

class child_process {
 public:
  // arguments[0] is the program's path; environment: NAME=VALUE laid over this process's own.
  explicit child_process(const std::vector<std::string>& arguments, const std::vector<std::string>& environment = {});
  // Kills it when it still runs.
  ~child_process();
  child_process(const child_process&) = delete;
  child_process& operator=(const child_process&) = delete;

  void write(std::string_view text);
  // The next line of its output, without the break; throws std::runtime_error at its end.
  std::string read_line();
  std::string read_rest();

  void close_input();
  void signal(int number);
  int wait();  // the exit status, or 128 and the signal that ended it

 private:
  bool fill();

  pid_t id_ = -1;
  int input_ = -1, output_ = -1;
  std::string pending_;
};

}  // namespace orm_test
