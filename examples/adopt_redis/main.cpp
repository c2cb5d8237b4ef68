// A module on the redisContext* that the application has, to the server that $REDIS_URL names (redis://HOST:PORT/N or
// redis+unix:///SOCKET?db=N): its keys stand under a prefix beside those of the application.
#include <hiredis/hiredis.h>
#include <orm/clients/redis.hpp>

#include <cstdlib>
#include <iostream>
#include <memory>
#include <stdexcept>

#include "guestbook.hpp"

namespace {

struct closer {
  void operator()(redisContext* context) const { redisFree(context); }
};
using context = std::unique_ptr<redisContext, closer>;

context connect(const std::string& url) {
  const std::string socket = "redis+unix://", network = "redis://";
  if (url.starts_with(socket))
    return context(redisConnectUnix(url.substr(socket.size(), url.find('?') - socket.size()).c_str()));
  const std::string address = url.substr(network.size(), url.find('/', network.size()) - network.size());
  const std::size_t colon = address.find(':');
  return context(redisConnect(address.substr(0, colon).c_str(), std::atoi(address.c_str() + colon + 1)));
}

std::string ask(redisContext& on, const char* command) {
  const std::unique_ptr<void, void (*)(void*)> reply(redisCommand(&on, command), freeReplyObject);
  if (reply == nullptr) throw std::runtime_error(on.errstr);
  const auto& answer = *static_cast<redisReply*>(reply.get());
  return answer.str == nullptr ? std::to_string(answer.integer) : std::string(answer.str, answer.len);
}

}  // namespace

int main() {
  try {
    const char* const url = std::getenv("REDIS_URL");
    if (url == nullptr) throw std::runtime_error("set REDIS_URL");
    const context client = connect(url);  // outlives the orm client below
    if (client == nullptr || client->err != 0) throw std::runtime_error("can't connect to the server");

    orm::store_configuration selected;
    selected.options = {{"prefix", orm::value::of_text("guestbook_example")}};
    const auto book = orm::adopt<guestbook::Guestbook>(client.get(), selected);
    orm::bootstrap(book);

    ask(*client, "SET tables_free 7");
    const int visits = guestbook::welcome(book, "Ada");
    ask(*client, "DECR tables_free");

    const bool written = guestbook::visits_of(book, "Ada") == visits;
    std::cout << (written ? "Ada sits, " : "Ada is lost, ") << ask(*client, "GET tables_free") << " tables are free\n";
    return written ? 0 : 1;
  } catch (const std::exception& problem) {
    std::cerr << problem.what() << '\n';
    return 1;
  }
}
