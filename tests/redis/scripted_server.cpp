// One thread and poll().
#include "redis/scripted_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <map>
#include <stdexcept>

namespace orm_test {
namespace {

// Takes the first command off what was received, if it is all there.
bool take_command(std::string& received, std::vector<std::string>& words) {
  std::size_t at = 0;
  const auto take_line = [&](std::string& line) {
    const std::size_t end = received.find("\r\n", at);
    if (end == std::string::npos) return false;
    line = received.substr(at, end - at);
    at = end + 2;
    return true;
  };
  std::string line;
  if (!take_line(line)) return false;
  words.clear();
  for (int left = std::stoi(line.substr(1)); left > 0; --left) {
    if (!take_line(line)) return false;
    const std::size_t size = std::stoul(line.substr(1));
    if (received.size() < at + size + 2) return false;
    words.push_back(received.substr(at, size));
    at += size + 2;
  }
  received.erase(0, at);
  return true;
}

}  // namespace

scripted_server::scripted_server(behaviour does)
    : does_(std::move(does)), listener_(socket(AF_INET, SOCK_STREAM, 0)), wake_(eventfd(0, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (bind(listener_, reinterpret_cast<const sockaddr*>(&address), size) != 0 || listen(listener_, 16) != 0 ||
      getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    throw std::runtime_error("no port to listen on");
  }
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { serve(); });
}

scripted_server::~scripted_server() {
  eventfd_write(wake_, 1);
  thread_.join();
  close(listener_);
  close(wake_);
}

// False: the connection is over.
bool scripted_server::answer(int client, std::string& received) const {
  char buffer[4096];
  const ssize_t got = recv(client, buffer, sizeof buffer, 0);
  if (got <= 0) return false;
  received.append(buffer, static_cast<std::size_t>(got));
  for (std::vector<std::string> words; take_command(received, words);) {
    const std::string reply = does_(words);
    if (reply.empty()) return false;
    send(client, reply.data(), reply.size(), MSG_NOSIGNAL);
  }
  return true;
}

void scripted_server::serve() {
  std::map<int, std::string> clients;  // and what they sent so far
  for (;;) {
    std::vector<pollfd> watched = {{wake_, POLLIN, 0}, {listener_, POLLIN, 0}};
    for (const auto& [client, received] : clients) watched.push_back({client, POLLIN, 0});
    poll(watched.data(), watched.size(), -1);
    if (watched[0].revents != 0) break;
    for (std::size_t i = 2; i < watched.size(); ++i) {
      if (watched[i].revents == 0 || answer(watched[i].fd, clients[watched[i].fd])) continue;
      close(watched[i].fd);
      clients.erase(watched[i].fd);
    }
    if (watched[1].revents != 0) clients[accept(listener_, nullptr, nullptr)];
  }
  for (const auto& [client, received] : clients) close(client);
}

}  // namespace orm_test
