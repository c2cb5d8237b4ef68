// What a server answers, as hiredis reads it.
#ifndef ORM_REDIS_REPLY_HPP
#define ORM_REDIS_REPLY_HPP

#include <hiredis/hiredis.h>

#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace orm::redis {

struct reply_deleter {
  void operator()(redisReply* reply) const { freeReplyObject(reply); }
};
using reply = std::unique_ptr<redisReply, reply_deleter>;

inline std::string_view text_of(const redisReply& reply) { return {reply.str, static_cast<std::size_t>(reply.len)}; }
inline bool is_error(const redisReply& reply) { return reply.type == REDIS_REPLY_ERROR; }
inline bool is_nil(const redisReply& reply) { return reply.type == REDIS_REPLY_NIL; }
inline std::span<redisReply* const> elements_of(const redisReply& reply) {
  return {reply.element, reply.type == REDIS_REPLY_ARRAY ? reply.elements : 0};
}

// An error's first word, "WRONGTYPE"; empty for what is none.
inline std::string_view error_word(const redisReply& reply) {
  const std::string_view text = is_error(reply) ? text_of(reply) : std::string_view();
  return text.substr(0, text.find(' '));
}

}  // namespace orm::redis

#endif
