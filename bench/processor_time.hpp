// What work costs the processor, whoever does it.
#pragma once

#include <sys/types.h>

#include <vector>

namespace bench {

// This process and the servers that it started, as they are when the object is made, their processes included. A
// server that is bound to the same processor as its client works while the client waits, so on a quiet machine the sum
// is the time on the clock; on a busy one it leaves out what others took.
class processor_time {
 public:
  processor_time();

  double seconds() const;

 private:
  std::vector<pid_t> servers_;
};

}  // namespace bench
