// Compilation: checks a statement against the schema and chooses the path to its rows.
#include "plan.hpp"

#include <orm/sdk/rows/aggregate.hpp>

#include "keyed_write.hpp"

#include <algorithm>

namespace orm::sdk::kv {
namespace {

[[noreturn]] void throw_invalid(const std::string& what) {
  throw driver_error(ORM_INVALID_QUERY, "the statement is malformed: " + what);
}

template <class T>
std::vector<T> copied(std::span<const T> from) {
  return {from.begin(), from.end()};
}

const model_layout& model_at(const kv_store& store, std::uint32_t index) {
  if (index >= store.models().size()) throw_invalid("there is no such model");
  return store.models()[index];
}

// An index that is gone through as a whole, for its order, is a scan too unless the page ends early.
bool is_scan(const access_path& path) { return path.kind == access_kind::scan; }

field_path path_by_field(const model_layout& where, std::uint32_t field) {
  return {&where, field, choose_access({where.keys(), where.model().id, {}, {}, field})};
}

}  // namespace

kv_plan::kv_plan(const orm_statement& statement, const kv_store& store)
    : kind(statement.kind),
      flags(statement.flags),
      where(&model_at(store, statement.model)),
      now(statement.now),
      take(statement.take),
      skip(statement.skip),
      extra_parameters(statement.extra_parameters),
      output(copied(sdk::output(statement))),
      order(copied(sdk::order(statement))),
      distinct(copied(sdk::distinct(statement))),
      key_list(statement.key_list),
      columns(copied(sdk::columns(statement))),
      assignments(copied(sdk::assignments(statement))),
      group(copied(sdk::group(statement))),
      aggregates(copied(sdk::aggregates(statement))) {
  if (kind < ORM_FIND || kind > ORM_DELETE) throw_unsupported("statements of kind " + std::to_string(kind));
  filter = filter_program(store.schema(), statement.model, sdk::filter(statement), relation_filters::refused);
  check_fields();
  count_parameters(statement);
  if (kind == ORM_INSERT) return;
  if (kind == ORM_UPSERT) {
    compile_upsert(statement);
  } else if (kind == ORM_FIND) {
    compile_find(statement, store);
  } else {
    if (kind == ORM_AGGREGATE) check_aggregates(where->model(), group, aggregates);
    if (has_flag(ORM_STATEMENT_FIRST)) order = {{where->model().id, 0}};
    choose_path(sdk::filter(statement), order);
  }
  keyed_write = is_keyed_write(*this, store.options());
}

void kv_plan::compile_find(const orm_statement& statement, const kv_store& store) {
  if (statement.cursor_count > 0) {
    const auto fields = cursor_fields(statement);
    cursor_key = where->unique_key_of(fields);
    if (cursor_key == ORM_NONE) throw_invalid("the cursor is no unique key");
    for (const std::uint32_t field : where->keys()[cursor_key].fields) {
      const auto position = std::find(fields.begin(), fields.end(), field) - fields.begin();
      cursor_parameters.push_back(statement.cursor_parameters[position]);
    }
  }
  if (!has_flag(ORM_STATEMENT_KEYED)) return choose_path(sdk::filter(statement), order);
  if (statement.relation >= store.schema().relation_count) throw_invalid("there is no such relation");
  const orm_relation& relation = sdk::relation(store.schema(), statement.relation);
  if (relation.to_model != where->model_index()) throw_invalid("the relation leads to another model");
  compile_relation(relation, store);
  // The first row of a key is looked for before the filter, so that the filter must not choose the path.
  const orm_order by_id{where->model().id, 0};
  if (has_flag(ORM_STATEMENT_FIRST_PER_KEY)) return choose_path({}, {&by_id, 1});
  choose_path(sdk::filter(statement), order);
}

void kv_plan::compile_relation(const orm_relation& relation, const kv_store& store) {
  if (relation.through_model == ORM_NONE) {
    remote_field = relation.remote_field;
    return;
  }
  through = path_by_field(model_at(store, relation.through_model), relation.through_local);
  link_field = relation.through_remote;
  linked = path_by_field(*where, relation.remote_field);
}

void kv_plan::compile_upsert(const orm_statement& statement) {
  conflict_key = where->unique_key_of(sdk::conflict(statement));
  if (conflict_key == ORM_NONE) throw_invalid("the conflict fields are no unique key");
  for (const std::uint32_t field : where->keys()[conflict_key].fields) {
    const auto position = std::find(columns.begin(), columns.end(), field);
    if (position == columns.end()) throw_invalid("a conflict field is not among the columns");
    conflict_columns.push_back(static_cast<std::uint32_t>(position - columns.begin()));
  }
}

void kv_plan::choose_path(std::span<const orm_node> nodes, std::span<const orm_order> wanted) {
  const std::uint32_t id = where->model().id;
  path = choose_access({where->keys(), id, nodes, wanted, remote_field});
  // The rows of one key must be told from those of another.
  if (remote_field != ORM_NONE && path.kind != access_kind::scan &&
      std::find(path.equal.begin(), path.equal.end(), relation_key) == path.equal.end()) {
    path = choose_access({where->keys(), id, {}, wanted, remote_field});
  }
}

void kv_plan::refuse_scan() const {
  if (kind == ORM_INSERT || kind == ORM_UPSERT) return;
  const auto refuse = [](const model_layout& model) {
    throw driver_error(ORM_UNSUPPORTED, "no key or index of model \"" + std::string(text_view(model.model().name)) +
                                            "\" serves this query, and scans are refused by the configuration: "
                                            "declare an index");
  };
  if (!is_through() && is_scan(path)) refuse(*where);
  if (is_through() && is_scan(through.path)) refuse(*through.where);
  if (is_through() && is_scan(linked.path)) refuse(*linked.where);
}

bool kv_plan::accepts(std::uint32_t parameters) const {
  if (parameters < parameters_needed) return false;
  if (kind != ORM_INSERT) return true;
  return parameters >= extra_parameters && (columns.empty() || (parameters - extra_parameters) % columns.size() == 0);
}

void kv_plan::check_fields() const {
  const auto check = [&](std::uint32_t field) {
    if (field >= where->model().field_count) throw_invalid("a field that the model does not have");
  };
  for (const auto* fields : {&output, &distinct, &columns, &group})
    std::for_each(fields->begin(), fields->end(), check);
  for (const orm_order& by : order) check(by.field);
  for (const orm_assignment& assignment : assignments) {
    check(assignment.field);
    if (assignment.kind < ORM_ASSIGN_SET || assignment.kind > ORM_ASSIGN_MULTIPLY) {
      throw_unsupported("assignments of kind " + std::to_string(assignment.kind));
    }
  }
}

void kv_plan::count_parameters(const orm_statement& statement) {
  const auto use = [&](std::uint32_t parameter) {
    if (parameter != ORM_NONE) parameters_needed = std::max(parameters_needed, parameter + 1);
  };
  if (kind != ORM_INSERT) use(now);
  use(take);
  use(skip);
  for (const orm_node& node : sdk::filter(statement)) {
    if (node.kind >= ORM_NODE_EQ && node.kind <= ORM_NODE_ENDS_WITH) use(node.parameter);
  }
  for (const std::uint32_t parameter : sdk::cursor_parameters(statement)) use(parameter);
  if (has_flag(ORM_STATEMENT_KEYED)) use(key_list);
  for (const orm_assignment& assignment : assignments) use(assignment.parameter);
  if (kind == ORM_UPSERT && !columns.empty()) use(static_cast<std::uint32_t>(columns.size()) - 1);
}

}  // namespace orm::sdk::kv
