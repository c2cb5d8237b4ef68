// The arithmetic of updates, by the field's type.
#include <orm/sdk/value/assignment.hpp>
#include <orm/sdk/value/cells.hpp>
#include <orm/sdk/value/decimal.hpp>
#include <orm/sdk/value/integer.hpp>

#include <cmath>
#include <limits>
#include <string>

namespace orm::sdk {
namespace {

orm_code assign_integer(std::uint32_t field_type, std::uint32_t kind, std::int64_t current, std::int64_t operand,
                        orm_cell& out) {
  const auto result = kind == ORM_ASSIGN_ADD        ? add_integer(field_type, current, operand)
                      : kind == ORM_ASSIGN_SUBTRACT ? subtract_integer(field_type, current, operand)
                                                    : multiply_integer(field_type, current, operand);
  if (!result) return ORM_INVALID_VALUE;
  out = integer_cell(*result);
  return ORM_OK;
}

orm_code assign_double(std::uint32_t kind, double current, double operand, orm_cell& out) {
  const double result = kind == ORM_ASSIGN_ADD        ? current + operand
                        : kind == ORM_ASSIGN_SUBTRACT ? current - operand
                                                      : current * operand;
  if (!std::isfinite(result)) return ORM_INVALID_VALUE;
  out = double_cell(result);
  return ORM_OK;
}

orm_code assign_decimal(std::uint32_t kind, std::string_view current, std::string_view operand, cell_arena& arena,
                        orm_cell& out) {
  std::string result;
  const decimal_status status = kind == ORM_ASSIGN_ADD        ? add_decimal(current, operand, result)
                                : kind == ORM_ASSIGN_SUBTRACT ? subtract_decimal(current, operand, result)
                                                              : multiply_decimal(current, operand, result);
  if (status != decimal_status::ok) return ORM_INVALID_VALUE;
  out = decimal_cell(arena.copy(result));
  return ORM_OK;
}

}  // namespace

orm_code apply_assignment(std::uint32_t field_type, std::uint32_t kind, const orm_cell& current,
                          const orm_cell& operand, cell_arena& arena, orm_cell& out) {
  if (kind == ORM_ASSIGN_SET) {
    out = operand;
    return ORM_OK;
  }
  if (kind != ORM_ASSIGN_ADD && kind != ORM_ASSIGN_SUBTRACT && kind != ORM_ASSIGN_MULTIPLY) return ORM_UNSUPPORTED;
  if (is_null(current) || is_null(operand)) {
    out = null_cell();
    return ORM_OK;
  }
  switch (field_type) {
    case ORM_FIELD_INTEGER:
    case ORM_FIELD_BIGINT:
      return assign_integer(field_type, kind, current.as.integer, operand.as.integer, out);
    case ORM_FIELD_DOUBLE:
      return assign_double(kind, current.as.real, operand.as.real, out);
    case ORM_FIELD_DECIMAL:
      return assign_decimal(kind, text_of(current), text_of(operand), arena, out);
    default:
      return ORM_UNSUPPORTED;
  }
}

}  // namespace orm::sdk
