// Numbers and texts that every workload draws from.
#pragma once

#include <cstdio>
#include <string>

namespace bench {

// Numbers that visit everything, the same for every contender.
class walk {
 public:
  int next(int below) { return static_cast<int>((state_ = state_ * 1103515245u + 12345u) >> 8) % below; }

 private:
  unsigned state_ = 1;
};

// A text of the length of a UUID and the prefix.
inline std::string numbered(const char* prefix, int number) {
  char text[64];
  std::snprintf(text, sizeof text, "%s-%08d-0000-7000-8000-000000000000", prefix, number);
  return text;
}

}  // namespace bench
