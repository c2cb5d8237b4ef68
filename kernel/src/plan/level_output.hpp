// What the rows of a level consist of, and which relations are joined into its statement.
#pragma once

#include "orm/ast/query.hpp"
#include "plan/plan.hpp"
#include "plan/planner.hpp"
#include "plan/statement_builder.hpp"

namespace orm::detail {

// Fills in the level's output, joined rows and children (their plans are left empty). find: the level's statement where
// relations may be joined into it, which gets the joins; null: each relation is a level of its own.
void plan_output(const planning_target& target, const ast::selection& select, level_plan& level,
                 statement_builder* find = nullptr);

// The relation that a path of a child leads to.
const ast::related& selected_at(const ast::selection& select, const std::vector<std::uint32_t>& path);

}  // namespace orm::detail
