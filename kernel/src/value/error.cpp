// The spelling of error codes and outcomes in the query protocol (FORMATS, section 4).
#include "orm/error.hpp"

namespace orm {

std::string_view to_string(error_code code) noexcept {
  switch (code) {
    case error_code::unique_constraint_violation:
      return "UNIQUE_CONSTRAINT_VIOLATION";
    case error_code::foreign_key_violation:
      return "FOREIGN_KEY_VIOLATION";
    case error_code::invalid_query:
      return "INVALID_QUERY";
    case error_code::invalid_value:
      return "INVALID_VALUE";
    case error_code::invalid_schema:
      return "INVALID_SCHEMA";
    case error_code::invalid_config:
      return "INVALID_CONFIG";
    case error_code::missing_table:
      return "MISSING_TABLE";
    case error_code::missing_schema:
      return "MISSING_SCHEMA";
    case error_code::transaction_conflict:
      return "TRANSACTION_CONFLICT";
    case error_code::deadlock:
      return "DEADLOCK";
    case error_code::connection_failed:
      return "CONNECTION_FAILED";
    case error_code::timeout:
      return "TIMEOUT";
    case error_code::cancelled:
      return "CANCELLED";
    case error_code::unsupported:
      return "UNSUPPORTED";
    case error_code::driver_not_found:
      return "DRIVER_NOT_FOUND";
    case error_code::driver_incompatible:
      return "DRIVER_INCOMPATIBLE";
    case error_code::driver_failed:
      return "DRIVER_FAILED";
    case error_code::not_authorized:
      return "NOT_AUTHORIZED";
    case error_code::out_of_space:
      return "OUT_OF_SPACE";
  }
  return "DRIVER_FAILED";  // a code that a newer driver knows and this kernel doesn't
}

std::string_view to_string(write_outcome outcome) noexcept {
  switch (outcome) {
    case write_outcome::none:
      return "";
    case write_outcome::not_sent:
      return "not_sent";
    case write_outcome::rolled_back:
      return "rolled_back";
    case write_outcome::unknown:
      return "unknown";
  }
  return "unknown";
}

}  // namespace orm
