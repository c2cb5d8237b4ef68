// A private server of a test: its own directory, its own socket and port, gone with the test.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "support/servers/server_process.hpp"

namespace orm_test {

// A directory with a short path, since names of unix sockets have at most 107 bytes, that the servers' user owns.
class server_directory {
 public:
  server_directory();
  ~server_directory();
  server_directory(const server_directory&) = delete;
  server_directory& operator=(const server_directory&) = delete;

  std::string path() const { return path_.string(); }
  std::string file(const std::string& name) const { return (path_ / name).string(); }
  // A file that the servers' user owns and nobody else reads.
  std::string write(const std::string& name, const std::string& text) const;

 private:
  std::filesystem::path path_;
};

// Start and end of one server. Its address stays the same from start to start. Not for several threads at once, but
// for pause() and resume().
class server {
 public:
  virtual ~server() = default;
  server(const server&) = delete;
  server& operator=(const server&) = delete;

  // Returns when it answers; throws std::runtime_error with its log when it ends or doesn't answer in time.
  void start();
  void stop();     // in order: what was acknowledged is kept where the server keeps anything
  void kill();     // without a word
  void restart();  // stop(), start()
  // Takes connections, answers nothing.
  void pause() { process_->pause(); }
  void resume() { process_->resume(); }
  pid_t process_id() const { return process_->id(); }

  std::string log() const;
  const server_directory& directory() const noexcept { return directory_; }

  // Where drivers find it: over its unix socket where it has one. Holds a password only where the server asks for one.
  virtual std::string url() const = 0;

 protected:
  server(std::string name, int stop_signal) : name_(std::move(name)), stop_signal_(stop_signal) {}

  // start(), on another port when the one that choose_ports() found was taken in between.
  void start_first(const std::function<void()>& choose_ports);

  virtual std::vector<std::string> command() const = 0;
  virtual bool answers() = 0;

 private:
  std::string name_;
  int stop_signal_;
  server_directory directory_;
  std::unique_ptr<server_process> process_;
};

// A TCP port of 127.0.0.1 that nobody listens on, below those that the system gives to outgoing connections: it is
// still free when a server that was stopped starts again.
int free_port();

// The program's path, in `directories` before $PATH; throws std::runtime_error that names the Debian package.
std::string find_program(const std::string& name, const std::string& package,
                         const std::vector<std::string>& directories = {});

// Asks until it is true; false when the time is over.
bool eventually(const std::function<bool()>& condition, std::chrono::milliseconds time = std::chrono::seconds(30));

}  // namespace orm_test
