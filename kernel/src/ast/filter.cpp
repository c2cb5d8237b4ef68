// Putting filters together.
#include "orm/ast/filter.hpp"

#include <iterator>
#include <utility>

namespace orm::ast {

filter filter::constant(bool matches) {
  filter made;
  made.codes_.push_back({matches ? filter_kind::always : filter_kind::never, 0, 0, 1});
  return made;
}

filter filter::null(std::uint32_t field) {
  filter made;
  made.codes_.push_back({filter_kind::is_null, 0, field, 1});
  return made;
}

filter filter::comparison(filter_kind kind, std::uint32_t field, value argument, std::uint16_t flags) {
  // Whether an argument is null is part of the shape, so that a driver never compares with a null parameter.
  if (argument.is_null()) return kind == filter_kind::eq ? null(field) : constant(false);
  bool null_listed = false;
  if (kind == filter_kind::in) {
    const std::size_t before = argument.list().size();
    std::erase_if(argument.list(), [](const value& item) { return item.is_null(); });
    null_listed = argument.list().size() != before;
  }
  filter made;
  made.codes_.push_back({kind, flags, field, 1});
  made.arguments_.push_back(std::move(argument));
  return null_listed ? std::move(made) || null(field) : made;
}

filter filter::related(filter_kind some_or_is, std::uint32_t relation, filter on_related) {
  if (on_related.empty()) on_related = constant(true);
  const auto span = static_cast<std::uint32_t>(on_related.codes_.size() + 1);
  on_related.codes_.push_back({some_or_is, 0, relation, span});
  return on_related;
}

filter filter::combine(filter_kind kind, filter left, filter right) {
  // A chain a && b && c stays one node with three operands, however long it gets.
  std::uint32_t operands = 1;
  if (left.codes_.back().kind == kind) {
    operands = left.codes_.back().operand;
    left.codes_.pop_back();
  }
  left.codes_.insert(left.codes_.end(), right.codes_.begin(), right.codes_.end());
  left.arguments_.insert(left.arguments_.end(), std::make_move_iterator(right.arguments_.begin()),
                         std::make_move_iterator(right.arguments_.end()));
  left.codes_.push_back({kind, 0, operands + 1, static_cast<std::uint32_t>(left.codes_.size() + 1)});
  return left;
}

filter operator&&(filter left, filter right) {
  if (left.empty()) return right;
  if (right.empty()) return left;
  return filter::combine(filter_kind::all_of, std::move(left), std::move(right));
}

filter operator||(filter left, filter right) {
  if (left.empty()) return left;
  if (right.empty()) return right;
  return filter::combine(filter_kind::any_of, std::move(left), std::move(right));
}

filter operator!(filter operand) {
  if (operand.empty()) return filter::constant(false);
  operand.codes_.push_back({filter_kind::negation, 0, 0, static_cast<std::uint32_t>(operand.codes_.size() + 1)});
  return operand;
}

}  // namespace orm::ast
