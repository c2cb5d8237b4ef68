/* The order of rows. Pure functions. */
#ifndef ORM_SDK_ROWS_ORDER_HPP
#define ORM_SDK_ROWS_ORDER_HPP

#include <orm/sdk/driver.h>

#include <cstddef>
#include <span>
#include <vector>

namespace orm::sdk {

/* Negative, zero or positive: left before right in that order, a tie, after. */
int compare_rows(std::span<const orm_order> order, const orm_cell* left, const orm_cell* right);

/* Puts the rows in order. Only the first `wanted` of them are needed: the rest is dropped. */
void sort_rows(std::span<const orm_order> order, std::vector<const orm_cell*>& rows, std::size_t wanted);

}  // namespace orm::sdk

#endif
