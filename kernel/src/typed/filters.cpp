// What the typed API's conditions are made of.
#include "orm/ast/filter.hpp"

#include <utility>

#include "orm/typed/clauses.hpp"
#include "orm/typed/relation.hpp"

namespace orm::detail {

ast::filter equal(std::uint32_t field, value to) {
  return ast::filter::comparison(ast::filter_kind::eq, field, std::move(to));
}

ast::filter equal_all(const std::uint32_t* fields, value* values, std::size_t count) {
  ast::filter out;
  for (std::size_t i = 0; i < count; ++i) out = std::move(out) && equal(fields[i], std::move(values[i]));
  return out;
}

ast::filter in_list(std::uint32_t field, std::vector<value> values, std::uint16_t flags) {
  return ast::filter::comparison(ast::filter_kind::in, field, value::of_list(std::move(values)), flags);
}

ast::filter related(ast::filter_kind kind, std::uint32_t relation, ast::filter on_related) {
  return ast::filter::related(kind, relation, std::move(on_related));
}

ast::filter not_related(ast::filter_kind kind, std::uint32_t relation, ast::filter on_related) {
  return !ast::filter::related(kind, relation, std::move(on_related));
}

void add_condition(ast::query& query, ast::filter more) { query.where = std::move(query.where) && std::move(more); }

}  // namespace orm::detail
