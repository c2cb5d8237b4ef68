// Whether a value fits a field, and its one normal form: the kernel's check before any driver sees data.
#pragma once

#include <functional>

#include "orm/schema.hpp"

namespace orm::detail {

// Brings a value into the form in which it crosses to drivers: decimals normalised, JSON canonical, -0 as 0, a number
// as the kind of its field. Throws error(invalid_value) with model and field: a null where none may be, another kind,
// out of range, not in the enum, text that is not UTF-8 or holds NUL, a decimal of more than 1,000 digits, ...
// A list is conformed element by element.
void conform(const model& model, const field& field, value& given);

// Refuses a key that is too large to be written: an id above 255 bytes, a unique key or index above 2,048 bytes of
// text, bytes and decimal digits. value_of(field): the field's conformed value; null counts as empty.
void check_key_sizes(const model& model, const std::function<const value&(std::uint32_t field)>& value_of);

}  // namespace orm::detail
