// Options by name and type.
#include <orm/sdk/driver.hpp>
#include <orm/sdk/options/nearest.hpp>
#include <orm/sdk/options/option_reader.hpp>
#include <orm/sdk/value/cells.hpp>

#include <algorithm>

namespace orm::sdk {

option_reader::option_reader(std::string_view driver, const orm_open_arguments& arguments)
    : driver_(driver), arguments_(arguments) {}

const orm_cell* option_reader::find(std::string_view name) {
  known_.push_back(name);
  for (std::uint32_t i = 0; i < arguments_.option_count; ++i) {
    if (text_view(arguments_.options[i].name) == name) return &arguments_.options[i].value;
  }
  return nullptr;
}

void option_reader::refuse(std::string_view name, const std::string& what) const {
  throw driver_error(ORM_INVALID_CONFIG, "driver " + std::string(driver_) + ": option " + in_quotes(name) + " " + what);
}

std::optional<std::string_view> option_reader::text(std::string_view name) {
  const orm_cell* given = find(name);
  if (given == nullptr) return std::nullopt;
  if (given->type != ORM_CELL_TEXT) refuse(name, "must be a text");
  return text_of(*given);
}

std::int64_t option_reader::integer(std::string_view name, std::int64_t otherwise, std::int64_t least,
                                    std::int64_t most) {
  const orm_cell* given = find(name);
  if (given == nullptr) return otherwise;
  if (given->type != ORM_CELL_INTEGER || given->as.integer < least || given->as.integer > most)
    refuse(name, "must be an integer from " + std::to_string(least) + " to " + std::to_string(most));
  return given->as.integer;
}

bool option_reader::boolean(std::string_view name, bool otherwise) {
  const orm_cell* given = find(name);
  if (given == nullptr) return otherwise;
  if (given->type != ORM_CELL_BOOLEAN) refuse(name, "must be true or false");
  return given->as.integer != 0;
}

std::string_view option_reader::choice(std::string_view name, std::string_view otherwise,
                                       const std::vector<std::string_view>& choices) {
  const auto given = text(name);
  if (!given) return otherwise;
  if (std::find(choices.begin(), choices.end(), *given) == choices.end())
    refuse(name, "must be one of " + listing(choices));
  return *given;
}

std::optional<std::string_view> option_reader::json(std::string_view name) {
  const orm_cell* given = find(name);
  if (given == nullptr) return std::nullopt;
  if (given->type != ORM_CELL_JSON) refuse(name, "must be a table");
  return text_of(*given);
}

void option_reader::finish() const {
  for (std::uint32_t i = 0; i < arguments_.option_count; ++i) {
    const std::string_view name = text_view(arguments_.options[i].name);
    if (std::find(known_.begin(), known_.end(), name) != known_.end()) continue;
    throw driver_error(ORM_INVALID_CONFIG,
                       "driver " + std::string(driver_) + " has no option " + in_quotes(name) + suggest(name, known_));
  }
}

}  // namespace orm::sdk
