// Near names by restricted edit distance.
#include <orm/sdk/options/nearest.hpp>
#include <orm/sdk/value/text.hpp>

#include <algorithm>
#include <array>
#include <cstddef>

namespace orm::sdk {
namespace {

constexpr std::size_t longest = 64;  // names beyond it are never suggested, which bounds the work

// Optimal string alignment: insertions, deletions, replacements and swaps of neighbours, each of cost 1.
std::size_t distance(std::string_view left, std::string_view right) {
  std::array<std::array<std::size_t, longest + 1>, 3> rows{};
  for (std::size_t j = 0; j <= right.size(); ++j) rows[0][j] = j;
  for (std::size_t i = 1; i <= left.size(); ++i) {
    auto& current = rows[i % 3];
    const auto& previous = rows[(i + 2) % 3];
    const auto& before = rows[(i + 1) % 3];
    current[0] = i;
    for (std::size_t j = 1; j <= right.size(); ++j) {
      const char a = fold_case(left[i - 1]), b = fold_case(right[j - 1]);
      current[j] = std::min({previous[j] + 1, current[j - 1] + 1, previous[j - 1] + (a == b ? 0 : 1)});
      const bool swapped = i > 1 && j > 1 && a == fold_case(right[j - 2]) && fold_case(left[i - 2]) == b;
      if (swapped) current[j] = std::min(current[j], before[j - 2] + 1);
    }
  }
  return rows[left.size() % 3][right.size()];
}

}  // namespace

std::optional<std::string_view> nearest(std::string_view name, const std::vector<std::string_view>& candidates) {
  if (name.empty() || name.size() > longest) return std::nullopt;
  std::optional<std::string_view> found;
  std::size_t best = std::min(name.size() - 1, std::max<std::size_t>(1, name.size() / 3)) + 1;
  for (const std::string_view candidate : candidates) {
    if (candidate.empty() || candidate.size() > longest || candidate == name) continue;
    const std::size_t apart = distance(name, candidate);
    if (apart < best) best = apart, found = candidate;
  }
  if (found || name.size() < 3) return found;
  for (const std::string_view candidate : candidates) {
    if (candidate.size() > name.size() && text_starts_with(candidate, name, text_case::insensitive)) return candidate;
  }
  return std::nullopt;
}

std::string did_you_mean(std::string_view name, const std::vector<std::string_view>& candidates) {
  const auto near = nearest(name, candidates);
  return near ? ", did you mean " + in_quotes(*near) + "?" : std::string();
}

std::string suggest(std::string_view name, const std::vector<std::string_view>& candidates) {
  std::string near = did_you_mean(name, candidates);
  if (!near.empty() || candidates.empty()) return near;
  return ", expected one of " + listing(candidates);
}

std::string listing(const std::vector<std::string_view>& names) {
  std::string out;
  for (const std::string_view name : names) out.append(out.empty() ? "" : ", ").append(name);
  return out;
}

std::string in_quotes(std::string_view name) {
  std::string out = "\"";
  for (const char c : name) out += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? '?' : c;
  return out + '"';
}

}  // namespace orm::sdk
