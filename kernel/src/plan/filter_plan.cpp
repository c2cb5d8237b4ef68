// Filter planning.
//
// A driver with relation filters gets them as they are. For any other, `some` and `is` become a list: finds that run
// first (lookups) collect the values of the joining field among the related rows that match, and the filter asks
// whether the row's own field is in that list.
#include "plan/filter_plan.hpp"

#include <algorithm>

#include "check/query_rules.hpp"

namespace orm::detail {
namespace {

using ast::filter_code;
using ast::filter_kind;

class filter_planner {
 public:
  filter_planner(planning& context, const std::vector<filter_code>& codes, std::uint32_t& next_argument)
      : context_(context), codes_(codes), next_argument_(next_argument) {}

  // Appends the subtree that ends before `end`, on rows of `model`.
  void append(std::uint32_t model, std::size_t end, statement_builder& into) {
    const filter_code& root = codes_[end - 1];
    switch (root.kind) {
      case filter_kind::all_of:
      case filter_kind::any_of:
      case filter_kind::negation:
        return append_operands(model, end, into);
      case filter_kind::some:
      case filter_kind::is:
        return append_related(root, end, into);
      case filter_kind::always:
      case filter_kind::never:
      case filter_kind::is_null:
        return append_node(root, 1, ORM_NONE, into);
      default:
        return append_comparison(model, root, into);
    }
  }

 private:
  const orm::schema& whole() const { return context_.target.schema; }

  static void append_node(const filter_code& code, std::size_t span, std::uint32_t parameter, statement_builder& into) {
    into.filter.push_back(
        {static_cast<std::uint16_t>(code.kind), code.flags, static_cast<std::uint32_t>(span), code.operand, parameter});
  }

  void append_operands(std::uint32_t model, std::size_t end, statement_builder& into) {
    const filter_code& root = codes_[end - 1];
    std::vector<std::size_t> ends;  // of the operands, last first
    for (std::size_t last = end - 1; last > end - root.span; last -= codes_[last - 1].span) ends.push_back(last);
    const std::size_t before = into.filter.size();
    for (auto operand = ends.rbegin(); operand != ends.rend(); ++operand) append(model, *operand, into);
    append_node(root, into.filter.size() - before + 1, ORM_NONE, into);
  }

  void append_comparison(std::uint32_t model, const filter_code& code, statement_builder& into) {
    const bool part_of_text = code.kind == filter_kind::contains || code.kind == filter_kind::starts_with ||
                              code.kind == filter_kind::ends_with;
    const bool any_text = part_of_text || (code.flags & ast::insensitive);
    context_.made.rules.push_back(
        {any_text ? argument_rule::kind::text : argument_rule::kind::value, model, code.operand});
    append_node(code, 1, into.argument(next_argument_++), into);
  }

  void append_related(const filter_code& root, std::size_t end, statement_builder& into) {
    const relation& relation = whole().relations()[root.operand];
    if (context_.target.capabilities.features & ORM_CAN_RELATION_FILTERS) {
      const std::size_t before = into.filter.size();
      append(relation.to_model, end - 1, into);
      return append_node(root, into.filter.size() - before + 1, ORM_NONE, into);
    }
    const std::uint32_t list = look_up(relation, root.kind, end - 1);
    into.filter.push_back({ORM_NODE_IN, 0, 1, relation.local_field, list_parameter(list, into)});
  }

  std::uint32_t list_parameter(std::uint32_t lookup, statement_builder& into) {
    return into.add({parameter_source::kind::looked_up, lookup});
  }

  // Plans the finds behind a relation filter; answers the lookup whose list holds the local field's values.
  std::uint32_t look_up(const relation& relation, filter_kind kind, std::size_t end) {
    const model& target = whole().models()[relation.to_model];
    statement_builder matching(ORM_FIND, relation.to_model);
    append(relation.to_model, end, matching);
    const std::uint32_t joining[] = {relation.remote_field};
    if (kind == filter_kind::is && !is_unique_key(target, joining)) restrict_to_first_rows(relation, matching);
    matching.output = {relation.remote_field};
    std::uint32_t list = finish_lookup(matching);
    if (relation.through_model == no_index) return list;
    statement_builder over(ORM_FIND, relation.through_model);
    over.filter.push_back({ORM_NODE_IN, 0, 1, relation.through_remote, list_parameter(list, over)});
    over.output = {relation.through_local};
    return finish_lookup(over);
  }

  // A singular relation is the first row by id, whatever its filter says: only those ids may match.
  void restrict_to_first_rows(const relation& relation, statement_builder& matching) {
    const std::uint32_t id = whole().models()[relation.to_model].id;
    statement_builder first(ORM_FIND, relation.to_model);
    first.order = {{id, 0}};
    first.distinct = {relation.remote_field};
    first.output = {id};
    const std::uint32_t ids = finish_lookup(first);
    const auto span = static_cast<std::uint32_t>(matching.filter.size());
    matching.filter.push_back({ORM_NODE_IN, 0, 1, id, list_parameter(ids, matching)});
    matching.filter.push_back({ORM_NODE_AND, 0, span + 2, 2, ORM_NONE});
  }

  std::uint32_t finish_lookup(statement_builder& find) {
    if (context_.target.expiry) find.statement.now = find.add({parameter_source::kind::now, 0});
    context_.made.lookups.emplace_back(context_.target.driver, context_.target.store, find.finish(), find.parameters,
                                       whole());
    return static_cast<std::uint32_t>(context_.made.lookups.size() - 1);
  }

  planning& context_;
  const std::vector<filter_code>& codes_;
  std::uint32_t& next_argument_;
};

}  // namespace

void plan_filter(planning& context, std::uint32_t model, const ast::filter& filter, statement_builder& into,
                 std::uint32_t& next_argument) {
  if (filter.empty()) return;
  filter_planner(context, filter.codes(), next_argument).append(model, filter.codes().size(), into);
}

}  // namespace orm::detail
