// The kernel's own copy of a driver's function table.
#pragma once

#include "orm/sdk/driver.h"

namespace orm::detail {

// A table in which every function is there: what the driver's size does not cover or leaves null is replaced. Its size
// is that of this kernel's orm_driver. The driver's size covers name and version at least.
orm_driver complete_table(const orm_driver& given) noexcept;

}  // namespace orm::detail
