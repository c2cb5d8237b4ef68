// Models whose rows expire, and when that is for a server.
//
// Index entries can't expire. A queue, the sorted set "x" of a model, has the components of each record that does, by a
// millisecond that is not later than its expiry; what is due there is looked at by later mutations. The record is gone:
// its entries go too. It lives longer than that: it is put back for then. So a record that is kept alive again and
// again costs its queue nothing.
#ifndef ORM_REDIS_EXPIRING_HPP
#define ORM_REDIS_EXPIRING_HPP

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <orm/sdk/kv/layout.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace orm::redis {

// When a store looks at a queue: once a millisecond is enough, for as much as came meanwhile and more. Any thread.
class sweep_pace {
 public:
  static constexpr std::size_t least = 64, greatest = 1000;

  // How many to look at now, by its clock in milliseconds; 0: not now.
  std::size_t most_at(std::int64_t now);
  // Those were not looked at after all: the next one looks at as many more.
  void give_back(std::size_t most);

 private:
  std::atomic<std::int64_t> last_{0};
  std::atomic<std::size_t> passed_{0};  // mutations since
};

struct expiring_model {
  const sdk::kv::mutation_shape* shape;
  std::string prefix;
  std::string queue;
  std::unique_ptr<sweep_pace> pace;
};

std::vector<expiring_model> expiring_models(const std::vector<sdk::kv::model_layout>& models);

// The one that a key belongs to, or null.
const expiring_model* model_of(const std::vector<expiring_model>& expiring, std::string_view key);

// Microseconds as the milliseconds that a server expires at: never earlier, and never a number that it refuses.
std::string expiry_text(std::int64_t microseconds);

// Milliseconds since 1970, and what is due in a queue at that time: the upper bound of a range of its scores.
std::int64_t milliseconds_now();
std::string due_at(std::int64_t milliseconds);

// Lua that looks at up to `most` of what is due by `now` in the queue of a model. It writes, and never fails. All but
// the model are expressions.
struct queue_names {
  std::string queue, now, most;
  std::vector<std::string> indexes;  // of the shape's keys
};
std::string sweep_of(const sdk::kv::mutation_shape& shape, const queue_names& names);

}  // namespace orm::redis

#endif
