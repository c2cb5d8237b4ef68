// What changed between two texts: the greedy algorithm of E. W. Myers, "An O(ND) Difference Algorithm and Its
// Variations" (1986), line by line, and hunks with three lines of context around the changes.
#include "unified_diff.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace orm::cli {

namespace {

constexpr std::size_t context = 3;

struct edit {
  char kind;  // ' ' kept, '-' taken away, '+' added
  std::string_view line;
};

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return lines;
}

std::vector<edit> edits_between(const std::vector<std::string_view>& before,
                                const std::vector<std::string_view>& after) {
  const auto n = static_cast<std::ptrdiff_t>(before.size());
  const auto m = static_cast<std::ptrdiff_t>(after.size());
  const std::ptrdiff_t most = n + m;
  std::vector<std::ptrdiff_t> furthest(static_cast<std::size_t>(2 * most + 3), 0);
  const auto at = [&](std::ptrdiff_t diagonal) -> std::ptrdiff_t& {
    return furthest[static_cast<std::size_t>(diagonal + most + 1)];
  };
  // Whether the path to this diagonal with this many changes came from the one above it (a line added).
  const auto comes_down = [&](std::ptrdiff_t diagonal, std::ptrdiff_t changes) {
    return diagonal == -changes || (diagonal != changes && at(diagonal - 1) < at(diagonal + 1));
  };
  std::vector<std::vector<std::ptrdiff_t>> history;
  for (std::ptrdiff_t changes = 0; changes <= most; ++changes) {
    history.push_back(furthest);
    bool arrived = false;
    for (std::ptrdiff_t diagonal = -changes; diagonal <= changes && !arrived; diagonal += 2) {
      std::ptrdiff_t x = comes_down(diagonal, changes) ? at(diagonal + 1) : at(diagonal - 1) + 1;
      while (x < n && x - diagonal < m &&
             before[static_cast<std::size_t>(x)] == after[static_cast<std::size_t>(x - diagonal)]) {
        ++x;
      }
      at(diagonal) = x;
      arrived = x >= n && x - diagonal >= m;
    }
    if (arrived) break;
  }

  std::vector<edit> edits;  // backwards
  std::ptrdiff_t x = n, y = m;
  for (auto changes = static_cast<std::ptrdiff_t>(history.size()) - 1; changes >= 0; --changes) {
    furthest = history[static_cast<std::size_t>(changes)];
    const std::ptrdiff_t diagonal = x - y;
    const bool down = comes_down(diagonal, changes);
    const std::ptrdiff_t from_x = changes == 0 ? 0 : at(diagonal + (down ? 1 : -1));
    const std::ptrdiff_t from_y = changes == 0 ? 0 : from_x - (diagonal + (down ? 1 : -1));
    while (x > from_x && y > from_y) {
      edits.push_back({' ', before[static_cast<std::size_t>(--x)]});
      --y;
    }
    if (changes == 0) break;
    if (down) {
      edits.push_back({'+', after[static_cast<std::size_t>(--y)]});
    } else {
      edits.push_back({'-', before[static_cast<std::size_t>(--x)]});
    }
  }
  std::ranges::reverse(edits);
  return edits;
}

std::string range(std::size_t first, std::size_t count) {
  const std::string start = std::to_string(count == 0 ? first : first + 1);
  return count == 1 ? start : start + "," + std::to_string(count);
}

}  // namespace

std::string unified_diff(std::string_view before, std::string_view after, std::string_view before_name,
                         std::string_view after_name) {
  if (before == after) return {};
  const std::vector<edit> edits = edits_between(lines_of(before), lines_of(after));
  std::string text = "--- " + std::string(before_name) + "\n+++ " + std::string(after_name) + "\n";
  std::size_t before_line = 0, after_line = 0;
  for (std::size_t i = 0; i < edits.size();) {
    if (edits[i].kind == ' ') {
      ++before_line, ++after_line, ++i;
      continue;
    }
    // A hunk reaches until more than twice the context follows without a change.
    const std::size_t lead = std::min({context, before_line, after_line, i});
    std::size_t end = i + 1;
    for (std::size_t next = end; next < edits.size() && next - end <= 2 * context; ++next) {
      if (edits[next].kind != ' ') end = next + 1;
    }
    const std::size_t first = i - lead, last = std::min(edits.size(), end + context);
    std::string body;
    std::size_t removed = 0, added = 0;
    for (std::size_t line = first; line < last; ++line) {
      body += edits[line].kind;
      body += edits[line].line;
      if (body.back() != '\n') body += "\n\\ No newline at end of file\n";
      removed += edits[line].kind != '+';
      added += edits[line].kind != '-';
    }
    text += "@@ -" + range(before_line - lead, removed) + " +" + range(after_line - lead, added) + " @@\n" + body;
    before_line += removed - lead, after_line += added - lead;
    i = last;
  }
  return text;
}

}  // namespace orm::cli
