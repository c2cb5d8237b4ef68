// Timing several ways of doing the same work: interleaved rounds, medians of per-round ratios.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace bench {

// One way of doing some work: run() does it `operations` times. prepare(), where there is one, makes what that many
// need; nobody's clock runs then.
struct contender {
  std::string name;
  std::function<void(std::size_t operations)> run;
  std::function<void(std::size_t operations)> prepare = {};
};

struct result {
  std::string name;
  double microseconds;  // of the processor (processor_time.hpp), per operation, median of the rounds
  double ratio;         // to the first contender, median of the rounds' ratios
  double allocations;   // per operation
  double round_trips;   // per operation
};

// Runs every contender in each round, beginning with another one each time, so that drift of the machine's speed hits
// all alike. The first contender is what the ratios are to. Allocations and round trips are counted in a round of their
// own, which nobody times.
std::vector<result> compare(const std::vector<contender>& contenders, std::size_t operations, std::size_t rounds);

// Binds the process, and the servers that it starts, to one processor, and asks to be run before others there; says so
// where the system refuses.
void take_processor(int processor);

// Calls of malloc and realloc by this process so far, libraries included.
std::size_t allocations();

// How often this process, libraries included, has sent something over a socket and then received something, while
// counting. Several requests that travel together are one round trip.
void count_round_trips(bool counting);
std::size_t round_trips();

}  // namespace bench
