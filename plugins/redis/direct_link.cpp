// A connection that is lost is made anew for the next request; a request that can be, is sent again over it.
#include "direct_link.hpp"

#include "exchange.hpp"
#include "socket.hpp"

namespace orm::redis {

// Whether the connection is a new one. One that was closed while nobody used it must not cost a write, which can't be
// repeated; a read finds out by itself. One that answered just now was in use.
bool direct_link::prepare(effect what, const deadline& until) {
  constexpr std::chrono::microseconds just_now{30};
  if (connection_ != nullptr && what == effect::write && deadline::clock::now() - answered_ > just_now &&
      connection_->is_stale()) {
    connection_.reset();
  }
  if (connection_ != nullptr) return false;
  connection_ = how_.dial(to_, until, stop_);
  return true;
}

void direct_link::run(pipeline& commands, effect what) {
  const deadline until(timeout_);
  for (;;) {
    const bool is_new = prepare(what, until);
    bool sent = false;
    try {
      if (stop_.is_raised()) throw_cancelled();
      exchange(*connection_, commands, until, sent);
      answered_ = deadline::clock::now();
      return;
    } catch (const stream_failure& failure) {
      connection_.reset();
      const bool repeatable = what == effect::none || !sent;
      if (is_new || !repeatable || failure.why() != stream_failure::cause::closed) {
        throw connection_error(failure, what, sent);
      }
    } catch (...) {
      connection_.reset();  // replies may be under way
      throw;
    }
  }
}

}  // namespace orm::redis
