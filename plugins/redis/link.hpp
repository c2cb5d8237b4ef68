// A session's way to its server, or servers: it connects, connects again, and finds the node that has a key.
#ifndef ORM_REDIS_LINK_HPP
#define ORM_REDIS_LINK_HPP

#include <cstdint>
#include <string_view>

#include "errors.hpp"
#include "interruption.hpp"
#include "pipeline.hpp"

namespace orm::redis {

// Used by one thread at a time, except cancel().
class link {
 public:
  virtual ~link() = default;

  // Sends the commands and takes their replies, errors of the server among them. What has effect::none is repeated
  // where that helps; what writes is only where it has certainly not been done. Throws driver_error. While a
  // slot of a cluster moves, TRYAGAIN is passed on for a read, whose keys can be asked for one by one, and ASK for a
  // script that uses keys besides those that it is given: see touches_moving_keys().
  virtual void run(pipeline& commands, effect what) = 0;

  // Which keys can be named in one command: those of one slot.
  virtual std::uint32_t slot_of(std::string_view) const { return pipeline::any_slot; }

  // A call begins: a cancel() from before is over.
  void begin() { stop_.settle(); }
  // By any thread: the running call throws CANCELLED.
  void cancel() noexcept { stop_.raise(); }

 protected:
  interruption stop_;
};

}  // namespace orm::redis

#endif
