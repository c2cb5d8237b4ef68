// A store on a server of the test's own, which may be stopped, killed, paused and cut off.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "faults/refusal.hpp"
#include "support/servers/server.hpp"

namespace orm_test {

// How long a request may take in these tests, and how long they wait for it at most: a machine that is busy with other
// tests is slow.
inline constexpr std::chrono::milliseconds request_timeout{1500};
inline constexpr std::chrono::seconds patience{12};

// A kind of server, with the driver for it.
struct server_kind {
  std::string driver;
  std::function<std::unique_ptr<server>()> start;  // what it acknowledged it keeps, also when it is killed
  std::function<std::unique_ptr<server>()> start_with_password;
  std::function<std::string(const server&)> tcp_url;
  std::function<std::string(const server&, const std::string& password)> tcp_url_with;
  std::function<std::string(int port)> url_of_port;
  std::function<void(const server&)> cut_connections;
  // Writes to the table or keys of the model `note` wait as long as the answer lives; the server answers all else.
  std::function<std::shared_ptr<void>(const server&)> hold_writes;
  // A server that only reads, and has what the other one has; it can be made one that is written to.
  std::function<std::unique_ptr<server>(const server& primary)> start_replica;
  std::function<void(const server& replica, const server& primary)> catch_up;
  std::function<void(const server& replica)> promote;
  std::string refusal_of_replica;              // the code of a write to it
  std::function<void(const server&)> fill_up;  // no room for more; empty where a test can't bring that about
  std::function<void(const server&)> make_room;
};

// Those whose driver is under test.
std::vector<server_kind> kinds_under_test();

class own_server {
 public:
  // The schema `app` (refusal.hpp) is pushed.
  explicit own_server(const server_kind& kind);

  server& process() const { return *server_; }
  void cut_connections() const { kind_.cut_connections(*server_); }
  const server_kind& kind() const noexcept { return kind_; }
  store_fixture& store() noexcept { return store_; }
  driver_under_test driver() const { return {kind_.driver, server_->url()}; }

  // The next request works, or is the last one to hear of what happened: then the one after it works. Writes that were
  // not sent or were rolled back left nothing. Answers the ids that may be there although nobody was told so.
  void works_again(const std::string& id);
  // As many notes as were acknowledged, and nothing but notes that may have been written.
  void holds(const std::vector<std::string>& surely, const std::vector<std::string>& perhaps = {}) const;

 private:
  server_kind kind_;
  std::unique_ptr<server> server_;
  store_fixture store_;
};

// Options for quick failures.
store_fixture::options short_patience();

// Runs the test on each kind, on a server of its own.
void on_own_servers(const std::function<void(own_server&)>& test);

// The response of a request that runs beside `meanwhile`; fails when it takes longer than `patience`.
json response_beside(const store_fixture& store, const std::string& request, const std::function<void()>& meanwhile);
// And of one that runs alone.
json response_in_time(const store_fixture& store, const std::string& request);

// The error of a response; fails the test unless it is one of the codes, with nothing secret in its message.
json expect_failure(const json& response, const std::vector<std::string>& codes);
std::string outcome(const json& failure);

}  // namespace orm_test
