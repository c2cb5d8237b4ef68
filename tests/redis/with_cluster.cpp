// with_cluster COMMAND [ARGUMENT...]: runs a test program on a cluster of its own, as the driver "redis".
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <iostream>
#include <stdexcept>

#include "support/servers/redis_cluster.hpp"

int main(int count, char** words) {
  try {
    if (count < 2) throw std::runtime_error("usage: with_cluster COMMAND [ARGUMENT...]");
    const orm_test::redis_cluster servers;
    setenv("ORM_TEST_DRIVERS", ("redis=" + servers.url()).c_str(), 1);
    const pid_t child = fork();
    if (child == 0) {
      execvp(words[1], words + 1);
      _exit(127);
    }
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  } catch (const std::exception& problem) {
    std::cerr << "with_cluster: " << problem.what() << '\n';
    return 125;
  }
}
