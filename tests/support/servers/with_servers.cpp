// with_servers postgres|redis... -- COMMAND [ARGUMENT...]
//
// Starts private servers, runs the command with their addresses in its environment – DATABASE_URL and
// ORM_TEST_POSTGRES_URL, REDIS_URL and ORM_TEST_REDIS_URL – and ends with its exit status. The servers end with it.
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <iostream>
#include <stdexcept>

#include "support/servers/shared_servers.hpp"

namespace {

void start(const std::string& name) {
  const bool postgres = name == "postgres";
  if (!postgres && name != "redis") throw std::runtime_error("there is no server \"" + name + "\": postgres or redis");
  const std::string url = postgres ? orm_test::shared_postgres().url() : orm_test::shared_redis().url();
  setenv(postgres ? "DATABASE_URL" : "REDIS_URL", url.c_str(), 1);
  setenv(postgres ? "ORM_TEST_POSTGRES_URL" : "ORM_TEST_REDIS_URL", url.c_str(), 1);
}

int run(char** words) {
  const pid_t child = fork();
  if (child == 0) {
    execvp(words[0], words);
    std::cerr << "with_servers: can't run " << words[0] << '\n';
    _exit(127);
  }
  // What interrupts this program is for the command; then the servers are stopped in order.
  signal(SIGINT, SIG_IGN);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

int main(int count, char** words) {
  try {
    int at = 1;
    for (; at < count && std::string(words[at]) != "--"; ++at) start(words[at]);
    if (at + 1 >= count) throw std::runtime_error("usage: with_servers postgres|redis... -- COMMAND [ARGUMENT...]");
    return run(words + at + 1);
  } catch (const std::exception& problem) {
    std::cerr << "with_servers: " << problem.what() << '\n';
    return 125;
  }
}
