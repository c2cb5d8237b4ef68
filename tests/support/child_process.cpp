// Starting programs with pipes at both ends.
#include "support/child_process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <system_error>

extern char** environ;

namespace orm_test {
namespace {

void check(int problem, const char* what) {
  if (problem != 0) throw std::system_error(problem, std::generic_category(), what);
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> made;
  for (std::string& text : texts) made.push_back(text.data());
  made.push_back(nullptr);
  return made;
}

std::vector<std::string> laid_over(const std::vector<std::string>& environment) {
  std::vector<std::string> all;
  for (char** each = environ; *each != nullptr; ++each) {
    const std::string_view variable(*each);
    const std::string_view name = variable.substr(0, variable.find('=') + 1);
    bool replaced = false;
    for (const std::string& given : environment) replaced = replaced || given.starts_with(name);
    if (!replaced) all.emplace_back(variable);
  }
  all.insert(all.end(), environment.begin(), environment.end());
  return all;
}

}  // namespace

child_process::child_process(const std::vector<std::string>& arguments, const std::vector<std::string>& environment) {
  ::signal(SIGPIPE, SIG_IGN);  // a program that ended is an error of write()
  int to[2], from[2];
  check(pipe2(to, O_CLOEXEC) == 0 ? 0 : errno, "pipe");
  check(pipe2(from, O_CLOEXEC) == 0 ? 0 : errno, "pipe");
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, to[0], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, from[1], STDOUT_FILENO);
  std::vector<std::string> words = arguments, variables = laid_over(environment);
  const int problem = posix_spawn(&id_, arguments.front().c_str(), &actions, nullptr, pointers(words).data(),
                                  pointers(variables).data());
  posix_spawn_file_actions_destroy(&actions);
  close(to[0]);
  close(from[1]);
  input_ = to[1];
  output_ = from[0];
  check(problem, arguments.front().c_str());
}

child_process::~child_process() {
  close_input();
  close(output_);
  if (id_ > 0) {
    kill(id_, SIGKILL);
    waitpid(id_, nullptr, 0);
  }
}

void child_process::write(std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(input_, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) throw std::system_error(errno, std::generic_category(), "writing to a child process");
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

bool child_process::fill() {
  char buffer[65536];
  ssize_t count = 0;
  do count = read(output_, buffer, sizeof buffer);
  while (count < 0 && errno == EINTR);
  if (count <= 0) return false;
  pending_.append(buffer, static_cast<std::size_t>(count));
  return true;
}

std::string child_process::read_line() {
  std::size_t end = pending_.find('\n');
  for (std::size_t searched = 0; end == std::string::npos; end = pending_.find('\n', searched)) {
    searched = pending_.size();
    if (!fill()) throw std::runtime_error("the child process ended; the rest of its output: " + pending_);
  }
  std::string line = pending_.substr(0, end);
  pending_.erase(0, end + 1);
  return line;
}

std::string child_process::read_rest() {
  while (fill()) {
  }
  return std::move(pending_);
}

void child_process::close_input() {
  if (input_ >= 0) close(input_);
  input_ = -1;
}

void child_process::signal(int number) { kill(id_, number); }

int child_process::wait() {
  int status = 0;
  while (waitpid(id_, &status, 0) < 0 && errno == EINTR) {
  }
  id_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace orm_test
