// A server program as a child process: it runs as an ordinary user, writes into a log, and dies with this process.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace orm_test {

// The user that servers run as when this process is root, whom PostgreSQL refuses: `postgres`, else `nobody`.
// Otherwise this process's own.
struct server_user {
  uid_t user;
  gid_t group;

  static const server_user& get();
  void own(const std::filesystem::path& path) const;  // makes it the user's
};

class server_process {
 public:
  // words[0] is the program's path. Throws std::runtime_error when it can't be started.
  server_process(std::vector<std::string> words, std::filesystem::path log);
  // Kills it when it still runs.
  ~server_process();
  server_process(const server_process&) = delete;
  server_process& operator=(const server_process&) = delete;

  pid_t id() const noexcept { return id_; }
  bool running();

  // Sends the signal and waits for the end; SIGKILL after ten seconds.
  void stop(int signal);
  // The whole family at once: a server's own children go with it.
  void kill();
  void pause();
  void resume();
  // The exit status, or 128 and the signal that ended it.
  int wait();

 private:
  std::vector<pid_t> family() const;

  pid_t id_ = -1;
  int status_ = 0;
};

}  // namespace orm_test
