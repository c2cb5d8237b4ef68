// Groups, once the driver has added them up.
#include "engine/grouping.hpp"

#include <algorithm>
#include <cmath>

#include "check/conform.hpp"
#include "check/query_rules.hpp"
#include "engine/cells.hpp"
#include "engine/execution.hpp"
#include "orm/ast/arguments.hpp"
#include "orm/error.hpp"
#include "orm/sdk/value/cells.hpp"
#include "orm/sdk/value/decimal.hpp"
#include "orm/sdk/value/text.hpp"

namespace orm::detail {
namespace {

using ast::aggregate_kind;
using ast::group_condition;

bool same(const ast::aggregate& left, const ast::aggregate& right) {
  return left.kind == right.kind && left.field == right.field;
}

// The aggregates that are asked of the driver: each once, an average as a sum and a count.
class needed_aggregates {
 public:
  explicit needed_aggregates(const ast::query& query) {
    for (const ast::aggregate& wanted : query.aggregates) add(wanted);
    if (query.having) add(*query.having);
    for (const ast::group_order& key : query.group_order_by)
      if (!key.on_field) add(key.on);
  }

  const std::vector<ast::aggregate>& list() const noexcept { return list_; }

  std::size_t at(const ast::aggregate& wanted) const {
    return static_cast<std::size_t>(
        std::find_if(list_.begin(), list_.end(), [&](const auto& known) { return same(known, wanted); }) -
        list_.begin());
  }

 private:
  void add(const ast::aggregate& wanted) {
    if (wanted.kind == aggregate_kind::average) {
      add({aggregate_kind::sum, wanted.field});
      add({aggregate_kind::count, wanted.field});
    } else if (at(wanted) == list_.size()) {
      list_.push_back(wanted);
    }
  }
  void add(const group_condition& condition) {
    if (condition.type == group_condition::kind::comparison && !condition.on_field) add(condition.on);
    for (const group_condition& operand : condition.operands) add(operand);
  }

  std::vector<ast::aggregate> list_;
};

// The groups as the driver gave them: grouped cells, then needed aggregates.
class group_table {
 public:
  group_table(const model& model, const ast::query& query, const needed_aggregates& needed)
      : model_(model), query_(query), needed_(needed) {}

  using group = std::vector<orm_cell>;
  std::vector<group> groups;
  sdk::cell_arena arena;

  orm_cell value_of(const group& group, const ast::aggregate& wanted) const {
    if (wanted.kind == aggregate_kind::average) return average(group, wanted.field);
    return group[query_.group.size() + needed_.at(wanted)];
  }

  orm_cell grouped(const group& group, std::uint32_t field) const {
    const auto at = std::find(query_.group.begin(), query_.group.end(), field);
    return group[static_cast<std::size_t>(at - query_.group.begin())];
  }

  bool matches(const group& group, const group_condition& condition) const {
    const auto holds = [&](const group_condition& operand) { return matches(group, operand); };
    const auto& operands = condition.operands;
    switch (condition.type) {
      case group_condition::kind::always:
        return true;
      case group_condition::kind::never:
        return false;
      case group_condition::kind::all_of:
        return std::all_of(operands.begin(), operands.end(), holds);
      case group_condition::kind::any_of:
        return std::any_of(operands.begin(), operands.end(), holds);
      case group_condition::kind::negation:
        return !holds(operands.front());
      case group_condition::kind::comparison:
        return compares(condition.on_field ? grouped(group, condition.on.field) : value_of(group, condition.on),
                        condition);
    }
    return false;
  }

  void sort() {
    std::sort(groups.begin(), groups.end(), [&](const group& left, const group& right) {
      for (const ast::group_order& key : query_.group_order_by) {
        const auto cell = [&](const group& of) {
          return key.on_field ? grouped(of, key.on.field) : value_of(of, key.on);
        };
        const int order = sdk::compare_cells(cell(left), cell(right));
        if (order != 0) return key.descending ? order > 0 : order < 0;
      }
      for (std::size_t i = 0; i < query_.group.size(); ++i)
        if (const int order = sdk::compare_cells(left[i], right[i])) return order < 0;
      return false;
    });
  }

