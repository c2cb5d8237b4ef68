// A redisContext of the application.
#ifndef ORM_REDIS_BORROWED_LINK_HPP
#define ORM_REDIS_BORROWED_LINK_HPP

#include <hiredis/hiredis.h>

#include <chrono>

#include "connection.hpp"
#include "link.hpp"

namespace orm::redis {

// Speaks over the context's socket and leaves the context as it is: open, its settings and its database untouched. When
// a reply is owed after a failure, it is taken before anything else is asked; where that is not possible the context
// gets hiredis's own mark of a connection that can't be used again.
class borrowed_link final : public link {
 public:
  // Throws driver_error CONNECTION_FAILED for a context in a state that can't be worked with, UNSUPPORTED for one that
  // never blocks.
  borrowed_link(redisContext* client, std::chrono::milliseconds timeout);
  ~borrowed_link() override;

  void run(pipeline& commands, effect what) override;

 private:
  void check_state();
  void check_in_step();
  void check_executed(const pipeline& commands, effect what) const;
  void take_owed(const deadline& until);
  void give_up(const char* why);

  redisContext* client_;
  std::chrono::milliseconds timeout_;
  connection connection_;
  std::size_t owed_ = 0;  // replies to what was asked before a failure
};

}  // namespace orm::redis

#endif
