// Feeding hiredis with what arrives.
#include "connection.hpp"

#include <new>

namespace orm::redis {

connection::connection(std::unique_ptr<transport> over) : over_(std::move(over)), reader_(redisReaderCreate()) {
  if (reader_ == nullptr) throw std::bad_alloc();
}

void connection::send(std::string_view requests, const deadline& until) { over_->send(requests, until); }

reply connection::receive(const deadline& until) {
  for (;;) {
    void* read = nullptr;
    if (redisReaderGetReply(reader_.get(), &read) != REDIS_OK) {
      throw stream_failure(stream_failure::cause::nonsense,
                           "what answers there speaks no Redis protocol: " + std::string(reader_->errstr));
    }
    if (read != nullptr) return reply(static_cast<redisReply*>(read));
    char buffer[16 * 1024];
    const std::size_t got = over_->receive(buffer, sizeof buffer, until);
    if (redisReaderFeed(reader_.get(), buffer, got) != REDIS_OK) throw std::bad_alloc();
  }
}

}  // namespace orm::redis
