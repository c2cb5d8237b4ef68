// Schema files for the tests: written to an own directory, which is the working directory of the test program.
#pragma once

#include <memory>
#include <string>

#include "orm/schema.hpp"

namespace orm_test {

// Writes app.toml and loads it.
std::shared_ptr<const orm::schema> load_text(const std::string& text);

// The message with which load_text() refuses a text with INVALID_SCHEMA; empty when it takes it.
std::string refusal(const std::string& text);

// Likewise for a declaration.
std::string refusal(const orm::schema_declaration& declaration);

}  // namespace orm_test
