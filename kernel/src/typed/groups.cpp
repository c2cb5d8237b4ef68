// Conditions and orders on the groups of an aggregate.
#include <utility>
#include <vector>

#include "orm/error.hpp"
#include "orm/typed/aggregate.hpp"

namespace orm::detail {

using ast::group_condition;

group_condition compare_group(ast::aggregate on, ast::filter_kind how, value with) {
  group_condition out;
  out.type = group_condition::kind::comparison;
  out.on = on;
  out.compare = how;
  out.operand = std::move(with);
  return out;
}

group_condition negate(group_condition operand) {
  group_condition out;
  out.type = group_condition::kind::negation;
  out.operands.push_back(std::move(operand));
  return out;
}

group_condition combine(bool all, group_condition left, group_condition right) {
  group_condition out;
  out.type = all ? group_condition::kind::all_of : group_condition::kind::any_of;
  out.operands.push_back(std::move(left));
  out.operands.push_back(std::move(right));
  return out;
}

namespace {

group_condition on_field(std::uint32_t field, ast::filter_kind how, value with, std::uint16_t flags) {
  group_condition out = compare_group({ast::aggregate_kind::minimum, field}, how, std::move(with));
  out.on_field = true;
  out.flags = flags;
  return out;
}

group_condition decided(bool matches) {
  group_condition out;
  out.type = matches ? group_condition::kind::always : group_condition::kind::never;
  return out;
}

group_condition join(std::vector<group_condition>& stack, const ast::filter_code& code) {
  group_condition out;
  out.type = code.kind == ast::filter_kind::all_of ? group_condition::kind::all_of : group_condition::kind::any_of;
  const auto first = stack.end() - code.operand;
  out.operands.assign(std::make_move_iterator(first), std::make_move_iterator(stack.end()));
  stack.erase(first, stack.end());
  return out;
}

}  // namespace

group_condition on_group(const ast::filter& filter) {
  if (filter.empty()) return decided(true);
  std::vector<group_condition> stack;
  auto argument = filter.arguments().begin();
  for (const ast::filter_code& code : filter.codes()) {
    switch (code.kind) {
      case ast::filter_kind::always:
      case ast::filter_kind::never:
        stack.push_back(decided(code.kind == ast::filter_kind::always));
        break;
      case ast::filter_kind::all_of:
      case ast::filter_kind::any_of:
        stack.push_back(join(stack, code));
        break;
      case ast::filter_kind::negation:
        stack.back() = negate(std::move(stack.back()));
        break;
      case ast::filter_kind::is_null:
        stack.push_back(on_field(code.operand, ast::filter_kind::eq, value(), 0));
        break;
      case ast::filter_kind::some:
      case ast::filter_kind::is:
        throw error(error_code::invalid_query,
                    "having() takes conditions on measures and grouped fields, no relations");
      case ast::filter_kind::eq:
      case ast::filter_kind::lt:
      case ast::filter_kind::le:
      case ast::filter_kind::gt:
      case ast::filter_kind::ge:
      case ast::filter_kind::in:
      case ast::filter_kind::contains:
      case ast::filter_kind::starts_with:
      case ast::filter_kind::ends_with:
        stack.push_back(on_field(code.operand, code.kind, *argument++, code.flags));
        break;
    }
  }
  return std::move(stack.back());
}

void set_having(ast::query& query, group_condition&& condition) { query.having = std::move(condition); }

void sort_groups(ast::query& query, const ast::group_order* keys, std::size_t count) {
  query.group_order_by.assign(keys, keys + count);
}

void order_groups(ast::query& query) {
  for (const ast::order_key& key : query.order) {
    query.group_order_by.push_back({{ast::aggregate_kind::minimum, key.field}, true, key.descending});
  }
  query.order.clear();
}

}  // namespace orm::detail