 private:
  orm_cell average(const group& group, std::uint32_t field) const {
    const orm_cell sum = value_of(group, {aggregate_kind::sum, field});
    if (sdk::is_null(sum)) return sum;
    const auto count = static_cast<double>(value_of(group, {aggregate_kind::count, field}).as.integer);
    const std::optional<double> total =
        sum.type == ORM_CELL_DOUBLE ? sum.as.real : sdk::decimal_to_double(sdk::text_of(sum));
    if (!total)
      throw error(error_code::invalid_value,
                  model_.name + "." + model_.fields[field].name + ": the average is beyond the range of a double");
    return sdk::double_cell(*total / count);
  }

  static bool compares(const orm_cell& cell, const group_condition& condition) {
    if (condition.operand.is_null()) return condition.compare == ast::filter_kind::eq && sdk::is_null(cell);
    if (condition.compare == ast::filter_kind::in) {
      const auto& items = condition.operand.list();
      return std::any_of(items.begin(), items.end(), [&](const value& item) {
        return item.is_null() ? sdk::is_null(cell) : equals(cell, item, condition.flags);
      });
    }
    if (sdk::is_null(cell)) return false;
    const auto mode = condition.flags & ast::insensitive ? sdk::text_case::insensitive : sdk::text_case::sensitive;
    switch (condition.compare) {
      case ast::filter_kind::eq:
        return equals(cell, condition.operand, condition.flags);
      case ast::filter_kind::contains:
        return sdk::text_contains(sdk::text_of(cell), condition.operand.text(), mode);
      case ast::filter_kind::starts_with:
        return sdk::text_starts_with(sdk::text_of(cell), condition.operand.text(), mode);
      case ast::filter_kind::ends_with:
        return sdk::text_ends_with(sdk::text_of(cell), condition.operand.text(), mode);
      default:
        break;
    }
    const int order = sdk::compare_cells(cell, to_cell(condition.operand));
    switch (condition.compare) {
      case ast::filter_kind::lt:
        return order < 0;
      case ast::filter_kind::le:
        return order <= 0;
      case ast::filter_kind::gt:
        return order > 0;
      case ast::filter_kind::ge:
        return order >= 0;
      default:
        return false;
    }
  }

  static bool equals(const orm_cell& cell, const value& wanted, std::uint16_t flags) {
    if (sdk::is_null(cell)) return false;
    if (flags & ast::insensitive)
      return sdk::text_equals(sdk::text_of(cell), wanted.text(), sdk::text_case::insensitive);
    return sdk::equal_cells(cell, to_cell(wanted));
  }

