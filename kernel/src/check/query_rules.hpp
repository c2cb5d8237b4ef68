// What a query may ask of its schema: names, shapes and operators, values apart.
#pragma once

#include <cstdint>
#include <span>

#include "orm/ast/query.hpp"
#include "orm/schema.hpp"

namespace orm::detail {

// Throws error(invalid_query) for the first thing that the schema does not allow. Looks at no value but whether the
// operand of arithmetic is there, so one check serves every query of the same shape.
void check_query(const schema& schema, const ast::query& query);

// Whether these fields, in any order, are the id, a unique field or a declared compound unique.
bool is_unique_key(const model& model, std::span<const std::uint32_t> fields);

// Whether a field takes part in a unique key.
bool in_unique_key(const model& model, std::uint32_t field);

bool is_number(field_type type) noexcept;
bool is_text(field_type type) noexcept;     // string and enum
bool is_ordered(field_type type) noexcept;  // takes lt, le, gt, ge: text, numbers, datetime

}  // namespace orm::detail
