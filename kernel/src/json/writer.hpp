// Appends JSON to a string: what responses and canonical values are written with.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace orm::json {

void append_string(std::string& out, std::string_view text);  // quoted and escaped
void append_integer(std::string& out, std::int64_t number);
void append_real(std::string& out, double number);  // shortest text that reads back as the same double

}  // namespace orm::json
