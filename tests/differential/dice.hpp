// Repeatable choices from a seed.
#pragma once

#include <cstddef>
#include <random>
#include <vector>

namespace orm_test {

class dice {
 public:
  explicit dice(std::uint64_t seed) : engine_(seed) {}

  // 0 .. sides-1. Not std::uniform_int_distribution, whose results differ between libraries.
  std::size_t below(std::size_t sides) { return static_cast<std::size_t>(engine_() % sides); }
  bool percent(std::size_t chance) { return below(100) < chance; }
  template <class T>
  const T& one_of(const std::vector<T>& choices) {
    return choices[below(choices.size())];
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace orm_test
