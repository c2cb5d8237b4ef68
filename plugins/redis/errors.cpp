// The first word of an error reply is its code. Texts of others are passed on: servers put no secret in them.
#include "errors.hpp"

#include <algorithm>

namespace orm::redis {

using sdk::driver_error;

namespace {

struct known_error {
  std::string_view word;
  orm_code code;
  bool retryable;
  const char* message;
};

constexpr known_error known_errors[] = {
    {"NOAUTH", ORM_NOT_AUTHORIZED, false, "the server wants a password: put it into the url"},
    {"WRONGPASS", ORM_NOT_AUTHORIZED, false, "the server refuses the user or the password of the url"},
    {"NOPERM", ORM_NOT_AUTHORIZED, false,
     "the user of the url may not do this: docs/redis.md lists the commands and keys that its ACL has to allow"},
    {"OOM", ORM_OUT_OF_SPACE, false,
     "the server has no memory left for this (maxmemory): raise it, or remove something"},
    {"LOADING", ORM_CONNECTION_FAILED, true, "the server is still loading its data"},
    {"MASTERDOWN", ORM_CONNECTION_FAILED, true, "the server is a replica that has lost its master"},
    {"READONLY", ORM_CONNECTION_FAILED, true,
     "the server is a replica, which can only be read: point the url to the master"},
    {"NOREPLICAS", ORM_CONNECTION_FAILED, true, "the server has fewer replicas than it needs to accept a write"},
    {"BUSY", ORM_TIMEOUT, true, "the server is busy with somebody's script: wait, or end it with SCRIPT KILL"},
    {"CLUSTERDOWN", ORM_CONNECTION_FAILED, true, "the cluster can't serve this key at the moment"},
    {"TRYAGAIN", ORM_CONNECTION_FAILED, true, "the cluster is moving these keys to another node"},
    {"CROSSSLOT", ORM_UNSUPPORTED, false,
     "a cluster changes keys of one slot at a time: hash_tag = \"schema\" keeps all models in one"},
    {"MOVED", ORM_INVALID_CONFIG, false, "the server is a node of a cluster: set cluster = true"},
    {"ASK", ORM_INVALID_CONFIG, false, "the server is a node of a cluster: set cluster = true"},
    {"WRONGTYPE", ORM_DRIVER_FAILED, false,
     "a key of the schema holds something of another kind: something else wrote it; remove it or choose a prefix"},
};

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

// An unknown command is answered with what it was given: of AUTH that is the password.
std::string_view without_arguments(std::string_view text) { return text.substr(0, text.find(", with args")); }

driver_error translated(std::string_view word, std::string_view said) {
  const std::string_view text = without_arguments(said);
  const auto* known = std::find_if(std::begin(known_errors), std::end(known_errors),
                                   [&](const known_error& each) { return each.word == word; });
  if (known != std::end(known_errors)) return driver_error(known->code, known->message).retryable(known->retryable);
  const std::string quoted = " (" + std::string(text) + ")";
  if (word == "MISCONF") {
    const bool full = contains(text, "No space");
    return driver_error(full ? ORM_OUT_OF_SPACE : ORM_DRIVER_FAILED, "the server can't save what it is given" + quoted);
  }
  if (contains(text, "max number of clients")) {
    return driver_error(ORM_CONNECTION_FAILED, "the server has as many clients as it allows (maxclients)").retryable();
  }
  // Redis 7.0 reports what its ACL denies inside a script, and passwords where there are none, as a plain ERR.
  if (contains(text, "The user executing the script") || contains(text, "ACL failure in script")) {
    return translated("NOPERM", text);
  }
  if (contains(text, "AUTH <password> called without any password") || contains(text, "invalid password")) {
    return driver_error(ORM_NOT_AUTHORIZED, "the server refuses the user or the password of the url" + quoted);
  }
  if (contains(text, "DB index is out of range")) {
    return driver_error(ORM_INVALID_CONFIG, "the server has no database of the number in the url");
  }
  if (contains(text, "unknown command")) {
    return driver_error(ORM_UNSUPPORTED,
                        "the server lacks a command that this driver needs, of Redis 7 or Valkey" + quoted);
  }
  return driver_error(ORM_DRIVER_FAILED, "Redis: " + std::string(text));
}

}  // namespace

driver_error server_error(const redisReply& reply, effect what) {
  const std::string_view word = error_word(reply);
  driver_error error = translated(word, text_of(reply));
  error.native(std::string(word));
  if (what == effect::write) error.outcome(ORM_OUTCOME_ROLLED_BACK);
  return error;
}

bool touches_moving_keys(const redisReply& reply) {
  return error_word(reply) == "ASK" || (is_error(reply) && contains(text_of(reply), "access a non local key"));
}

bool is_no_program(const redisReply& reply) {
  return is_error(reply) && contains(text_of(reply), "Error compiling script");
}

driver_error connection_error(const stream_failure& failure, effect what, bool sent) {
  using cause = stream_failure::cause;
  const auto code = [&] {
    switch (failure.why()) {
      case cause::timed_out:
        return ORM_TIMEOUT;
      case cause::cancelled:
        return ORM_CANCELLED;
      case cause::unreachable:
      case cause::refused_peer:
      case cause::closed:
      case cause::nonsense:
        break;
    }
    return ORM_CONNECTION_FAILED;
  };
  const bool unknown = what == effect::write && sent;
  std::string message = failure.what();
  if (unknown) message += "; what was to be written may have been, or not";
  driver_error error(code(), std::move(message));
  error.retryable(!unknown && failure.why() != cause::cancelled && failure.why() != cause::refused_peer &&
                  failure.why() != cause::nonsense);
  error.outcome(unknown ? ORM_OUTCOME_UNKNOWN : sent ? ORM_OUTCOME_NONE : ORM_OUTCOME_NOT_SENT);
  return error;
}

}  // namespace orm::redis
