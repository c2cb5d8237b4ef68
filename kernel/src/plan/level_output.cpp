// The choice of joins, and the cells that come with them.
#include "plan/level_output.hpp"

#include <algorithm>

namespace orm::detail {
namespace {

// Well within what stores take in one statement, and few enough for their planners to look at every order.
constexpr std::size_t most_joins = 7;
constexpr std::size_t most_cells = 1000;

// Where a field stands in an output, at its end if it was not there.
std::uint32_t position_of(std::uint32_t field, std::vector<std::uint32_t>& output) {
  const auto at = std::find(output.begin(), output.end(), field);
  const auto position = static_cast<std::uint32_t>(at - output.begin());
  if (at == output.end()) output.push_back(field);
  return position;
}

// A cell that tells whether there is a joined row. What it was joined by is never null in one; nor are most fields, so
// that nothing has to be fetched for this alone.
std::uint32_t sign_of(const model& model, std::uint32_t joined_by, std::vector<std::uint32_t>& output) {
  if (std::find(output.begin(), output.end(), joined_by) == output.end()) {
    const auto at =
        std::find_if(output.begin(), output.end(), [&](std::uint32_t field) { return !model.fields[field].nullable; });
    if (at != output.end()) return static_cast<std::uint32_t>(at - output.begin());
  }
  return position_of(joined_by, output);
}

class output_planner {
 public:
  output_planner(const planning_target& target, level_plan& level, statement_builder* find)
      : target_(target), level_(level), find_(find) {}

  void run(const ast::selection& select) {
    level_.output = select.fields;
    add_below(select, level_.output, level_.joined, ORM_NONE);
    // What is below joined rows was found last.
    std::sort(level_.children.begin(), level_.children.end(),
              [](const auto& left, const auto& right) { return left.path < right.path; });
  }

 private:
  using joined_row = level_plan::joined_row;

  // What is below one row, the level's own or that of join `at`, whose cells begin where cells_ stands.
  void add_below(const ast::selection& select, std::vector<std::uint32_t>& output, std::vector<joined_row>& joined,
                 std::uint32_t at) {
    const std::uint32_t first = cells_;
    std::vector<std::uint32_t> joins;
    for (std::uint32_t place = 0; place < select.relations.size(); ++place) {
      const ast::related& related = select.relations[place];
      if (may_join(related)) {
        joins.push_back(place);
        continue;
      }
      level_plan::child& child = level_.children.emplace_back();
      child.key_cell = first + position_of(target_.schema.relations()[related.relation].local_field, output);
      child.relation = related.relation;
      child.path = path_;
      child.path.push_back(place);
      child.join = at;
      child.level = std::make_unique<level_plan>();
    }
    cells_ = first + static_cast<std::uint32_t>(output.size());
    for (const std::uint32_t place : joins) joined.push_back(join(select.relations[place], place, at));
  }

  joined_row join(const ast::related& related, std::uint32_t place, std::uint32_t from) {
    const relation& relation = target_.schema.relations()[related.relation];
    const std::uint32_t made = find_->join(related.relation, from);
    std::vector<std::uint32_t> output = related.select.fields;
    joined_row row;
    row.place = place;
    row.first_cell = cells_;
    row.sign_cell = cells_ + sign_of(target_.schema.models()[relation.to_model], relation.remote_field, output);
    path_.push_back(place);
    add_below(related.select, output, row.below, made);
    path_.pop_back();
    find_->join_outputs[made] = std::move(output);
    return row;
  }

  // Whether a relation leads to one row at most by its key alone, and there is room for it.
  bool may_join(const ast::related& related) {
    const relation& relation = target_.schema.relations()[related.relation];
    const field& remote = target_.schema.models()[relation.to_model].fields[relation.remote_field];
    if (find_ == nullptr || (target_.capabilities.features & ORM_CAN_JOINED_FINDS) == 0) return false;
    if (!relation.singular() || !(remote.id || remote.unique) || !related.where.empty()) return false;
    const std::size_t cells = related.select.fields.size() + related.select.relations.size() + 1;
    if (taken_joins_ == most_joins || taken_cells_ + cells > most_cells) return false;
    ++taken_joins_;
    taken_cells_ += cells;
    return true;
  }

  const planning_target& target_;
  level_plan& level_;
  statement_builder* find_;
  std::vector<std::uint32_t> path_;  // of the joined row that is being looked at
  std::uint32_t cells_ = 0;
  std::size_t taken_joins_ = 0, taken_cells_ = 0;
};

}  // namespace

void plan_output(const planning_target& target, const ast::selection& select, level_plan& level,
                 statement_builder* find) {
  output_planner(target, level, find).run(select);
}

const ast::related& selected_at(const ast::selection& select, const std::vector<std::uint32_t>& path) {
  const ast::related* at = &select.relations[path.front()];
  for (std::size_t i = 1; i < path.size(); ++i) at = &at->select.relations[path[i]];
  return *at;
}

}  // namespace orm::detail
