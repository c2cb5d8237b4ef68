// Redis's errors, and those of connections, in the terms of the driver boundary: the one place where they are read.
#ifndef ORM_REDIS_ERRORS_HPP
#define ORM_REDIS_ERRORS_HPP

#include <orm/sdk/driver.hpp>

#include "reply.hpp"
#include "transport.hpp"

namespace orm::redis {

// What was asked for, so that an error says what became of it.
enum class effect {
  none,   // a read, or what may be done twice
  write,  // what must not be done twice
};

// Of an error reply. A command or script that answers with an error has changed nothing (see mutation_script.cpp).
sdk::driver_error server_error(const redisReply& reply, effect what);

// Whether a script was refused, having changed nothing, because keys that it uses are, or may be, on another node.
bool touches_moving_keys(const redisReply& reply);

// Whether a script was refused, having changed nothing, because Lua can't make a program of it.
bool is_no_program(const redisReply& reply);

// Of a connection that failed; sent: all of the request may have arrived.
sdk::driver_error connection_error(const stream_failure& failure, effect what, bool sent);

}  // namespace orm::redis

#endif
