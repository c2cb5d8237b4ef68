// Random statements on few users and sessions, so that they meet: the same for two stores that must agree.
#pragma once

#include "host.hpp"

#include <cstdint>
#include <deque>
#include <functional>
#include <random>
#include <string>
#include <vector>

namespace orm_test {

// Owns what its parameters point to.
struct random_request {
  statement what;
  std::vector<orm_cell> parameters;
};

class random_statements {
 public:
  // ids: of how many users there can be.
  explicit random_statements(std::uint32_t seed, std::uint32_t ids = 12) : ids_(ids), random_(seed) {}

  // The texts of its parameters live as long as the generator.
  random_request next();

 private:
  std::uint32_t below(std::uint32_t end) { return static_cast<std::uint32_t>(random_() % end); }
  const char* any(const char* kind, std::uint32_t end);
  orm_cell name();

  random_request change_of_users();
  random_request change_of_sessions();
  random_request look_at_users();
  random_request look_at_sessions();

  std::uint32_t ids_;
  std::minstd_rand random_;
  std::deque<std::string> texts_;
};

// What running something came to, in one line: its rows and how many it touched, or the code of its error.
std::string outcome_of(test_session& on, const random_request& request);

}  // namespace orm_test
