// Conformance cases as data: a set of cases on some schemas, each case a list of steps.
//
//   {"name", "share", "basis", "source", "schemas": {"NAME": "schemas/NAME.toml"}, "needs": [...], "without": [...],
//    "setup": [STEP...],                       run before each case
//    "cases": [{"name", "source", "needs", "without", "steps": [STEP...]}]}
//   STEP = {"request": {...}, "expect": {"ok": ...} | {"error": {...}}, "bind": {"var": "ok.0.id"}}
//        | {"line": "raw text", "expect": ...}  |  {"hex": "raw bytes", "expect": ...}
//
// A case starts on empty stores that are pushed. `needs` and `without` name capabilities: a case whose needs the driver
// lacks is left out.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "support/json.hpp"

namespace orm_test {

struct case_step {
  std::optional<json> request;
  std::string line;  // without a request: these very bytes
  json expect;
  std::map<std::string, std::string> bind;
};

struct conformance_case {
  std::string name;
  std::vector<std::string> needs, without;  // the set's included
  std::vector<case_step> steps;
};

struct case_set {
  std::string name;
  std::vector<std::pair<std::string, std::filesystem::path>> schemas;
  std::vector<case_step> setup;
  std::vector<conformance_case> cases;

  // Throws std::runtime_error that names the file and what is wrong: unknown keys too.
  static case_set load(const std::filesystem::path& file);
};

}  // namespace orm_test
