// Until when something may take.
#ifndef ORM_REDIS_DEADLINE_HPP
#define ORM_REDIS_DEADLINE_HPP

#include <algorithm>
#include <chrono>

namespace orm::redis {

class deadline {
 public:
  using clock = std::chrono::steady_clock;

  explicit deadline(std::chrono::milliseconds from_now) : at_(clock::now() + from_now) {}

  bool passed() const { return clock::now() >= at_; }

  // Never negative; rounded up, so that waiting so long does pass it.
  std::chrono::milliseconds left() const {
    return std::max(std::chrono::ceil<std::chrono::milliseconds>(at_ - clock::now()), std::chrono::milliseconds(0));
  }

  deadline earlier(std::chrono::milliseconds from_now) const {
    deadline made(from_now);
    made.at_ = std::min(made.at_, at_);
    return made;
  }

 private:
  clock::time_point at_;
};

}  // namespace orm::redis

#endif
