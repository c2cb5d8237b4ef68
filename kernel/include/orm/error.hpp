// The one error type of orm and its codes.
#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace orm {

// What went wrong. The numbers are those of the driver boundary (orm_code in driver.h).
enum class error_code : std::int32_t {
  unique_constraint_violation = 1,
  foreign_key_violation = 2,
  invalid_query = 3,
  invalid_value = 4,
  invalid_schema = 5,
  invalid_config = 6,
  missing_table = 7,
  missing_schema = 8,
  transaction_conflict = 9,
  deadlock = 10,
  connection_failed = 11,
  timeout = 12,
  cancelled = 13,
  unsupported = 14,
  driver_not_found = 15,
  driver_incompatible = 16,
  driver_failed = 17,
  not_authorized = 18,
  out_of_space = 19,
};

// "UNIQUE_CONSTRAINT_VIOLATION" and so on: the spelling of the query protocol.
std::string_view to_string(error_code code) noexcept;

// What became of a write that failed. `unknown`: it may have happened.
enum class write_outcome : std::uint8_t { none = 0, not_sent = 1, rolled_back = 2, unknown = 3 };

std::string_view to_string(write_outcome outcome) noexcept;

// Thrown by every function of orm that fails. what() is a whole sentence: what was asked, what was found, what to do.
// It never holds a password or a whole URL.
class error : public std::runtime_error {
 public:
  error(error_code code, const std::string& message) : std::runtime_error(message), code_(code) {}

  error_code code() const noexcept { return code_; }

  // The model and fields concerned, logical names; empty where unknown.
  const std::string& model() const noexcept { return model_; }
  const std::vector<std::string>& fields() const noexcept { return fields_; }

  // The driver that said so and its store's own code; empty when the kernel itself refused.
  const std::string& driver() const noexcept { return driver_; }
  const std::string& native() const noexcept { return native_; }

  // The same request may succeed when sent again.
  bool retryable() const noexcept { return retryable_; }
  write_outcome outcome() const noexcept { return outcome_; }

  // Inside a transaction request: which of its requests failed.
  std::optional<std::size_t> index() const noexcept { return index_; }

  error& at_model(std::string model) { return model_ = std::move(model), *this; }
  error& at_field(std::string field) { return fields_.push_back(std::move(field)), *this; }
  error& from_driver(std::string driver, std::string native) {
    return driver_ = std::move(driver), native_ = std::move(native), *this;
  }
  error& may_retry(bool retryable) { return retryable_ = retryable, *this; }
  error& ended(write_outcome outcome) { return outcome_ = outcome, *this; }
  error& at_index(std::size_t index) { return index_ = index, *this; }

 private:
  error_code code_;
  bool retryable_ = false;
  write_outcome outcome_ = write_outcome::none;
  std::optional<std::size_t> index_;
  std::string model_, driver_, native_;
  std::vector<std::string> fields_;
};

}  // namespace orm
