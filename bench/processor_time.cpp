// From /proc: the scheduler's own account, in nanoseconds.
#include "processor_time.hpp"

#include <time.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace bench {
namespace {

void add_children_of(const std::filesystem::path& process, std::vector<pid_t>& found) {
  for (const auto& thread : std::filesystem::directory_iterator(process / "task")) {
    std::ifstream children(thread.path() / "children");
    for (pid_t each = 0; children >> each;) {
      found.push_back(each);
      add_children_of("/proc/" + std::to_string(each), found);
    }
  }
}

double nanoseconds_of(pid_t process) {
  double used = 0;
  std::ifstream("/proc/" + std::to_string(process) + "/schedstat") >> used;
  return used;
}

}  // namespace

processor_time::processor_time() { add_children_of("/proc/self", servers_); }

double processor_time::seconds() const {
  timespec own{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &own);
  double used = static_cast<double>(own.tv_sec) * 1e9 + static_cast<double>(own.tv_nsec);
  for (const pid_t each : servers_) used += nanoseconds_of(each);
  return used / 1e9;
}

}  // namespace bench
