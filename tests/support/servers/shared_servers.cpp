// Handing out databases.
#include "support/servers/shared_servers.hpp"

#include <filesystem>
#include <map>
#include <mutex>
#include <stdexcept>
#include <utility>

namespace orm_test {
namespace {

// Which database stands for which directory and schema: numbers from 1.
class databases {
 public:
  struct place {
    int number;
    bool is_new;
  };

  // empty(number) makes the database of a directory that is gone a new one again.
  template <class Empty>
  place of(const std::string& directory, const std::string& schema, const Empty& empty) {
    const auto key = std::make_pair(directory, schema);
    if (const auto found = taken_.find(key); found != taken_.end()) return {found->second, false};
    for (auto each = taken_.begin(); each != taken_.end(); ++each) {
      if (std::filesystem::exists(each->first.first)) continue;
      const int number = each->second;
      taken_.erase(each);
      empty(number);
      taken_.emplace(key, number);
      return {number, false};
    }
    const int number = ++made_;
    taken_.emplace(key, number);
    return {number, true};
  }

 private:
  std::map<std::pair<std::string, std::string>, int> taken_;
  int made_ = 0;
};

}  // namespace

postgres_server& shared_postgres() {
  static postgres_server server;
  return server;
}

redis_server& shared_redis() {
  static redis_server server;
  return server;
}

std::string fresh_postgres_url(const std::string& directory, const std::string& schema) {
  static std::mutex mutex;
  static databases known;
  const std::lock_guard lock(mutex);
  postgres_server& server = shared_postgres();
  const auto name = [](int number) { return "orm_" + std::to_string(number); };
  const auto place = known.of(directory, schema, [&](int number) {
    server.run("DROP DATABASE " + name(number) + " WITH (FORCE)");
    server.create_database(name(number));
  });
  if (place.is_new) server.create_database(name(place.number));
  return server.url_of(name(place.number));
}

std::string fresh_redis_url(const std::string& directory, const std::string& schema) {
  static std::mutex mutex;
  static databases known;
  const std::lock_guard lock(mutex);
  redis_server& server = shared_redis();
  const auto place = known.of(directory, schema, [&](int number) { server.run({"FLUSHDB"}, number); });
  if (place.number >= redis_server::database_count)
    throw std::runtime_error("the Redis of the tests has no more databases");
  return server.url_of(place.number);
}

}  // namespace orm_test
