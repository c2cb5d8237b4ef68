// Other programs, run from tests.
#include "process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <stdexcept>
#include <string_view>

namespace orm_test {

namespace {

struct pipe_ends {
  int read = -1, write = -1;
};

pipe_ends make_pipe() {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  return {ends[0], ends[1]};
}

pid_t start(const std::vector<std::string>& words, const surroundings& around, int in, int out, int err) {
  const pid_t process = ::fork();
  if (process != 0) return process;
  ::dup2(in, STDIN_FILENO);
  ::dup2(out, STDOUT_FILENO);
  ::dup2(err, STDERR_FILENO);
  ::signal(SIGPIPE, SIG_DFL);
  if (!around.directory.empty() && ::chdir(around.directory.c_str()) != 0) ::_exit(126);
  for (const char* inherited : {"ORM_CONFIG", "ORM_PROFILE", "ORM_PLUGIN_PATH"}) ::unsetenv(inherited);
  for (const auto& [name, value] : around.environment) ::setenv(name.c_str(), value.c_str(), 1);
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  ::execvp(arguments[0], arguments.data());
  ::_exit(127);
}

void close_end(int& end) {
  if (end >= 0) ::close(end);
  end = -1;
}

}  // namespace

outcome run(const std::vector<std::string>& words, const surroundings& around) {
  pipe_ends in = make_pipe(), out = make_pipe(), err = make_pipe();
  ::signal(SIGPIPE, SIG_IGN);
  const pid_t process = start(words, around, in.read, out.write, err.write);
  close_end(in.read), close_end(out.write), close_end(err.write);
  ::fcntl(in.write, F_SETFL, O_NONBLOCK);
  if (around.close_output) close_end(out.read);

  outcome result;
  std::string_view input = around.input;
  while (in.write >= 0 || out.read >= 0 || err.read >= 0) {
    if (in.write >= 0 && input.empty()) close_end(in.write);
    std::array<pollfd, 3> wanted = {{{in.write, POLLOUT, 0}, {out.read, POLLIN, 0}, {err.read, POLLIN, 0}}};
    if (::poll(wanted.data(), wanted.size(), -1) < 0) continue;
    if (wanted[0].revents != 0) {
      const ssize_t written = ::write(in.write, input.data(), input.size());
      if (written > 0) input.remove_prefix(static_cast<std::size_t>(written));
      if (written < 0 && errno != EAGAIN) close_end(in.write);
    }
    const auto drain = [](int& from, short events, std::string& to) {
      char buffer[65536];
      if (events == 0) return;
      const ssize_t size = ::read(from, buffer, sizeof buffer);
      if (size > 0) to.append(buffer, static_cast<std::size_t>(size));
      if (size == 0) close_end(from);
    };
    drain(out.read, wanted[1].revents, result.out);
    drain(err.read, wanted[2].revents, result.err);
  }
  int status = 0;
  ::waitpid(process, &status, 0);
  result.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return result;
}

outcome orm_command(std::vector<std::string> words, const surroundings& around) {
  words.insert(words.begin(), ORM_COMMAND);
  return run(words, around);
}

}  // namespace orm_test
