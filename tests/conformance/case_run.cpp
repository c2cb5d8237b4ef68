// Running conformance cases.
#include "conformance/case_run.hpp"

#include <stdexcept>

#include "conformance/expectation.hpp"

namespace orm_test {
namespace {

constexpr std::size_t shown = 1500;  // of a request or a response, in a failure

std::string shortened(const std::string& text) {
  return text.size() <= shown ? text : text.substr(0, shown) + "... (" + std::to_string(text.size()) + " bytes)";
}

json call(endpoint& to, const std::string& schema, const char* op) {
  const std::string line = json::object({{"schema", schema}, {"op", op}}).dump();
  json response = json::parse(to.respond(line));
  if (!response.find("ok")) throw std::runtime_error(line + " answered " + response.dump());
  return response;
}

std::optional<std::string> reason_to_leave_out(endpoint& to, const case_set& set, const conformance_case& one) {
  if (one.needs.empty() && one.without.empty()) return std::nullopt;
  const json response = call(to, set.schemas.front().first, "capabilities");
  const auto has = [&](const std::string& name) { return response.at("ok").at(name).flag(); };
  for (const std::string& name : one.needs)
    if (!has(name)) return "needs " + name;
  for (const std::string& name : one.without)
    if (has(name)) return "is for drivers without " + name;
  return std::nullopt;
}

void run_step(endpoint& to, const case_step& step, bindings& bound, case_outcome& outcome) {
  const std::string line = step.request ? substitute(*step.request, bound).dump() : step.line;
  const std::string answer = to.respond(line);
  ++outcome.steps;
  const auto fail = [&](const std::string& why) {
    outcome.failures.push_back(why + "\n  request  " + shortened(line) + "\n  expected " +
                               shortened(step.expect.dump()) + "\n  answered " + shortened(answer));
  };
  try {
    const json response = json::parse(answer);
    if (!matches(step.expect, response, bound)) fail("another response than expected");
    for (const auto& [name, path] : step.bind) bound[name] = value_at(response, path);
  } catch (const std::exception& problem) {
    fail(problem.what());
  }
}

}  // namespace

case_outcome run_case(endpoint& to, const case_set& set, const conformance_case& one) {
  case_outcome outcome;
  for (const auto& [name, path] : set.schemas) call(to, name, "reset");
  for (const auto& [name, path] : set.schemas) call(to, name, "push");
  outcome.left_out = reason_to_leave_out(to, set, one);
  if (outcome.left_out) return outcome;
  bindings bound;
  for (const case_step& step : set.setup) run_step(to, step, bound, outcome);
  for (const case_step& step : one.steps) run_step(to, step, bound, outcome);
  return outcome;
}

}  // namespace orm_test