  const model& model_;
  const ast::query& query_;
  const needed_aggregates& needed_;
};

// A grouped field is one of groupBy; an aggregate in having or orderBy follows the rules of those asked for.
void check_group_field(const model& model, const ast::query& query, std::uint32_t field) {
  if (std::find(query.group.begin(), query.group.end(), field) == query.group.end())
    throw error(error_code::invalid_query,
                model.name + "." + model.fields[field].name + ": is not among the fields of groupBy")
        .at_model(model.name)
        .at_field(model.fields[field].name);
}

void conform_condition(const model& model, const ast::query& query, group_condition& condition) {
  for (group_condition& operand : condition.operands) conform_condition(model, query, operand);
  if (condition.type != group_condition::kind::comparison) return;
  if (condition.on_field) check_group_field(model, query, condition.on.field);
  field like = condition.on_field ? model.fields[condition.on.field] : aggregate_field(model, condition.on);
  if (condition.compare == ast::filter_kind::contains || condition.compare == ast::filter_kind::starts_with ||
      condition.compare == ast::filter_kind::ends_with || (condition.flags & ast::insensitive))
    like.type = field_type::string;
  like.nullable = true;
  conform(model, like, condition.operand);
}

void check_groups(const model& model, ast::query& query, const needed_aggregates& needed) {
  if (!query.grouped && (query.having || !query.group_order_by.empty()))
    throw error(error_code::invalid_query, model.name + ": having and orderBy of an aggregate need groupBy")
        .at_model(model.name);
  for (const ast::aggregate& wanted : needed.list()) {
    if (wanted.kind == aggregate_kind::count_all) continue;
    const field& field = model.fields[wanted.field];
    const bool misfit = wanted.kind == aggregate_kind::sum
                            ? !is_number(field.type)
                            : wanted.kind != aggregate_kind::count && field.type == field_type::json;
    if (misfit)
      throw error(error_code::invalid_query, model.name + "." + field.name + ": a " +
                                                 std::string(to_string(field.type)) +
                                                 " field does not go into this aggregate")
          .at_model(model.name)
          .at_field(field.name);
  }
  if (query.having) conform_condition(model, query, *query.having);
  for (const ast::group_order& key : query.group_order_by)
    if (key.on_field) check_group_field(model, query, key.on.field);
}

}  // namespace

field aggregate_field(const model& model, const ast::aggregate& aggregate) {
  field like;
  like.name = aggregate.kind == aggregate_kind::count_all ? "_all" : model.fields[aggregate.field].name;
  like.nullable = true;
  switch (aggregate.kind) {
    case aggregate_kind::count_all:
    case aggregate_kind::count:
      like.type = field_type::bigint;
      break;
    case aggregate_kind::average:
      like.type = field_type::real;
      break;
    case aggregate_kind::sum:
      like.type = model.fields[aggregate.field].type == field_type::real ? field_type::real : field_type::decimal;
      break;
    case aggregate_kind::minimum:
    case aggregate_kind::maximum:
      like.type = model.fields[aggregate.field].type;
      like.values = model.fields[aggregate.field].values;
      break;
  }
  return like;
}

std::uint64_t run_aggregate(engine& engine, transaction* transaction, ast::query& query, const destination& to) {
  const model& model = engine.schema().models()[query.model];
  const needed_aggregates needed(query);
  check_groups(model, query, needed);

  ast::query sent;
  sent.operation = ast::operation::aggregate;
  sent.model = query.model;
  sent.where = query.where;
  sent.group = query.group;
  sent.grouped = query.grouped;
  sent.aggregates = needed.list();

  group_table table(model, query, needed);
  struct group_reader : row_reader {
    std::size_t width;
  } reader{};
  reader.width = query.group.size() + needed.list().size();
  reader.read = [](const row_reader& self, void* row, const orm_cell* cells) {
    auto& into = *static_cast<group_table*>(row);
    group_table::group group;
    for (std::size_t i = 0; i < static_cast<const group_reader&>(self).width; ++i)
      group.push_back(into.arena.copy(cells[i]));
    into.groups.push_back(std::move(group));
  };
  child_reader root{};
  root.reader = &reader;
  root.append = [](const child_reader&, void* target) { return target; };

  std::vector<value*> pointers;
  ast::for_each_argument(
      sent, [&](value& given) { pointers.push_back(&given); }, [](std::uint64_t&) {});
  const auto plan = engine.plan_for(sent, true);
  workspace memory;
  execution(engine, transaction, *plan, argument_list(std::span<value* const>(pointers)), memory).run({&root, &table});

  if (query.having)
    std::erase_if(table.groups, [&](const auto& group) { return !table.matches(group, *query.having); });
  table.sort();
  std::vector<orm_cell> cells;
  for (const auto& group : table.groups) {
    cells.assign(group.begin(), group.begin() + static_cast<std::ptrdiff_t>(query.group.size()));
    for (const ast::aggregate& wanted : query.aggregates) cells.push_back(table.value_of(group, wanted));
    void* const row = to.root->append(*to.root, to.target);
    to.root->reader->read(*to.root->reader, row, cells.data());
  }
  return table.groups.size();
}

}  // namespace orm::detail
