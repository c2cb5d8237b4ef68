// Starting Redis.
#include "support/servers/redis_server.hpp"

#include <hiredis/hiredis.h>
#include <signal.h>

#include <memory>
#include <stdexcept>

namespace orm_test {
namespace {

using connection = std::unique_ptr<redisContext, decltype(&redisFree)>;
using reply = std::unique_ptr<redisReply, decltype(&freeReplyObject)>;

std::string text_of(const redisReply& from) {
  switch (from.type) {
    case REDIS_REPLY_NIL:
      return "(nil)";
    case REDIS_REPLY_INTEGER:
      return std::to_string(from.integer);
    case REDIS_REPLY_ARRAY: {
      std::string lines;
      for (std::size_t i = 0; i < from.elements; ++i) lines += (i == 0 ? "" : "\n") + text_of(*from.element[i]);
      return lines;
    }
    default:
      return std::string(from.str, from.len);
  }
}

std::string ask(redisContext& on, const std::vector<std::string>& words) {
  std::vector<const char*> pointers;
  std::vector<std::size_t> lengths;
  for (const std::string& word : words) {
    pointers.push_back(word.data());
    lengths.push_back(word.size());
  }
  const reply answer(
      static_cast<redisReply*>(redisCommandArgv(&on, static_cast<int>(words.size()), pointers.data(), lengths.data())),
      [](void* made) {
        if (made != nullptr) freeReplyObject(made);
      });
  if (!answer) throw std::runtime_error(std::string("Redis: ") + on.errstr);
  if (answer->type == REDIS_REPLY_ERROR) throw std::runtime_error(text_of(*answer));
  return text_of(*answer);
}

}  // namespace

redis_server::redis_server(options given) : server("Redis", SIGTERM), options_(std::move(given)) {
  find_program("redis-server", "redis-server");
  start_first([&] {
    port_ = free_port();
    bus_port_ = free_port();
  });
}

std::vector<std::string> redis_server::command() const {
  const bool secure = options_.tls != nullptr;
  std::map<std::string, std::string> settings = {{"bind", "127.0.0.1"},
                                                 {"port", secure ? "0" : std::to_string(port_)},
                                                 {"unixsocket", socket()},
                                                 {"dir", directory().path()},
                                                 {"save", ""},
                                                 {"repl-diskless-sync-delay", "0"},
                                                 {"databases", std::to_string(database_count)},
                                                 {"maxclients", "500"}};
  if (!options_.password.empty()) settings["requirepass"] = options_.password;
  if (secure) {
    settings["tls-port"] = std::to_string(port_);
    settings["tls-cert-file"] = options_.tls->certificate();
    settings["tls-key-file"] = options_.tls->key();
    settings["tls-ca-cert-file"] = options_.tls->authority();
    settings["tls-auth-clients"] = "no";
  }
  if (options_.cluster) {
    settings["cluster-enabled"] = "yes";
    settings["cluster-port"] = std::to_string(bus_port_);
    settings["cluster-node-timeout"] = "1000";
    if (secure) settings["tls-cluster"] = "yes";
    if (secure) settings["tls-replication"] = "yes";
    if (!options_.password.empty()) settings["masterauth"] = options_.password;
  }
  for (const auto& [name, value] : options_.settings) settings[name] = value;
  std::vector<std::string> words = {find_program("redis-server", "redis-server")};
  for (const auto& [name, value] : settings) words.insert(words.end(), {"--" + name, value});
  if (options_.master != nullptr)
    words.insert(words.end(), {"--replicaof", "127.0.0.1", std::to_string(options_.master->port())});
  return words;
}

bool redis_server::answers() {
  try {
    return run({"PING"}) == "PONG";
  } catch (const std::runtime_error&) {  // not there yet, or still loading
    return false;
  }
}

std::string redis_server::url_of(int database) const {
  const std::string user = options_.password.empty() ? "" : ":" + options_.password + "@";
  return "redis+unix://" + user + socket() + "?db=" + std::to_string(database);
}

std::string redis_server::tcp_url_of(int database) const {
  const std::string user = options_.password.empty() ? "" : ":" + options_.password + "@";
  return (options_.tls != nullptr ? "rediss://" : "redis://") + user + "127.0.0.1:" + std::to_string(port_) + "/" +
         std::to_string(database);
}

std::string redis_server::run(const std::vector<std::string>& words, int database) const {
  const connection made(redisConnectUnix(socket().c_str()), &redisFree);
  if (!made || made->err != 0) throw std::runtime_error("Redis: " + std::string(made ? made->errstr : "no memory"));
  if (!options_.password.empty()) ask(*made, {"AUTH", options_.password});
  if (database != 0) ask(*made, {"SELECT", std::to_string(database)});
  return ask(*made, words);
}

namespace {

// What stands behind "name:" in INFO replication; empty where it says nothing of it.
std::string told(const redis_server& server, const std::string& name) {
  const std::string all = server.run({"INFO", "replication"});
  const std::size_t at = all.find(name + ":");
  if (at == std::string::npos) return {};
  return all.substr(at + name.size() + 1, all.find('\r', at) - at - name.size() - 1);
}

}  // namespace

void redis_server::catch_up(const redis_server& master) const {
  const long long wanted = std::stoll(told(master, "master_repl_offset"));
  const bool done = eventually([&] {
    return told(*this, "master_link_status") == "up" && std::stoll(told(*this, "slave_repl_offset")) >= wanted;
  });
  if (!done) throw std::runtime_error("the replica does not catch up with its master:\n" + log());
}

std::shared_ptr<void> redis_server::hold_writes() const {
  run({"CLIENT", "PAUSE", "600000", "WRITE"});
  return std::shared_ptr<void>(nullptr, [this](void*) { run({"CLIENT", "UNPAUSE"}); });
}

void redis_server::cut_connections() const { run({"CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"}); }

}  // namespace orm_test
