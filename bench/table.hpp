// What a benchmark prints: a table in Markdown, to be pasted into docs/benchmarks.md as it is.
#pragma once

#include <string>
#include <vector>

#include "rounds.hpp"

namespace bench {

class table {
 public:
  // Prints the heading. The contenders, the hand-written one first, are the same in every row.
  explicit table(const std::vector<std::string>& contenders);

  // target: what the ratio of the second contender should be at most.
  void add(const std::string& title, double target, const std::vector<result>& results) const;
};

// Prints what the processor is, and how busy the machine: what figures are worth depends on it.
void print_machine();

}  // namespace bench
