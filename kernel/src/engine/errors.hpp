// Errors across the driver boundary, from the C struct into orm::error.
#pragma once

#include "orm/error.hpp"
#include "orm/schema.hpp"
#include "orm/sdk/driver.h"

namespace orm::detail {

// The error that a driver reported, names instead of indexes.
error driver_error(const orm_error& failure, const orm_driver& driver, const schema& schema);
[[noreturn]] void throw_driver_error(const orm_error& failure, const orm_driver& driver, const schema& schema);

// Whether a session that failed so must be looked at before it is used again.
bool leaves_doubt(error_code code) noexcept;

}  // namespace orm::detail
