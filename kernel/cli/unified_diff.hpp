// What changed between two texts, as `diff -u` shows it.
#pragma once

#include <string>
#include <string_view>

namespace orm::cli {

// Empty when the texts are equal.
std::string unified_diff(std::string_view before, std::string_view after, std::string_view before_name,
                         std::string_view after_name);

}  // namespace orm::cli
