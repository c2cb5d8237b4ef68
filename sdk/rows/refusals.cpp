// Errors for values that a store refuses by itself, in the words of those that judge values before they store them.
#include <orm/sdk/rows/keys.hpp>
#include <orm/sdk/rows/refusals.hpp>
#include <orm/sdk/value/cells.hpp>

#include <algorithm>
#include <string>

namespace orm::sdk {

driver_error ids_used_up(const orm_model& model, std::uint32_t model_index) {
  return driver_error(ORM_INVALID_VALUE, "the 32 bits of " + key_name(model, {&model.id, 1}) + " are used up")
      .on(model_index, {model.id});
}

driver_error key_too_long(const orm_model& model, std::uint32_t model_index, std::span<const std::uint32_t> key) {
  return driver_error(ORM_INVALID_VALUE, "the key " + key_name(model, key) + " has more than the " +
                                             std::to_string(key_byte_limit) + " bytes that are allowed")
      .on(model_index, {key.begin(), key.end()});
}

std::vector<std::uint32_t> computed_fields(const orm_statement& statement) {
  std::vector<std::uint32_t> out;
  const auto add = [&](std::uint32_t field) {
    if (std::find(out.begin(), out.end(), field) == out.end()) out.push_back(field);
  };
  if (statement.kind == ORM_AGGREGATE) {
    for (const orm_aggregate& each : aggregates(statement)) {
      if (each.kind == ORM_AGGREGATE_SUM) add(each.field);
    }
  } else {
    for (const orm_assignment& each : assignments(statement)) {
      if (each.kind != ORM_ASSIGN_SET) add(each.field);
    }
  }
  return out;
}

driver_error result_out_of_range(const orm_model& model, std::uint32_t model_index,
                                 std::span<const std::uint32_t> computed) {
  const bool certain = computed.size() == 1;
  return driver_error(ORM_INVALID_VALUE,
                      certain ? "the result for " + key_name(model, computed) + " is out of range"
                              : "a result for model \"" + std::string(text_view(model.name)) + "\" is out of range")
      .on(model_index,
          certain ? std::vector<std::uint32_t>(computed.begin(), computed.end()) : std::vector<std::uint32_t>());
}

}  // namespace orm::sdk
