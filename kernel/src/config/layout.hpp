// Which keys orm.toml may have, and how a profile's keys are laid over them.
#pragma once

#include <string_view>
#include <vector>

#include "toml/toml_file.hpp"

namespace orm::detail {

// The keys of [generate.KIND] besides the kind's own tables of them; none for an unknown kind.
const std::vector<std::string_view>& generate_keys(std::string_view kind);

// Whether [generate.KIND] holds several tables [generate.KIND.NAME] instead of being one.
bool holds_named_tables(const toml_node& kind);

// fail()s at unknown keys and wrong kinds of values, in every profile too.
void check_layout(const toml_file& file);

// The file's tables with those of a profile laid over them, key by key, except that a schema which the profile gives
// another driver loses the former driver's options. fail()s when there is no such profile; an empty one changes
// nothing.
toml_node effective_tables(const toml_file& file, std::string_view profile);

}  // namespace orm::detail
