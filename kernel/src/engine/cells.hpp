// Values as cells for a driver, and back.
#pragma once

#include "orm/schema.hpp"
#include "orm/sdk/driver.h"

namespace orm::detail {

// A cell that borrows the value's text. A list needs place for its cells: see parameter_list.
orm_cell to_cell(const value& given) noexcept;

// An owned value of a cell.
value to_value(const orm_cell& cell);

}  // namespace orm::detail
