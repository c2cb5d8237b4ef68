/* Filling in the error struct that a caller lent. */
#ifndef ORM_SDK_VALUE_ERROR_HPP
#define ORM_SDK_VALUE_ERROR_HPP

#include <orm/sdk/driver.h>

#include <cstdint>
#include <span>
#include <string_view>

namespace orm::sdk {

/* What is known about an error besides its code and message. */
struct error_details {
  std::uint32_t model = ORM_NONE;
  std::span<const std::uint32_t> fields = {}; /* those past ORM_ERROR_FIELDS are left out */
  std::string_view native = {};
  orm_outcome outcome = ORM_OUTCOME_NONE;
  bool retryable = false;
};

/* Sets every member of error that its size covers, texts cut at the end of a character, and returns code. Nothing
 * happens to a null error. */
orm_code fail(orm_error* error, orm_code code, std::string_view message, const error_details& details = {});

}  // namespace orm::sdk

#endif
