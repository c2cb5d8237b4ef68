// Commands out on one connection, replies in.
#ifndef ORM_REDIS_EXCHANGE_HPP
#define ORM_REDIS_EXCHANGE_HPP

#include <span>

#include "connection.hpp"
#include "pipeline.hpp"

namespace orm::redis {

// All of them. sent is set once all may have arrived. A script that the server does not have is loaded, and called
// again. Throws stream_failure.
void exchange(connection& with, pipeline& commands, const deadline& until, bool& sent);

// Sends again those of the commands at `positions` that named a script which the server doesn't have, behind the
// script.
void repeat_unknown_scripts(connection& with, pipeline& commands, std::span<const std::size_t> positions,
                            const deadline& until);

}  // namespace orm::redis

#endif
