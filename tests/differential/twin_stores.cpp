// Asking two stores.
#include "differential/twin_stores.hpp"

#include <algorithm>
#include <regex>

#include "differential/comparison.hpp"
#include "differential/shrinking.hpp"

namespace orm_test {
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
  schema_file_ = schema_file;
  schema_ = orm::schema::load(schema_file);
  left_.open(name, schema_);
  right_.open(name, schema_);
}

bool twin_stores::have_transactions() const {
  return left_.capabilities().transactions && right_.capabilities().transactions;
}

std::vector<std::string> twin_stores::common_isolations() const {
  std::vector<std::string> common;
  const std::vector<std::string>& others = right_.capabilities().isolations;
  for (const std::string& each : left_.capabilities().isolations)
    if (std::find(others.begin(), others.end(), each) != others.end()) common.push_back(each);
  return common;
}

void twin_stores::renew() {
  left_.renew();
  right_.renew();
}

std::optional<disagreement> twin_stores::ask(const json& request) {
  const std::string line = request.dump();
  const json left = json::parse(left_.respond(line));
  const json right = distortion_(request, json::parse(right_.respond(line)));
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

std::vector<json> twin_stores::minimise(std::vector<json> requests) {
  return shrink(std::move(requests), [&](const std::vector<json>& shorter) -> std::optional<std::size_t> {
    const auto found = replay(shorter);
    return found ? std::optional(found->request) : std::nullopt;
  });
}

}  // namespace orm_test
