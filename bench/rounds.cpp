// Interleaved timing.
#include "rounds.hpp"

#include <sched.h>

#include <algorithm>
#include <chrono>
#include <cstdio>

namespace bench {
namespace {

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

double seconds_of(const contender& contender, std::size_t operations) {
  const auto start = std::chrono::steady_clock::now();
  contender.run(operations);
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

std::vector<result> compare(const std::vector<contender>& contenders, std::size_t operations, std::size_t rounds) {
  std::vector<std::vector<double>> times(contenders.size()), ratios(contenders.size());
  for (const contender& each : contenders) each.run(operations);  // warm
  for (std::size_t round = 0; round < rounds; ++round) {
    std::vector<double> of_round(contenders.size());
    for (std::size_t i = 0; i < contenders.size(); ++i) {
      const std::size_t turn = (i + round) % contenders.size();
      of_round[turn] = seconds_of(contenders[turn], operations);
    }
    for (std::size_t i = 0; i < contenders.size(); ++i) {
      times[i].push_back(of_round[i] / static_cast<double>(operations) * 1e6);
      ratios[i].push_back(of_round[i] / of_round[0]);
    }
  }
  std::vector<result> results;
  for (std::size_t i = 0; i < contenders.size(); ++i) {
    const std::size_t before = allocations();
    contenders[i].run(operations);
    const auto allocated = static_cast<double>(allocations() - before) / static_cast<double>(operations);
    results.push_back({contenders[i].name, median(times[i]), median(ratios[i]), allocated});
  }
  return results;
}

void print(const std::string& title, const std::vector<result>& results) {
  for (const result& each : results)
    std::printf("%-24s %-8s %10.2f us  ratio %5.2f  allocations %7.1f\n", title.c_str(), each.name.c_str(),
                each.microseconds, each.ratio, each.allocations);
  std::fflush(stdout);
}

bool pin_to_processor(int processor) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(processor, &set);
  return sched_setaffinity(0, sizeof set, &set) == 0;
}

}  // namespace bench
