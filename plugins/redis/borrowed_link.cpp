// The application's context: what can be seen of its state is looked at before each use.
#include "borrowed_link.hpp"

#include <hiredis/sds.h>

#include <cstdio>

#include <Poco/UUIDGenerator.h>

#include "exchange.hpp"
#include "plain_transport.hpp"

namespace orm::redis {

using sdk::driver_error;

namespace {

[[noreturn]] void refuse(const std::string& why) {
  throw driver_error(ORM_CONNECTION_FAILED, "the application's redisContext " + why).outcome(ORM_OUTCOME_NOT_SENT);
}

// What a server says to an ECHO that it won't answer.
void check_refusal(std::string_view came) {
  if (!came.ends_with("\r\n")) return;
  if (came == "+QUEUED\r\n") refuse("is in the middle of a MULTI: end it, then adopt it");
  if (came.starts_with("-ERR Can't execute 'echo'")) refuse("is subscribed: adopt another");
  const std::string_view word = came.substr(0, came.find(' '));
  if (word != "-NOAUTH" && word != "-NOPERM" && word != "-LOADING") return;
  std::string text(came.substr(1, came.find('\r') - 1));
  redisReply said{};
  said.type = REDIS_REPLY_ERROR;
  said.str = text.data();
  said.len = text.size();
  throw server_error(said, effect::none);
}

}  // namespace

borrowed_link::borrowed_link(redisContext* client, std::chrono::milliseconds timeout)
    : client_(client), timeout_(timeout), connection_(std::make_unique<borrowed_transport>(client->fd, stop_)) {
  check_state();
  check_in_step();
}

borrowed_link::~borrowed_link() {
  try {
    if (owed_ > 0) take_owed(deadline(timeout_));
  } catch (...) {
    give_up("a reply to orm never came");
  }
}

void borrowed_link::check_state() {
  if (client_->err != 0) refuse("is broken (" + std::string(client_->errstr) + "): connect it again, then adopt it");
  if ((client_->flags & REDIS_BLOCK) == 0) {
    throw driver_error(ORM_UNSUPPORTED, "a redisContext that never blocks can't be adopted: make one with redisConnect")
        .outcome(ORM_OUTCOME_NOT_SENT);
  }
  if ((client_->flags & (REDIS_SUBSCRIBED | REDIS_MONITORING)) != 0) refuse("is subscribed or monitors: adopt another");
  const redisReader& reader = *client_->reader;
  const bool reads = reader.ridx != -1 || reader.len > reader.pos;
  if (sdslen(client_->obuf) > 0 || reads) {
    refuse("is in the middle of a pipeline: take its replies with redisGetReply first");
  }
  if (owed_ == 0 && connection_.is_stale()) {
    refuse("was sent something that nobody has read, or was closed by the server: take the reply, or connect it again");
  }
}

// A context that is owed a reply looks idle until it comes: only an answer to this very question shows that it isn't.
// What came before that answer is the application's, and is given to hiredis.
void borrowed_link::check_in_step() {
  const std::string nonce = Poco::UUIDGenerator::defaultGenerator().createRandom().toString();
  const std::string wanted = "$" + std::to_string(nonce.size()) + "\r\n" + nonce + "\r\n";
  std::string came;
  std::size_t at = std::string::npos;
  pipeline echo;
  echo.add({"ECHO", nonce});
  try {
    const deadline until(timeout_);
    borrowed_transport over(client_->fd, stop_);
    over.send(echo.wire(), until);
    while ((at = came.find(wanted)) == std::string::npos) {
      char buffer[4096];
      came.append(buffer, over.receive(buffer, sizeof buffer, until));
      check_refusal(came);
    }
  } catch (const stream_failure& failure) {
    throw connection_error(failure, effect::none, false);
  }
  came.erase(at, wanted.size());
  if (came.empty()) return;
  redisReaderFeed(client_->reader, came.data(), came.size());
  refuse("is owed a reply, or monitors: take its replies with redisGetReply first");
}

void borrowed_link::take_owed(const deadline& until) {
  while (owed_ > 0) {
    connection_.receive(until);
    --owed_;
  }
}

void borrowed_link::give_up(const char* why) {
  client_->err = REDIS_ERR_IO;
  std::snprintf(client_->errstr, sizeof client_->errstr, "%s", why);
}

// The application may have begun a MULTI since it handed the context over: nothing is executed then, only queued.
void borrowed_link::check_executed(const pipeline& commands, effect what) const {
  for (std::size_t i = 0; i < commands.size(); ++i) {
    const redisReply& reply = commands[i];
    if (reply.type != REDIS_REPLY_STATUS || text_of(reply) != "QUEUED") continue;
    driver_error refused(ORM_CONNECTION_FAILED,
                         "the adopted client is in the middle of a MULTI, and what was asked is queued in it: end it "
                         "with DISCARD, then ask again");
    if (what == effect::write) refused.outcome(ORM_OUTCOME_UNKNOWN);
    throw refused;
  }
}

void borrowed_link::run(pipeline& commands, effect what) {
  const deadline until(timeout_);
  check_state();
  bool sent = false;
  try {
    take_owed(until);
    if (stop_.is_raised()) throw_cancelled();
    exchange(connection_, commands, until, sent);
    check_executed(commands, what);
  } catch (const stream_failure& failure) {
    if (sent) {
      for (std::size_t i = 0; i < commands.size(); ++i) owed_ += commands.has_reply(i) ? 0 : 1;
    }
    const bool is_late =
        failure.why() == stream_failure::cause::timed_out || failure.why() == stream_failure::cause::cancelled;
    // Half a request, or replies that nobody counted: there is no getting in step again.
    if (!is_late || owed_ == 0) give_up(failure.what());
    throw connection_error(failure, what, sent);
  }
}

}  // namespace orm::redis
