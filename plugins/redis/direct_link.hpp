// One server.
#ifndef ORM_REDIS_DIRECT_LINK_HPP
#define ORM_REDIS_DIRECT_LINK_HPP

#include <memory>

#include "dialer.hpp"
#include "link.hpp"

namespace orm::redis {

class direct_link final : public link {
 public:
  // Connects when it is first used. The dialer outlives it.
  direct_link(const dialer& how, const options& settings)
      : how_(how), to_(settings.server.at), timeout_(settings.timeout) {}

  void run(pipeline& commands, effect what) override;

 private:
  bool prepare(effect what, const deadline& until);

  const dialer& how_;
  endpoint to_;
  std::chrono::milliseconds timeout_;
  std::unique_ptr<connection> connection_;
  deadline::clock::time_point answered_;  // when the last reply came
};

}  // namespace orm::redis

#endif
