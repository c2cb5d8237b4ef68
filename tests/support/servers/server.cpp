// What all servers of tests have in common.
#include "support/servers/server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <mutex>
#include <random>
#include <sstream>
#include <stdexcept>
#include <system_error>
#include <thread>

#include "support/temporary_directory.hpp"

namespace orm_test {
namespace {

const std::filesystem::path root = "/tmp";  // not $TMPDIR, which may be long
constexpr std::string_view prefix = "orm_server.";

// A process that was killed leaves its directories; their names hold its id.
void remove_what_the_dead_left() {
  std::error_code failed;
  for (const auto& entry : std::filesystem::directory_iterator(root, failed)) {
    const std::string name = entry.path().filename();
    if (!name.starts_with(prefix)) continue;
    const pid_t owner = static_cast<pid_t>(std::atol(name.c_str() + prefix.size()));
    if (owner > 0 && ::kill(owner, 0) != 0 && errno == ESRCH) std::filesystem::remove_all(entry.path(), failed);
  }
}

}  // namespace

server_directory::server_directory() {
  static std::once_flag swept;
  std::call_once(swept, remove_what_the_dead_left);
  std::string name = (root / prefix).string() + std::to_string(getpid()) + ".XXXXXX";
  if (mkdtemp(name.data()) == nullptr) throw std::system_error(errno, std::generic_category(), name);
  path_ = name;
  server_user::get().own(path_);
}

server_directory::~server_directory() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string server_directory::write(const std::string& name, const std::string& text) const {
  const std::filesystem::path path = path_ / name;
  write_text(path, text);
  std::filesystem::permissions(path, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  server_user::get().own(path);
  return path.string();
}

void server::start() {
  process_.reset();
  process_ = std::make_unique<server_process>(command(), directory_.file("log"));
  const bool ready = eventually([&] { return !process_->running() || answers(); });
  if (ready && process_->running()) return;
  process_.reset();
  throw std::runtime_error(name_ + (ready ? " ended" : " did not answer") + " while it was started; its log:\n" +
                           log());
}

void server::start_first(const std::function<void()>& choose_ports) {
  for (int left = 3;; --left) {
    choose_ports();
    try {
      return start();
    } catch (const std::runtime_error&) {
      const std::string said = log();
      const bool taken = said.find("in use") != std::string::npos || said.find("could not bind") != std::string::npos;
      if (left == 0 || !taken) throw;
    }
  }
}

void server::stop() { process_->stop(stop_signal_); }

void server::kill() { process_->kill(); }

void server::restart() {
  stop();
  start();
}

std::string server::log() const {
  return std::filesystem::exists(directory_.file("log")) ? read_text(directory_.file("log")) : std::string();
}

int free_port() {
  static std::atomic<unsigned> next = std::random_device()();
  for (int tries = 0; tries < 1000; ++tries) {
    const int port = 12000 + static_cast<int>(next++ % 20000);
    const int found = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const bool free = bind(found, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    close(found);
    if (free) return port;
  }
  throw std::runtime_error("no TCP port is free");
}

std::string find_program(const std::string& name, const std::string& package,
                         const std::vector<std::string>& directories) {
  std::vector<std::string> places = directories;
  std::istringstream path(std::string(getenv("PATH") ? getenv("PATH") : "") + ":/usr/sbin:/usr/bin");
  for (std::string place; directories.empty() && std::getline(path, place, ':');) places.push_back(place);
  for (const std::string& place : places)
    if (const std::string file = place + "/" + name; access(file.c_str(), X_OK) == 0) return file;
  throw std::runtime_error("the tests need the program " + name + ": install the Debian package " + package);
}

bool eventually(const std::function<bool()>& condition, std::chrono::milliseconds time) {
  const auto deadline = std::chrono::steady_clock::now() + time;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return true;
}

}  // namespace orm_test
