// Running one conformance case.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "conformance/case_file.hpp"
#include "conformance/endpoint.hpp"

namespace orm_test {

struct case_outcome {
  std::optional<std::string> left_out;  // why: a capability that the driver lacks or has
  std::vector<std::string> failures;    // request, expectation, response
  std::size_t steps = 0;
};

// Empties the stores, pushes, runs the set's setup and the case's steps; goes on after a step that fails.
case_outcome run_case(endpoint& to, const case_set& set, const conformance_case& one);

}  // namespace orm_test
