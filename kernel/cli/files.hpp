// Files that are written whole or not at all.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace orm::cli {

// The whole file; none when there is no such file. Throws error(invalid_config) where it can't be read.
std::optional<std::string> read_file(const std::string& path);

// Replaces the file in one step, making the directories that lack; on failure and on an interrupt the old one stays,
// and nothing half written is left behind. Throws error(out_of_space, not_authorized, invalid_config).
void write_file(const std::string& path, std::string_view text);

}  // namespace orm::cli
