/* The keys that a model declares, and what they bound. */
#ifndef ORM_SDK_ROWS_KEYS_HPP
#define ORM_SDK_ROWS_KEYS_HPP

#include <orm/sdk/driver.h>

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace orm::sdk {

struct model_key {
  std::vector<std::uint32_t> fields; /* in their declared order */
  bool unique;
};

/* The id first, then the unique fields, the compound uniques, the indexes: each list of fields once. */
std::vector<model_key> keys_of(const orm_model& model);

/* Throws driver_error INVALID_VALUE, with model and fields, where the row's id has more than id_byte_limit bytes or one
 * of the keys (of keys_of) more than key_byte_limit. */
void check_key_limits(const orm_model& model, std::uint32_t model_index, std::span<const model_key> keys,
                      const orm_cell* row);

/* "user(email)", "membership(userId, role)": for messages and explanations. */
std::string key_name(const orm_model& model, std::span<const std::uint32_t> fields);

/* Throws UNIQUE_CONSTRAINT_VIOLATION, rolled back, for that key of the model. */
[[noreturn]] void throw_key_taken(const orm_model& model, std::uint32_t model_index,
                                  std::span<const std::uint32_t> fields);

}  // namespace orm::sdk

#endif
