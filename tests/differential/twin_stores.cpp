// Asking two stores, and finding the shortest way to a disagreement.
#include "differential/twin_stores.hpp"

#include <algorithm>
#include <regex>

#include "differential/comparison.hpp"

namespace orm_test {
namespace {

constexpr int most_replays = 400;

// Every shorter form of a value, one step away: an element less, or one element shorter. Ids stay: generated ones would
// hide what is looked for; so does `atomic`, which a driver may need.
void add_shorter(const json& value, std::vector<json>& forms) {
  if (value.is(json::kind::array)) {
    for (std::size_t i = 0; i < value.size(); ++i) {
      json shorter = value;
      shorter.items().erase(shorter.items().begin() + static_cast<std::ptrdiff_t>(i));
      forms.push_back(std::move(shorter));
    }
  } else if (value.is(json::kind::object)) {
    for (std::size_t i = 0; i < value.size(); ++i) {
      if (value.members()[i].first == "id" || value.members()[i].first == "atomic") continue;
      json shorter = value;
      shorter.members().erase(shorter.members().begin() + static_cast<std::ptrdiff_t>(i));
      forms.push_back(std::move(shorter));
    }
  }
  for (std::size_t i = 0; i < value.size(); ++i) {
    const bool list = value.is(json::kind::array);
    std::vector<json> inner;
    add_shorter(list ? value.at(i) : value.members()[i].second, inner);
    for (json& form : inner) {
      json shorter = value;
      (list ? shorter.items()[i] : shorter.members()[i].second) = std::move(form);
      forms.push_back(std::move(shorter));
    }
  }
}

}  // namespace

twin_stores::twin_stores(const std::string& name, const std::string& schema_file, const driver_under_test& left,
                         const driver_under_test& right)
    : left_(left), right_(right) {
  open(name, schema_file);
  if (left_.capabilities().foreign_keys && right_.capabilities().foreign_keys) return;
  static const std::regex references(R"re(, (references|onDelete) = "[^"]*")re");
  const std::string without = (left_.directory() / "without_references.toml").string();
  write_text(without, std::regex_replace(read_text(schema_file), references, ""));
  open(name, without);
}

void twin_stores::open(const std::string& name, const std::string& schema_file) {
  schema_ = orm::schema::load(schema_file);
  left_.open(name, schema_);
  right_.open(name, schema_);
}

bool twin_stores::have_transactions() const {
  return left_.capabilities().transactions && right_.capabilities().transactions;
}

void twin_stores::renew() {
  left_.renew();
  right_.renew();
}

std::optional<disagreement> twin_stores::ask(const json& request) {
  const std::string line = request.dump();
  const json left = json::parse(left_.respond(line)), right = json::parse(right_.respond(line));
  if (comparable(*schema_, request, left) == comparable(*schema_, request, right)) return std::nullopt;
  return disagreement{0, left, right};
}

std::optional<disagreement> twin_stores::replay(const std::vector<json>& requests) {
  renew();
  for (std::size_t i = 0; i < requests.size(); ++i) {
    if (auto found = ask(requests[i])) {
      found->request = i;
      return found;
    }
  }
  return std::nullopt;
}

// Ever smaller runs of requests.
std::vector<json> twin_stores::with_fewer_requests(std::vector<json> requests) {
  int left = most_replays;
  for (std::size_t run = std::max<std::size_t>(1, requests.size() / 2); run > 0; run /= 2) {
    for (std::size_t at = 0; at + run < requests.size();) {
      std::vector<json> shorter = requests;
      const auto begin = shorter.begin() + static_cast<std::ptrdiff_t>(at);
      shorter.erase(begin, begin + static_cast<std::ptrdiff_t>(run));
      if (--left > 0 && replay(shorter))
        requests = std::move(shorter);
      else
        at += run;
    }
  }
  return requests;
}

// Ever smaller parts of the requests.
std::vector<json> twin_stores::with_shorter_requests(std::vector<json> requests) {
  int left = most_replays;
  for (std::size_t i = requests.size(); i-- > 0;) {
    for (bool shortened = true; shortened;) {
      shortened = false;
      std::vector<json> forms;
      if (const json* args = requests[i].find("args")) add_shorter(*args, forms);
      for (json& form : forms) {
        std::vector<json> shorter = requests;
        shorter[i].set("args", std::move(form));
        const auto found = left-- > 0 ? replay(shorter) : std::nullopt;
        if (!found || found->request + 1 != shorter.size()) continue;  // it must still be the last that differs
        requests = std::move(shorter);
        shortened = true;
        break;
      }
    }
  }
  return requests;
}

std::vector<json> twin_stores::minimise(std::vector<json> requests) {
  return with_fewer_requests(with_shorter_requests(with_fewer_requests(std::move(requests))));
}

}  // namespace orm_test
