// An orm_statement under construction: owns the arrays that it points to.
#pragma once

#include <cstdint>
#include <vector>

#include "orm/sdk/driver.h"
#include "plan/plan.hpp"

namespace orm::detail {

class statement_builder {
 public:
  statement_builder(orm_statement_kind kind, std::uint32_t model);

  // Each answers the parameter's index.
  std::uint32_t argument(std::uint32_t index) { return add({parameter_source::kind::argument, index}); }
  std::uint32_t add(parameter_source source);

  // A find that takes its keys from the finished one, or from one of its joins: the latter's parameters follow its own,
  // so that this comes last.
  void link(const statement_builder& parent, std::uint32_t join);

  // A relation whose row is found beside; answers the join's index. Its output is filled in until finish().
  std::uint32_t join(std::uint32_t relation, std::uint32_t from);

  // The statement, pointing into this builder.
  const orm_statement& finish();

  orm_statement statement{};
  std::vector<orm_node> filter;
  std::vector<std::uint32_t> output, distinct, columns, conflict, group, cursor_fields, cursor_parameters;
  std::vector<orm_order> order;
  std::vector<orm_assignment> assignments;
  std::vector<orm_aggregate> aggregates;
  std::vector<parameter_source> parameters;
  std::vector<orm_join> joins;
  std::vector<std::vector<std::uint32_t>> join_outputs;
};

}  // namespace orm::detail
