/* Integers of 32 and 64 bits: arithmetic that knows the range of a field. Pure: any thread may call it. */
#ifndef ORM_SDK_VALUE_INTEGER_HPP
#define ORM_SDK_VALUE_INTEGER_HPP

#include <orm/sdk/driver.h>

#include <cstdint>
#include <limits>
#include <optional>

namespace orm::sdk {

/* Whether a field of that type (ORM_FIELD_INTEGER or ORM_FIELD_BIGINT) holds the value. */
constexpr bool integer_fits(std::uint32_t field_type, std::int64_t value) {
  return field_type != ORM_FIELD_INTEGER ||
         (value >= std::numeric_limits<std::int32_t>::min() && value <= std::numeric_limits<std::int32_t>::max());
}

/* None where the exact result is outside the field's range. */
constexpr std::optional<std::int64_t> add_integer(std::uint32_t field_type, std::int64_t left, std::int64_t right) {
  std::int64_t result = 0;
  if (__builtin_add_overflow(left, right, &result) || !integer_fits(field_type, result)) return std::nullopt;
  return result;
}

constexpr std::optional<std::int64_t> subtract_integer(std::uint32_t field_type, std::int64_t left,
                                                       std::int64_t right) {
  std::int64_t result = 0;
  if (__builtin_sub_overflow(left, right, &result) || !integer_fits(field_type, result)) return std::nullopt;
  return result;
}

constexpr std::optional<std::int64_t> multiply_integer(std::uint32_t field_type, std::int64_t left,
                                                       std::int64_t right) {
  std::int64_t result = 0;
  if (__builtin_mul_overflow(left, right, &result) || !integer_fits(field_type, result)) return std::nullopt;
  return result;
}

}  // namespace orm::sdk

#endif
