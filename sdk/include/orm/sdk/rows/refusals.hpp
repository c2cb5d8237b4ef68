/* What is said where only the store could tell that a value does not fit. */
#ifndef ORM_SDK_ROWS_REFUSALS_HPP
#define ORM_SDK_ROWS_REFUSALS_HPP

#include <orm/sdk/driver.hpp>

#include <cstdint>
#include <span>
#include <vector>

namespace orm::sdk {

/* INVALID_VALUE, with model and fields: the increment id has no more numbers; a key has more than key_byte_limit bytes.
 */
driver_error ids_used_up(const orm_model& model, std::uint32_t model_index);
driver_error key_too_long(const orm_model& model, std::uint32_t model_index, std::span<const std::uint32_t> key);

/* The fields that the statement's arithmetic or sums have results for, each once. */
std::vector<std::uint32_t> computed_fields(const orm_statement& statement);

/* INVALID_VALUE: one of these results is out of range. Names the field where there is one only. */
driver_error result_out_of_range(const orm_model& model, std::uint32_t model_index,
                                 std::span<const std::uint32_t> computed);

}  // namespace orm::sdk

#endif
