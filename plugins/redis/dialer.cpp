// Connecting and introducing oneself.
#include "dialer.hpp"

#include "pipeline.hpp"
#include "plain_transport.hpp"

namespace orm::redis {

dialer::dialer(const options& settings) : server_(settings.server), connect_timeout_(settings.connect_timeout) {
  if (server_.tls) tls_ = make_tls_context(settings.tls);
}

std::unique_ptr<connection> dialer::connect(const endpoint& to, const deadline& until, interruption& stop) const {
  file_descriptor socket = connect_socket(to, until, stop);
  if (!tls_.isNull()) {
    return std::make_unique<connection>(std::make_unique<tls_transport>(std::move(socket), to.host, tls_, until, stop));
  }
  return std::make_unique<connection>(std::make_unique<plain_transport>(std::move(socket), stop));
}

// The last command is for a server that is loading, wants a password or has too many clients to say so now.
void dialer::introduce(connection& made, const deadline& until) const {
  pipeline greeting;
  if (!server_.user.empty()) {
    greeting.add({"AUTH", server_.user, server_.password});
  } else if (!server_.password.empty()) {
    greeting.add({"AUTH", server_.password});
  }
  if (server_.database != 0) greeting.add({"SELECT", std::to_string(server_.database)});
  greeting.add({"PING"});
  made.send(greeting.wire(), until);
  for (std::size_t i = 0; i < greeting.size(); ++i) greeting.set_reply(i, made.receive(until));
  for (std::size_t i = 0; i < greeting.size(); ++i) {
    const bool is_last = i + 1 == greeting.size();
    if (!is_error(greeting[i]) || (is_last && error_word(greeting[i]) == "NOPERM")) continue;
    throw server_error(greeting[i], effect::none).outcome(ORM_OUTCOME_NOT_SENT);
  }
}

std::unique_ptr<connection> dialer::dial(const endpoint& to, const deadline& until, interruption& stop) const {
  const deadline soon = until.earlier(connect_timeout_);
  try {
    std::unique_ptr<connection> made = connect(to, soon, stop);
    introduce(*made, soon);
    return made;
  } catch (const stream_failure& failure) {
    throw connection_error(failure, effect::none, false);
  }
}

}  // namespace orm::redis
