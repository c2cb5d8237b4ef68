// Interleaved timing.
#include "rounds.hpp"

#include <sched.h>
#include <sys/resource.h>

#include <algorithm>
#include <cstdio>

#include "processor_time.hpp"

namespace bench {
namespace {

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

void prepare(const contender& contender, std::size_t operations) {
  if (contender.prepare) contender.prepare(operations);
}

double seconds_of(const contender& contender, std::size_t operations, const processor_time& time) {
  prepare(contender, operations);
  const double before = time.seconds();
  contender.run(operations);
  return time.seconds() - before;
}

// Runs it once more and answers what `count` counts, per operation.
double counted(const contender& contender, std::size_t operations, const std::function<std::size_t()>& count) {
  prepare(contender, operations);
  const std::size_t before = count();
  contender.run(operations);
  return static_cast<double>(count() - before) / static_cast<double>(operations);
}

}  // namespace

std::vector<result> compare(const std::vector<contender>& contenders, std::size_t operations, std::size_t rounds) {
  std::vector<std::vector<double>> times(contenders.size()), ratios(contenders.size());
  for (const contender& each : contenders) {  // warm
    prepare(each, operations);
    each.run(operations);
  }
  const processor_time time;
  for (std::size_t round = 0; round < rounds; ++round) {
    std::vector<double> of_round(contenders.size());
    for (std::size_t i = 0; i < contenders.size(); ++i) {
      const std::size_t turn = (i + round) % contenders.size();
      of_round[turn] = seconds_of(contenders[turn], operations, time);
    }
    for (std::size_t i = 0; i < contenders.size(); ++i) {
      times[i].push_back(of_round[i] / static_cast<double>(operations) * 1e6);
      ratios[i].push_back(of_round[i] / of_round[0]);
    }
  }
  std::vector<result> results;
  for (std::size_t i = 0; i < contenders.size(); ++i) {
    const double allocated = counted(contenders[i], operations, allocations);
    count_round_trips(true);
    const double travelled = counted(contenders[i], operations, round_trips);
    count_round_trips(false);
    results.push_back({contenders[i].name, median(times[i]), median(ratios[i]), allocated, travelled});
  }
  return results;
}

void take_processor(int processor) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(processor, &set);
  if (sched_setaffinity(0, sizeof set, &set) != 0) std::puts("Not bound to one processor: the ratios are noisier.\n");
  if (setpriority(PRIO_PROCESS, 0, -20) != 0) std::puts("Not run before others: their load is in the figures.\n");
}

}  // namespace bench
