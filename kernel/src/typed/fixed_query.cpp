// Queries whose shape the compiler knows: what their first run is planned from, and their arguments.
#include "orm/typed/fixed_query.hpp"

#include <utility>

#include "orm/typed/parts.hpp"

namespace orm::detail {

void describe_fixed(const fixed_shape& from, const schema& schema, ast::query& to) {
  to.operation = from.operation;
  to.model = from.model;
  // A null would make another shape of a comparison, so any other value stands for those to come.
  const value some = value::of_integer(0);
  if (from.row_fields) to.rows.emplace_back(from.row_fields);
  for (std::uint32_t i = 0; i < from.assigned_count; ++i) {
    to.assignments.push_back({from.assigned[i], static_cast<ast::assignment_kind>(from.assigned_how[i]), some});
  }
  if (from.operation == ast::operation::find_unique || from.operation == ast::operation::upsert) {
    to.key.emplace();
    to.key->fields.assign(from.key, from.key + from.key_count);
    to.key->values.assign(from.key_count, some);
  } else {
    for (std::uint32_t i = 0; i < from.key_count; ++i) {
      to.where = std::move(to.where) && ast::filter::comparison(ast::filter_kind::eq, from.key[i], some);
    }
  }
  if (from.operation == ast::operation::find_first) to.take = 1;
  if (from.select) set_selection(to, *from.select);
  resolve(to, schema);
}

void clear_row(value* row, std::size_t fields) noexcept {
  for (std::size_t i = 0; i < fields; ++i) row[i] = value::absent();
}

void move_values(value* from, value* to, std::size_t count) noexcept {
  for (std::size_t i = 0; i < count; ++i) to[i] = std::move(from[i]);
}

}  // namespace orm::detail
