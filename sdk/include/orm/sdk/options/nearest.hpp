/* Names that a misspelt one most likely meant: one rule for schema files, orm.toml and drivers. Pure: any thread may
 * call these. */
#ifndef ORM_SDK_OPTIONS_NEAREST_HPP
#define ORM_SDK_OPTIONS_NEAREST_HPP

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace orm::sdk {

/* The candidate nearest to a name: few letters inserted, left out, replaced or swapped (ASCII case apart), or a
 * candidate that the name abbreviates. None when nothing is near. The first of equally near ones. */
std::optional<std::string_view> nearest(std::string_view name, const std::vector<std::string_view>& candidates);

/* `, did you mean "unique"?` for the end of a message; empty when nothing is near. */
std::string did_you_mean(std::string_view name, const std::vector<std::string_view>& candidates);

/* As did_you_mean(), but lists all candidates when none is near: `, expected one of a, b, c`. */
std::string suggest(std::string_view name, const std::vector<std::string_view>& candidates);

/* "a, b, c". */
std::string listing(const std::vector<std::string_view>& names);

/* A name in double quotes, control characters shown as '?'. */
std::string in_quotes(std::string_view name);

}  // namespace orm::sdk

#endif
