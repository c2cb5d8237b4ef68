// A server that answers each command with what the test says, as real ones do when they are loading or full.
#pragma once

#include <functional>
#include <string>
#include <thread>
#include <vector>

namespace orm_test {

class scripted_server {
 public:
  // Given the words of a command, the reply as it goes over the wire; empty: the connection is closed instead.
  using behaviour = std::function<std::string(const std::vector<std::string>&)>;

  explicit scripted_server(behaviour does);
  ~scripted_server();
  scripted_server(const scripted_server&) = delete;
  scripted_server& operator=(const scripted_server&) = delete;

  std::string url() const { return "redis://127.0.0.1:" + std::to_string(port_) + "/0"; }

 private:
  void serve();
  bool answer(int client, std::string& received) const;

  behaviour does_;
  int listener_ = -1, wake_ = -1, port_ = 0;
  std::thread thread_;
};

}  // namespace orm_test
