// Translation of driver errors: the only place where indexes of a failure become names.
#include "engine/errors.hpp"

#include <algorithm>
#include <cstring>

namespace orm::detail {
namespace {

std::string bounded(const char* text, std::size_t capacity) { return {text, strnlen(text, capacity)}; }

}  // namespace

error driver_error(const orm_error& failure, const orm_driver& driver, const schema& schema) {
  std::string message = bounded(failure.message, sizeof failure.message);
  if (message.empty()) message = std::string(to_string(static_cast<error_code>(failure.code)));
  error made(static_cast<error_code>(failure.code), message);
  made.from_driver(driver.name, bounded(failure.native, sizeof failure.native));
  // What may have happened must not be done twice by someone who follows the flag.
  made.may_retry(failure.retryable != 0 && failure.outcome != ORM_OUTCOME_UNKNOWN);
  if (failure.outcome <= ORM_OUTCOME_UNKNOWN) made.ended(static_cast<write_outcome>(failure.outcome));
  if (failure.model < schema.models().size()) {
    const model& model = schema.models()[failure.model];
    made.at_model(model.name);
    const std::size_t count = std::min<std::size_t>(failure.field_count, ORM_ERROR_FIELDS);
    for (std::size_t i = 0; i < count; ++i)
      if (failure.fields[i] < model.fields.size()) made.at_field(model.fields[failure.fields[i]].name);
  }
  return made;
}

bool leaves_doubt(error_code code) noexcept {
  return code == error_code::connection_failed || code == error_code::timeout || code == error_code::cancelled;
}

void throw_driver_error(const orm_error& failure, const orm_driver& driver, const schema& schema) {
  throw driver_error(failure, driver, schema);
}

}  // namespace orm::detail
