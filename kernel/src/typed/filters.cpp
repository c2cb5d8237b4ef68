// What the typed API's conditions are made of.
#include <utility>

#include "orm/typed/parts.hpp"

namespace orm::detail {

filter_part::filter_part() = default;
filter_part::filter_part(ast::filter&& from) : ast::filter(std::move(from)) {}
filter_part::filter_part(const filter_part& other) = default;
filter_part::filter_part(filter_part&& other) noexcept = default;
filter_part& filter_part::operator=(const filter_part& other) = default;
filter_part& filter_part::operator=(filter_part&& other) noexcept = default;
filter_part::~filter_part() = default;

filter_part both(filter_part&& left, filter_part&& right) {
  return static_cast<ast::filter&&>(left) && static_cast<ast::filter&&>(right);
}

filter_part either(filter_part&& left, filter_part&& right) {
  return static_cast<ast::filter&&>(left) || static_cast<ast::filter&&>(right);
}

filter_part negated(filter_part&& operand) { return !static_cast<ast::filter&&>(operand); }

filter_part equal(std::uint32_t field, value to) {
  return ast::filter::comparison(ast::filter_kind::eq, field, std::move(to));
}

filter_part equal_all(const std::uint32_t* fields, value* values, std::size_t count) {
  filter_part out;
  for (std::size_t i = 0; i < count; ++i) out = both(std::move(out), equal(fields[i], std::move(values[i])));
  return out;
}

filter_part compared(ast::filter_kind kind, std::uint32_t field, value with, std::uint16_t flags) {
  return ast::filter::comparison(kind, field, std::move(with), flags);
}

filter_part in_list(std::uint32_t field, std::vector<value>&& values, std::uint16_t flags) {
  return ast::filter::comparison(ast::filter_kind::in, field, value::of_list(std::move(values)), flags);
}

filter_part related(ast::filter_kind kind, std::uint32_t relation, filter_part&& on_related) {
  return ast::filter::related(kind, relation, std::move(on_related));
}

}  // namespace orm::detail
