/* What an update makes of a field's value: the same arithmetic on every store. Any thread may call it. */
#ifndef ORM_SDK_VALUE_ASSIGNMENT_HPP
#define ORM_SDK_VALUE_ASSIGNMENT_HPP

#include <orm/sdk/driver.h>
#include <orm/sdk/value/arena.hpp>

#include <cstdint>

namespace orm::sdk {

/* out = current <kind> operand, for a field of type field_type (orm_field_type) and a kind of orm_assignment_kind.
 * SET answers the operand itself. Arithmetic on null is null; integers and decimals are exact; a double that underflows
 * is 0, never -0. The text of a computed decimal is in arena. ORM_OK, ORM_INVALID_VALUE where the result does not fit
 * the field (out is left alone), ORM_UNSUPPORTED for arithmetic on a field that is no number or an unknown kind. */
orm_code apply_assignment(std::uint32_t field_type, std::uint32_t kind, const orm_cell& current,
                          const orm_cell& operand, cell_arena& arena, orm_cell& out);

}  // namespace orm::sdk

#endif
