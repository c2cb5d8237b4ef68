// What a store says when something around it is broken.
#pragma once

#include <functional>
#include <string>

#include "support/json.hpp"
#include "support/store_fixture.hpp"

namespace orm_test {

// The error of a request: throws std::runtime_error when it worked.
json refusal_of(const store_fixture& store, const std::string& request);

// The code of the orm::error that the action throws; empty when it throws none. Its message holds neither a password
// nor a whole URL, and says something.
std::string thrown_code(const std::function<void()>& action);

// A schema of one model with an id, a text and a counter, and requests on it.
extern const char* const note_schema;
std::string create_note(const std::string& id, const std::string& text = {});
inline constexpr const char* count_notes = R"({"schema":"app","model":"note","op":"count"})";

}  // namespace orm_test
