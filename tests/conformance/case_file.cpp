// Reading conformance cases.
#include "conformance/case_file.hpp"

#include <algorithm>
#include <initializer_list>
#include <stdexcept>

#include "support/temporary_directory.hpp"

namespace orm_test {
namespace {

void expect_keys(const json& object, std::initializer_list<std::string_view> known) {
  for (const auto& [key, value] : object.members())
    if (std::find(known.begin(), known.end(), key) == known.end())
      throw std::runtime_error("unknown key \"" + key + "\" in " + object.dump().substr(0, 200));
}

std::vector<std::string> read_names(const json& object, std::string_view key) {
  std::vector<std::string> names;
  if (const json* list = object.find(key))
    for (const json& item : list->items()) names.push_back(item.text());
  return names;
}

std::string from_hex(const std::string& digits) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2)
    bytes.push_back(static_cast<char>(std::stoi(digits.substr(i, 2), nullptr, 16)));
  return bytes;
}

case_step read_step(const json& object) {
  expect_keys(object, {"request", "line", "hex", "expect", "bind"});
  case_step step;
  if (const json* request = object.find("request"))
    step.request = *request;
  else if (const json* hex = object.find("hex"))
    step.line = from_hex(hex->text());
  else
    step.line = object.at("line").text();
  step.expect = object.at("expect");
  if (const json* bind = object.find("bind"))
    for (const auto& [name, path] : bind->members()) step.bind[name] = path.text();
  return step;
}

std::vector<case_step> read_steps(const json& list) {
  std::vector<case_step> steps;
  for (const json& item : list.items()) steps.push_back(read_step(item));
  return steps;
}

case_set read_set(const json& object, const std::filesystem::path& directory) {
  expect_keys(object, {"name", "share", "basis", "source", "schemas", "needs", "without", "setup", "cases"});
  case_set set;
  set.name = object.at("name").text();
  for (const auto& [name, path] : object.at("schemas").members())
    set.schemas.emplace_back(name, directory / path.text());
  if (const json* setup = object.find("setup")) set.setup = read_steps(*setup);
  for (const json& item : object.at("cases").items()) {
    expect_keys(item, {"name", "source", "basis", "needs", "without", "steps"});
    conformance_case one;
    one.name = item.at("name").text();
    for (const json* level : {&object, &item}) {
      for (std::string& name : read_names(*level, "needs")) one.needs.push_back(std::move(name));
      for (std::string& name : read_names(*level, "without")) one.without.push_back(std::move(name));
    }
    one.steps = read_steps(item.at("steps"));
    set.cases.push_back(std::move(one));
  }
  return set;
}

}  // namespace

case_set case_set::load(const std::filesystem::path& file) {
  try {
    return read_set(json::parse(read_text(file)), file.parent_path());
  } catch (const std::exception& problem) {
    throw std::runtime_error(file.string() + ": " + problem.what());
  }
}

}  // namespace orm_test
