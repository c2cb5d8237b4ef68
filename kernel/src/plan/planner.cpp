// The planner: one statement for the query itself, one per related level; singular relations are joined into the one
// that they are below, where the driver can (level_output.cpp).
//
// Arguments are numbered as ast/arguments.hpp says. The rules of FORMATS that concern order live here: ties go by the
// id in the direction of the last key, and what pages or takes a first row without an order goes by the id.
#include "plan/planner.hpp"

#include <algorithm>

#include "check/query_rules.hpp"
#include "orm/error.hpp"
#include "plan/filter_plan.hpp"
#include "plan/level_output.hpp"
#include "plan/statement_builder.hpp"

namespace orm::detail {
namespace {

using ast::operation;

bool contains(const std::vector<std::uint32_t>& list, std::uint32_t item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

// The whole order of a find: each field once, then the id where ties are left.
std::vector<orm_order> complete_order(const model& model, const std::vector<ast::order_key>& keys) {
  std::vector<orm_order> order;
  for (const ast::order_key& key : keys) {
    if (std::any_of(order.begin(), order.end(), [&](const orm_order& o) { return o.field == key.field; })) continue;
    order.push_back({key.field, key.descending});
    const field& field = model.fields[key.field];
    if (field.id || (field.unique && !field.nullable)) return order;  // no ties from here on
  }
  order.push_back({model.id, !keys.empty() && keys.back().descending});
  return order;
}

// Whether a filter's top level pins a unique key by equality.
bool pins_unique_key(const model& model, const std::vector<orm_node>& filter) {
  if (filter.empty()) return false;
  std::vector<std::uint32_t> pinned;
  const auto collect = [&](const orm_node& node) {
    if (node.kind == ORM_NODE_EQ && !node.flags) pinned.push_back(node.operand);
  };
  if (filter.back().kind == ORM_NODE_AND) {
    for (std::size_t end = filter.size() - 1; end > 0; end -= filter[end - 1].span) collect(filter[end - 1]);
  } else {
    collect(filter.back());
  }
  const auto keys = model.unique_keys();
  return std::any_of(keys.begin(), keys.end(), [&](const auto& key) {
    return std::all_of(key.begin(), key.end(), [&](std::uint32_t part) { return contains(pinned, part); });
  });
}

// Levels that may be linked one below the other. The statement of each holds all above it, to be planned and run once
// more, and an empty level does not spare those below: from the fifth on a round trip each costs less.
constexpr std::uint32_t most_linked = 4;

class planner {
 public:
  planner(const planning_target& target, const ast::query& query, plan& made)
      : target_(target),
        query_(query),
        made_(made),
        context_{target, made},
        model_(target.schema.models()[query.model]) {}

  // Whether levels were to be linked, and are too deep for that: the plan is not complete.
  bool links_too_deep() const { return links_too_deep_; }

  void run() {
    made_.operation = query_.operation;
    made_.model = query_.model;
    switch (query_.operation) {
      case operation::find_unique:
      case operation::find_first:
      case operation::find_many:
        return plan_find();
      case operation::count:
      case operation::aggregate:
        return plan_aggregate();
      case operation::create:
      case operation::create_many:
        return plan_insert();
      case operation::update:
      case operation::update_many:
        return query_.assignments.empty() && !updates_itself() ? plan_read() : plan_update();
      case operation::upsert:
        return plan_upsert();
      case operation::remove:
      case operation::remove_many:
        return plan_delete();
    }
  }

 private:
  // ---- parts that several operations share ----

  void rule(argument_rule::kind kind, std::uint32_t field) { made_.rules.push_back({kind, query_.model, field}); }

  void plan_row_rules() {
    for (std::uint32_t i = 0; i < model_.fields.size(); ++i) rule(argument_rule::kind::row, i);
    made_.row_arguments = static_cast<std::uint32_t>(model_.fields.size());
  }

  // `on_update = "now"` fields change with every update.
  bool updates_itself() const {
    return std::any_of(model_.fields.begin(), model_.fields.end(), [](const field& f) { return f.on_update_now; });
  }

  void plan_assignments(statement_builder& into) {
    std::vector<std::uint32_t> named;
    for (const ast::assignment& change : query_.assignments) {
      const bool arithmetic = change.kind != ast::assignment_kind::set;
      rule(arithmetic ? argument_rule::kind::arithmetic : argument_rule::kind::value, change.field);
      named.push_back(change.field);
      const std::uint32_t argument = next_argument_++;
      if (query_.operation == operation::upsert && contains(query_.key->fields, change.field)) {
        const auto part = std::find(query_.key->fields.begin(), query_.key->fields.end(), change.field);
        made_.repeated_keys.push_back({argument, static_cast<std::uint32_t>(part - query_.key->fields.begin())});
        continue;  // it agrees with the key or is refused: nothing to assign
      }
      if (!arithmetic) {
        made_.assigned_fields.resize(model_.fields.size(), no_index);
        made_.assigned_fields[change.field] = argument;
      }
      into.assignments.push_back({change.field, static_cast<std::uint32_t>(change.kind), into.argument(argument)});
    }
    for (std::uint32_t i = 0; i < model_.fields.size(); ++i)
      if (model_.fields[i].on_update_now && !contains(named, i))
        into.assignments.push_back({i, ORM_ASSIGN_SET, into.add({parameter_source::kind::now, 0})});
  }

  // A level's filter, and which lookups it takes.
  void plan_where(std::uint32_t model, const ast::filter& where, statement_builder& into, level_plan& level) {
    level.first_lookup = static_cast<std::uint32_t>(made_.lookups.size());
    plan_filter(context_, model, where, into, next_argument_);
    level.end_lookup = static_cast<std::uint32_t>(made_.lookups.size());
  }

  // The key of findUnique as a filter.
  void plan_key(statement_builder& into) {
    for (const std::uint32_t field : query_.key->fields) {
      rule(argument_rule::kind::value, field);
      into.filter.push_back({ORM_NODE_EQ, 0, 1, field, into.argument(next_argument_++)});
    }
    const auto parts = static_cast<std::uint32_t>(query_.key->fields.size());
    if (parts > 1) into.filter.push_back({ORM_NODE_AND, 0, parts + 1, parts, ORM_NONE});
  }

  void plan_page(statement_builder& into, bool skip, bool take) {
    if (skip) {
      made_.rules.push_back({argument_rule::kind::number, 0, 0});
      into.statement.skip = into.argument(next_argument_++);
    }
    if (take) {
      made_.rules.push_back({argument_rule::kind::number, 0, 0});
      into.statement.take = into.argument(next_argument_++);
    }
  }

  void compile(statement_builder& from, statement_plan& to, const statement_builder* parent = nullptr,
               std::uint32_t parent_join = ORM_NONE) {
    if (target_.expiry) from.statement.now = from.add({parameter_source::kind::now, 0});
    if (parent) from.link(*parent, parent_join);
    to = statement_plan(target_.driver, target_.store, from.finish(), from.parameters, target_.schema);
  }

  // parent: the find of the level itself where its children are linked to it.
  // single: the level has one row at most, and so its children one key each.
  void plan_children(const ast::selection& select, level_plan& level, bool single,
                     const statement_builder* parent = nullptr, std::uint32_t depth = 1) {
    if (parent && depth > most_linked && !level.children.empty()) links_too_deep_ = true;
    if (links_too_deep_) return;
    for (level_plan::child& child : level.children) {
      made_.pairs = true;
      plan_level(selected_at(select, child.path), child, single, parent, depth);
    }
  }

  // Whether the levels below a find are linked, so that all of them travel together. Each level is then found again
  // for the one below it: that pays where the root is one row that a unique key leads to, and its levels are small.
  bool links(const statement_builder& root) const {
    constexpr std::uint64_t needed = ORM_CAN_LINKED_FINDS | ORM_CAN_RELATION_FILTERS;  // no lookups in between
    return (target_.capabilities.features & needed) == needed && (root.statement.flags & ORM_STATEMENT_UNIQUE) != 0;
  }

  void plan_level(const ast::related& related, level_plan::child& child, bool one_key, const statement_builder* parent,
                  std::uint32_t depth) {
    level_plan& level = *child.level;
    const relation& relation = target_.schema.relations()[related.relation];
    const model& target = target_.schema.models()[relation.to_model];
    statement_builder find(ORM_FIND, relation.to_model);
    find.statement.flags = ORM_STATEMENT_KEYED;
    if (one_key) find.statement.flags |= ORM_STATEMENT_ONE_KEY;
    find.statement.relation = related.relation;
    if (!parent) find.statement.key_list = find.add({parameter_source::kind::keys, 0});
    plan_where(relation.to_model, related.where, find, level);
    plan_page(find, related.skip.has_value(), related.take.has_value());
    const std::uint32_t joining[] = {relation.remote_field};
    plan_output(target_, related.select, level, &find);
    const bool orders_links = parent && !level.children.empty();  // their ordinals count this level's rows
    if (relation.singular() && !is_unique_key(target, joining))
      find.statement.flags |= ORM_STATEMENT_FIRST_PER_KEY;
    else if (!relation.singular() && (!related.order.empty() || related.skip || related.take || orders_links))
      find.order = complete_order(target, related.order);
    find.output = level.output;
    compile(find, level.statement, parent, child.join);
    plan_children(related.select, level, one_key && relation.singular(), parent ? &find : nullptr, depth + 1);
  }

  // ---- operations ----

  void plan_find() {
    statement_builder find(ORM_FIND, query_.model);
    if (query_.key) {
      plan_key(find);
      find.statement.flags |= ORM_STATEMENT_UNIQUE;
    } else {
      plan_where(query_.model, query_.where, find, made_.root);
      plan_order_and_page(find);
    }
    made_.records = true;
    // Of rows that are alike in the distinct fields only the first may be joined.
    plan_output(target_, query_.select, made_.root, find.distinct.empty() ? &find : nullptr);
    find.output = made_.root.output;
    compile(find, made_.root.statement);
    made_.linked = !made_.root.children.empty() && links(find);
    const bool single = query_.operation == operation::find_first || (find.statement.flags & ORM_STATEMENT_UNIQUE) != 0;
    plan_children(query_.select, made_.root, single, made_.linked ? &find : nullptr);
  }

  void plan_order_and_page(statement_builder& find) {
    if (query_.cursor) {
      for (const std::uint32_t field : query_.cursor->fields) {
        rule(argument_rule::kind::value, field);
        find.cursor_fields.push_back(field);
        find.cursor_parameters.push_back(find.argument(next_argument_++));
      }
    }
    plan_page(find, query_.skip.has_value(), query_.take.has_value());
    if (query_.take) made_.take_argument = next_argument_ - 1;
    // One row at most, and that row not paged away: nothing to order.
    const bool first = query_.operation == operation::find_first;
    if (!query_.cursor && !query_.skip && (first || !query_.take) && pins_unique_key(model_, find.filter)) {
      find.statement.flags |= ORM_STATEMENT_UNIQUE;
      find.statement.take = ORM_NONE;
      return;
    }
    find.distinct = query_.distinct;
    const bool paged = query_.skip || query_.take || query_.cursor || !query_.distinct.empty();
    if (paged || !query_.order.empty()) find.order = complete_order(model_, query_.order);
  }

  void plan_aggregate() {
    statement_builder aggregate(ORM_AGGREGATE, query_.model);
    plan_where(query_.model, query_.where, aggregate, made_.root);
    aggregate.group = query_.group;
    for (const ast::aggregate& wanted : query_.aggregates) aggregate.aggregates.push_back(translate(wanted));
    if (query_.operation == operation::count) aggregate.aggregates = {{ORM_AGGREGATE_COUNT_ALL, ORM_NONE}};
    compile(aggregate, made_.root.statement);
  }

  static orm_aggregate translate(const ast::aggregate& wanted) {
    switch (wanted.kind) {
      case ast::aggregate_kind::count_all:
        return {ORM_AGGREGATE_COUNT_ALL, ORM_NONE};
      case ast::aggregate_kind::count:
        return {ORM_AGGREGATE_COUNT, wanted.field};
      case ast::aggregate_kind::sum:
        return {ORM_AGGREGATE_SUM, wanted.field};
      case ast::aggregate_kind::minimum:
        return {ORM_AGGREGATE_MIN, wanted.field};
      case ast::aggregate_kind::maximum:
        return {ORM_AGGREGATE_MAX, wanted.field};
      case ast::aggregate_kind::average:
        break;  // the caller asks for sum and count instead
    }
    throw error(error_code::unsupported, "an average is not computed by a driver");
  }

  void plan_columns(statement_builder& into) {
    for (std::uint32_t i = 0; i < model_.fields.size(); ++i)
      if (model_.fields[i].default_from != default_kind::increment) made_.columns.push_back(i);
    into.columns = made_.columns;
  }

  void plan_insert() {
    made_.writes = true;
    plan_row_rules();
    next_argument_ = 0;  // behind the rows; their number is known at run time only
    statement_builder insert(ORM_INSERT, query_.model);
    plan_columns(insert);
    if (query_.skip_duplicates) insert.statement.flags |= ORM_STATEMENT_SKIP_DUPLICATES;
    plan_output(target_, query_.select, made_.root);
    const bool store_makes_id = made_.columns.size() != model_.fields.size();
    made_.skips_duplicates = query_.skip_duplicates;
    if (made_.records && store_makes_id) insert.output = {model_.id};
    // The values come first, row by row; whatever else is sent stands behind them.
    insert.parameters.clear();
    if (target_.expiry) {
      insert.parameters.push_back({parameter_source::kind::now, 0});
      insert.statement.extra_parameters = 1;
    }
    made_.root.statement =
        statement_plan(target_.driver, target_.store, insert.finish(), insert.parameters, target_.schema);
    plan_children(query_.select, made_.root, query_.operation == operation::create);
  }

  void plan_upsert() {
    made_.writes = true;
    plan_row_rules();
    statement_builder upsert(ORM_UPSERT, query_.model);
    plan_columns(upsert);
    for (const std::uint32_t column : made_.columns) upsert.argument(column);
    next_argument_ = made_.row_arguments;
    plan_assignments(upsert);
    made_.key_argument = next_argument_;
    for (const std::uint32_t field : query_.key->fields) {
      rule(argument_rule::kind::value, field);
      ++next_argument_;
    }
    made_.key_fields = query_.key->fields;
    upsert.conflict = declared_key(query_.key->fields);
    plan_output(target_, query_.select, made_.root);
    plan_returning(upsert);
    compile(upsert, made_.root.statement);
    plan_children(query_.select, made_.root, true);
  }

  // The unique key of these fields, in its declared order.
  std::vector<std::uint32_t> declared_key(const std::vector<std::uint32_t>& fields) const {
    for (const auto& key : model_.unique_keys())
      if (key.size() == fields.size() && std::is_permutation(key.begin(), key.end(), fields.begin())) return key;
    return fields;
  }

  // What the store must answer so that records can be made: at least one cell tells that there was a row.
  void plan_returning(statement_builder& into) {
    if (!made_.records) return;
    if (made_.root.output.empty()) made_.root.output.push_back(model_.id);
    into.output = made_.root.output;
  }

  void plan_update() {
    made_.writes = true;
    statement_builder update(ORM_UPDATE, query_.model);
    plan_assignments(update);
    plan_where(query_.model, query_.where, update, made_.root);
    plan_first(update, query_.operation == operation::update);
    plan_output(target_, query_.select, made_.root);
    plan_returning(update);
    compile(update, made_.root.statement);
    plan_children(query_.select, made_.root, query_.operation == operation::update);
  }

  void plan_first(statement_builder& into, bool first) {
    if (pins_unique_key(model_, into.filter))
      into.statement.flags |= ORM_STATEMENT_UNIQUE;
    else if (first)
      into.statement.flags |= ORM_STATEMENT_FIRST;
  }

  // An update that assigns nothing changes nothing: it answers what it would have touched.
  void plan_read() {
    made_.reads_instead = true;
    if (query_.operation == operation::update_many) return plan_aggregate_count();
    statement_builder find(ORM_FIND, query_.model);
    plan_where(query_.model, query_.where, find, made_.root);
    if (pins_unique_key(model_, find.filter))
      find.statement.flags |= ORM_STATEMENT_UNIQUE;
    else
      find.order = {{model_.id, 0}};
    plan_output(target_, query_.select, made_.root);
    plan_returning(find);
    compile(find, made_.root.statement);
    plan_children(query_.select, made_.root, true);
  }

  void plan_aggregate_count() {
    statement_builder count(ORM_AGGREGATE, query_.model);
    plan_where(query_.model, query_.where, count, made_.root);
    count.aggregates = {{ORM_AGGREGATE_COUNT_ALL, ORM_NONE}};
    compile(count, made_.root.statement);
  }

  void plan_delete() {
    made_.writes = true;
    statement_builder removal(ORM_DELETE, query_.model);
    plan_where(query_.model, query_.where, removal, made_.root);
    plan_first(removal, query_.operation == operation::remove);
    compile(removal, made_.root.statement);
  }

  const planning_target& target_;
  const ast::query& query_;
  plan& made_;
  planning context_;
  const model& model_;
  std::uint32_t next_argument_ = 0;
  bool links_too_deep_ = false;
};

}  // namespace

std::shared_ptr<const plan> make_plan(const planning_target& target, const ast::query& query, bool records) {
  check_query(target.schema, query);
  auto made = std::make_shared<plan>();
  made->records = records;
  planner making(target, query, *made);
  making.run();
  if (!made->lookups.empty()) made->pairs = true;
  if (made->linked) {
    planning_target apart = target;
    apart.capabilities.features &= ~static_cast<std::uint64_t>(ORM_CAN_LINKED_FINDS);
    std::shared_ptr<const plan> unlinked = make_plan(apart, query, records);
    if (making.links_too_deep()) return unlinked;
    made->unlinked = std::move(unlinked);
  }
  return made;
}

}  // namespace orm::detail
