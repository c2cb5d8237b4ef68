// `where`: JSON conditions into filters and unique keys.
#pragma once

#include "json/document.hpp"
#include "orm/ast/query.hpp"
#include "orm/schema.hpp"

namespace orm::detail {

// Throws error: invalid_query for names, shapes and operators, invalid_value for values.
ast::filter read_filter(const schema& schema, std::uint32_t model, const json::node& where);

// Exactly one unique key by value, flat or named by its fields joined with `_`. what: "where" or "cursor".
ast::unique_key read_unique_key(const schema& schema, std::uint32_t model, const json::node& where,
                                std::string_view what);

// One comparison "operator: argument" on a field, shared with `having`.
struct comparison {
  ast::filter_kind kind = ast::filter_kind::eq;
  bool negated = false;
  std::uint16_t flags = 0;
  value argument;
};

// A field's condition: a value to equal, or operators, all of which must hold. field may be one made up for an
// aggregate.
std::vector<comparison> read_condition(const model& model, const field& field, const json::node& condition);

// "… did you mean …" for a name that a model does not have.
[[noreturn]] void refuse_name(const schema& schema, std::uint32_t model, std::string_view name, std::string_view where);

}  // namespace orm::detail
