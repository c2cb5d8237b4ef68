// Shrinking, by trying.
#include "differential/shrinking.hpp"

#include <algorithm>

namespace orm_test {
namespace {

constexpr int most_replays = 400;  // of each step

bool must_stay(const std::string& name, bool in_data) { return name == "atomic" || (in_data && name == "id"); }

json without(const json& value, std::size_t i) {
  json shorter = value;
  const auto at = static_cast<std::ptrdiff_t>(i);
  if (value.is(json::kind::array))
    shorter.items().erase(shorter.items().begin() + at);
  else
    shorter.members().erase(shorter.members().begin() + at);
  return shorter;
}

// Every shorter form of a value, one step away: an element less, or one element shorter.
void add_shorter(const json& value, bool in_data, std::vector<json>& forms) {
  const bool list = value.is(json::kind::array);
  for (std::size_t i = 0; i < value.size(); ++i)
    if (list || !must_stay(value.members()[i].first, in_data)) forms.push_back(without(value, i));
  for (std::size_t i = 0; i < value.size(); ++i) {
    const std::string name = list ? "" : value.members()[i].first;
    std::vector<json> inner;
    add_shorter(list ? value.at(i) : value.members()[i].second, in_data || name == "data" || name == "create", inner);
    for (json& form : inner) {
      json shorter = value;
      (list ? shorter.items()[i] : shorter.members()[i].second) = std::move(form);
      forms.push_back(std::move(shorter));
    }
  }
}

std::vector<json> with_fewer_requests(std::vector<json> requests, const replay& fails) {
  int left = most_replays;
  for (std::size_t run = std::max<std::size_t>(1, requests.size() / 2); run > 0; run /= 2) {
    for (std::size_t at = 0; at + run < requests.size() && left > 0;) {  // the last one is the failure
      std::vector<json> shorter = requests;
      const auto begin = shorter.begin() + static_cast<std::ptrdiff_t>(at);
      shorter.erase(begin, begin + static_cast<std::ptrdiff_t>(run));
      --left;
      if (const auto failing = fails(shorter)) {
        shorter.resize(*failing + 1);
        requests = std::move(shorter);
      } else {
        at += run;
      }
    }
  }
  return requests;
}

// One step that still fails at the last request; false: there is none.
bool shorten_one(std::vector<json>& requests, std::size_t i, const replay& fails, int& left) {
  std::vector<json> forms;
  if (const json* args = requests[i].find("args")) add_shorter(*args, false, forms);
  for (json& form : forms) {
    if (left-- <= 0) return false;
    std::vector<json> shorter = requests;
    shorter[i].set("args", std::move(form));
    if (fails(shorter) != shorter.size() - 1) continue;
    requests = std::move(shorter);
    return true;
  }
  return false;
}

}  // namespace

std::vector<json> shrink(std::vector<json> requests, const replay& fails) {
  requests = with_fewer_requests(std::move(requests), fails);
  int left = most_replays;
  for (std::size_t i = requests.size(); i-- > 0;)
    while (shorten_one(requests, i, fails, left)) {
    }
  return with_fewer_requests(std::move(requests), fails);
}

}  // namespace orm_test
