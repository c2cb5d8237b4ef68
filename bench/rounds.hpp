// Timing several ways of doing the same work: interleaved rounds, medians of per-round ratios.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace bench {

// One way of doing some work: run() does it `operations` times.
struct contender {
  std::string name;
  std::function<void(std::size_t operations)> run;
};

struct result {
  std::string name;
  double microseconds;  // per operation, median of the rounds
  double ratio;         // to the first contender, median of the rounds' ratios
  double allocations;   // per operation
};

// Runs every contender in each round, beginning with another one each time, so that drift of the machine's speed hits
// all alike. The first contender is what the ratios are to.
std::vector<result> compare(const std::vector<contender>& contenders, std::size_t operations, std::size_t rounds);

void print(const std::string& title, const std::vector<result>& results);

// Binds the process to one processor; false where the system refuses.
bool pin_to_processor(int processor);

// Calls of operator new and malloc-based allocations of this process so far.
std::size_t allocations();

}  // namespace bench
