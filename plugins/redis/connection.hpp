// One connection: requests out, as many replies back. hiredis reads the protocol.
#ifndef ORM_REDIS_CONNECTION_HPP
#define ORM_REDIS_CONNECTION_HPP

#include <memory>
#include <string>
#include <string_view>

#include "reply.hpp"
#include "transport.hpp"

namespace orm::redis {

// Used by one thread at a time. Throws stream_failure; after that it can only be destroyed, unless it says otherwise.
class connection {
 public:
  explicit connection(std::unique_ptr<transport> over);

  // After it threw, the last byte was not sent.
  void send(std::string_view requests, const deadline& until);
  reply receive(const deadline& until);

  // Whether nothing can be asked any more. Only asked when no reply is awaited.
  bool is_stale() { return reader_->len > reader_->pos || over_->is_stale(); }

 private:
  struct reader_deleter {
    void operator()(redisReader* reader) const { redisReaderFree(reader); }
  };

  std::unique_ptr<transport> over_;
  std::unique_ptr<redisReader, reader_deleter> reader_;
};

}  // namespace orm::redis

#endif
