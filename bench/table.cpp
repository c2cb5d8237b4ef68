// Markdown.
#include "table.hpp"

#include <stdlib.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>

namespace bench {
namespace {

// "7.9 / 8.0 / 30": one figure of each contender.
std::string listed(const std::vector<result>& results, double result::*figure) {
  std::string text;
  for (const result& each : results) {
    char number[32];
    std::snprintf(number, sizeof number, "%.4g", each.*figure);
    text += (text.empty() ? "" : " / ") + std::string(number);
  }
  return text;
}

std::string processor_name() {
  std::ifstream from("/proc/cpuinfo");
  for (std::string line; std::getline(from, line);)
    if (line.starts_with("model name")) return line.substr(line.find(':') + 2);
  return "unknown processor";
}

}  // namespace

table::table(const std::vector<std::string>& contenders) {
  std::string heading = "|", line = "|---|", names;
  for (std::size_t i = 0; i < contenders.size(); ++i) {
    heading += " | " + contenders[i] + " µs" + (i == 0 ? "" : " | ratio");
    line += i == 0 ? "---|" : "---|---|";
    names += (i == 0 ? "" : " / ") + contenders[i];
    if (i == 1) heading += " | target", line += "---|";
  }
  std::printf("%s | allocations: %s | round trips |\n%s---|---|\n", heading.c_str(), names.c_str(), line.c_str());
}

void table::add(const std::string& title, double target, const std::vector<result>& results) const {
  std::printf("| %s", title.c_str());
  for (std::size_t i = 0; i < results.size(); ++i) {
    std::printf(" | %.4g", results[i].microseconds);
    if (i > 0) std::printf(" | %.2f", results[i].ratio);
    if (i == 1) std::printf(" | %.2f", target);
  }
  std::printf(" | %s | %s |\n", listed(results, &result::allocations).c_str(),
              listed(results, &result::round_trips).c_str());
  std::fflush(stdout);
}

void print_machine() {
  double load = 0;
  getloadavg(&load, 1);
  std::printf("%s, %ld processors, load %.1f when it began.\n\n", processor_name().c_str(),
              sysconf(_SC_NPROCESSORS_ONLN), load);
}

}  // namespace bench
