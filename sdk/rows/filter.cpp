// Running a filter on a row.
#include <orm/sdk/rows/filter.hpp>
#include <orm/sdk/value/cells.hpp>

#include <algorithm>

namespace orm::sdk {
namespace {

// From this length on a list is worth a hash table.
constexpr std::size_t long_list = 16;

bool equal_values(const orm_cell& left, const orm_cell& right, text_case mode) {
  if (mode == text_case::sensitive) return equal_cells(left, right);
  return text_equals(text_of(left), text_of(right), mode);
}

}  // namespace

bool filter_run::matches_from(std::uint32_t at, const orm_cell* row) {
  while (at < filter_program::reject) {
    const step& step = program_.steps_[at];
    at = holds(step, row) ? step.on_true : step.on_false;
  }
  return at == filter_program::accept;
}

bool filter_run::holds(const step& step, const orm_cell* row) {
  if (step.kind == ORM_NODE_TRUE) return true;
  if (step.kind == ORM_NODE_FALSE) return false;
  if (step.kind == ORM_NODE_SOME || step.kind == ORM_NODE_IS) return is_related(step, row);
  const orm_cell& value = row[step.operand];
  if (step.kind == ORM_NODE_IS_NULL) return is_null(value);
  if (is_null(value)) return false;
  if (step.kind == ORM_NODE_IN) return is_listed(step, value);
  const orm_cell& parameter = parameters_[step.parameter];
  switch (step.kind) {
    case ORM_NODE_EQ:
      return equal_values(value, parameter, step.mode);
    case ORM_NODE_LT:
      return compare_cells(value, parameter) < 0;
    case ORM_NODE_LE:
      return compare_cells(value, parameter) <= 0;
    case ORM_NODE_GT:
      return compare_cells(value, parameter) > 0;
    case ORM_NODE_GE:
      return compare_cells(value, parameter) >= 0;
    case ORM_NODE_CONTAINS:
      return text_contains(text_of(value), text_of(parameter), step.mode);
    case ORM_NODE_STARTS_WITH:
      return text_starts_with(text_of(value), text_of(parameter), step.mode);
    case ORM_NODE_ENDS_WITH:
      return text_ends_with(text_of(value), text_of(parameter), step.mode);
    default:
      return false;  // the compiler lets no other kind pass
  }
}

bool filter_run::is_listed(const step& step, const orm_cell& value) {
  const auto list = list_of(parameters_[step.parameter]);
  if (list.size() < long_list) {
    return std::any_of(list.begin(), list.end(),
                       [&](const orm_cell& member) { return equal_values(value, member, step.mode); });
  }
  if (long_lists_.empty()) long_lists_.resize(program_.steps_.size());
  auto& set = long_lists_[static_cast<std::size_t>(&step - program_.steps_.data())];
  if (!set) set = std::make_unique<cell_set>(list, step.mode);
  return set->contains(value);
}

bool filter_run::is_related(const step& step, const orm_cell* row) {
  bool found = false;
  relations_->related(step.operand, row, [&](const orm_cell* related) {
    found = matches_from(step.nested, related);
    return !found;
  });
  return found;
}

}  // namespace orm::sdk
