// Checks of request shapes.
#include "protocol/request_shape.hpp"

#include <algorithm>
#include <vector>

#include "text/nearest.hpp"

namespace orm::detail {

void refuse_query(const std::string& what) { throw error(error_code::invalid_query, what); }

void expect_object(const json::node& node, std::string_view what) {
  if (!node.is(json::kind::object)) refuse_query(std::string(what) + " must be an object");
  std::string_view twice;
  if (node.has_duplicate_key(twice))
    refuse_query(std::string(what) + " holds the key \"" + std::string(twice) + "\" twice");
}

void expect_array(const json::node& node, std::string_view what) {
  if (!node.is(json::kind::array)) refuse_query(std::string(what) + " must be an array");
}

void expect_keys(const json::node& node, std::string_view what, std::initializer_list<std::string_view> known) {
  expect_object(node, what);
  for (const json::node member : node) {
    if (std::find(known.begin(), known.end(), member.key()) != known.end()) continue;
    refuse_query(std::string(what) + ": unknown key \"" + std::string(member.key()) + "\"" +
                 did_you_mean(member.key(), std::vector<std::string_view>(known)));
  }
}

std::optional<json::node> find_member(const json::node& object, std::string_view key) {
  for (const json::node member : object)
    if (member.key() == key) return member;
  return std::nullopt;
}

}  // namespace orm::detail
