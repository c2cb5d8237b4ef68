// From statements to texts that a script puts in place.
#include "keyed_write.hpp"

#include <orm/sdk/kv/key_codec.hpp>
#include <orm/sdk/rows/keys.hpp>
#include <orm/sdk/value/datetime.hpp>
#include <orm/sdk/value/integer.hpp>

#include "mutation.hpp"

#include <algorithm>
#include <charconv>

namespace orm::sdk::kv {
namespace {

bool contains(std::span<const std::uint32_t> fields, std::uint32_t field) {
  return std::find(fields.begin(), fields.end(), field) != fields.end();
}

bool assigns(const kv_plan& plan, std::uint32_t field) {
  return std::any_of(plan.assignments.begin(), plan.assignments.end(),
                     [&](const orm_assignment& each) { return each.field == field; });
}

bool has_length(const orm_model& model, std::uint32_t index) {
  const orm_cell_type type = cell_type_of(field(model, index).type);
  return type == ORM_CELL_TEXT || type == ORM_CELL_BYTES || type == ORM_CELL_DECIMAL;
}

// Whether the lengths of a declared key can be checked without the row: all that has a length is assigned, or nothing.
bool limits_are_known(const kv_plan& plan, const model_key& key) {
  std::size_t assigned = 0;
  std::size_t all = 0;
  for (const std::uint32_t index : key.fields) {
    if (!has_length(plan.where->model(), index)) continue;
    ++all;
    assigned += assigns(plan, index);
  }
  return assigned == 0 || assigned == all;
}

bool is_plain(const kv_plan& plan, const orm_assignment& assignment) {
  const model_layout& where = *plan.where;
  if (contains(where.keys()[where.stored_key()].fields, assignment.field)) return false;
  if (assignment.kind == ORM_ASSIGN_SET) return true;
  return (assignment.kind == ORM_ASSIGN_ADD || assignment.kind == ORM_ASSIGN_SUBTRACT) &&
         field(where.model(), assignment.field).type == ORM_FIELD_INTEGER &&
         where.shape().fields[assignment.field].component == no_component;
}

bool can_be_said(const kv_plan& plan) {
  const model_layout& where = *plan.where;
  if (plan.kind == ORM_INSERT) return true;
  if (plan.kind == ORM_UPSERT) {
    if (is_increment(field(where.model(), where.model().id))) return false;  // a number would have to be drawn first
  } else if ((plan.kind != ORM_UPDATE && plan.kind != ORM_DELETE) || plan.path.kind != access_kind::unique ||
             plan.path.list != ORM_NONE) {
    return false;
  }
  const auto keys = where.declared_keys();
  return std::all_of(plan.assignments.begin(), plan.assignments.end(),
                     [&](const orm_assignment& each) { return is_plain(plan, each); }) &&
         std::all_of(keys.begin(), keys.end(), [&](const model_key& each) { return limits_are_known(plan, each); });
}

mutation_kind kind_of(const kv_plan& plan) {
  switch (plan.kind) {
    case ORM_INSERT:
      return mutation_kind::insert;
    case ORM_UPSERT:
      return mutation_kind::upsert;
    case ORM_UPDATE:
      return mutation_kind::update;
    default:
      return mutation_kind::erase;
  }
}

// False: a field is assigned twice.
bool add_changes(const kv_plan& plan, keyed_write& made) {
  for (const orm_assignment& each : plan.assignments) made.assignments.push_back(&each);
  std::sort(made.assignments.begin(), made.assignments.end(),
            [](const orm_assignment* left, const orm_assignment* right) { return left->field < right->field; });
  for (const orm_assignment* each : made.assignments) {
    if (!made.form.changes.empty() && made.form.changes.back().field == each->field) return false;
    made.form.changes.push_back({each->field, each->kind != ORM_ASSIGN_SET});
  }
  return true;
}

// Whether the path to the record has seen to it.
bool is_of_path(const kv_plan& plan, const orm_node& node) {
  const std::vector<std::uint32_t>& fields = plan.where->keys()[plan.path.key].fields;
  const auto at = std::find(fields.begin(), fields.end(), node.operand) - fields.begin();
  const auto position = static_cast<std::size_t>(at);
  if (position == fields.size()) return false;
  return node.kind == ORM_NODE_EQ ? plan.path.equal[position] == node.parameter
                                  : node.kind == ORM_NODE_IS_NULL && plan.path.equal[position] == ORM_NONE;
}

bool is_ordered(const orm_field& field) {
  return field.type == ORM_FIELD_INTEGER || field.type == ORM_FIELD_BIGINT || field.type == ORM_FIELD_DATETIME;
}

bool has_one_text(const orm_field& field) {
  return is_ordered(field) || field.type == ORM_FIELD_STRING || field.type == ORM_FIELD_ENUM ||
         field.type == ORM_FIELD_BOOLEAN;
}

std::optional<comparison> comparison_of(const orm_field& field, const orm_node& node) {
  if ((node.flags & ORM_NODE_INSENSITIVE) != 0) return std::nullopt;
  if (node.kind == ORM_NODE_EQ && has_one_text(field)) return comparison::equal;
  if (!is_ordered(field)) return std::nullopt;
  switch (node.kind) {
    case ORM_NODE_LT:
      return comparison::less;
    case ORM_NODE_LE:
      return comparison::less_equal;
    case ORM_NODE_GT:
      return comparison::greater;
    case ORM_NODE_GE:
      return comparison::greater_equal;
    default:
      return std::nullopt;
  }
}

// False: the filter asks for more than a key and comparisons.
bool add_conditions(const kv_plan& plan, std::span<const orm_node> filter, keyed_write& made) {
  for (const std::uint32_t position : conjuncts(filter)) {
    const orm_node& node = filter[position];
    if (node.kind < ORM_NODE_IS_NULL || node.kind > ORM_NODE_ENDS_WITH) return false;
    if (is_of_path(plan, node)) continue;
    const auto by = comparison_of(field(plan.where->model(), node.operand), node);
    if (!by) return false;
    made.form.conditions.push_back({node.operand, *by});
    made.operands.push_back(node.parameter);
  }
  return true;
}

// False: the operand is not for a script.
bool say_change(const execution& run, const orm_assignment& assignment, keyed_mutation& change) {
  const model_layout& where = *run.plan.where;
  const orm_cell& operand = run.parameters[assignment.parameter];
  std::string& value = change.values.open();
  if (assignment.kind != ORM_ASSIGN_SET) {
    if (is_null(operand) || !integer_fits(ORM_FIELD_INTEGER, operand.as.integer)) return false;
    value += std::to_string(assignment.kind == ORM_ASSIGN_ADD ? operand.as.integer : -operand.as.integer);
  } else {
    where.codec().append_field(assignment.field, operand, value);
  }
  change.values.close();
  if (where.codec().holds_a_label(change.values[change.values.size() - 1])) return false;
  if (where.shape().fields[assignment.field].component != no_component) {
    append_component_prefix(operand, change.components.open());
    change.components.close();
    if (where.codec().holds_a_label(change.components[change.components.size() - 1])) return false;
  }
  if (assignment.field == where.model().expires) {
    const bool ends = run.store.options().can.expiry && !is_null(operand);
    change.expires_at = ends ? operand.as.integer : never_expires;
  }
  return true;
}

bool say_operand(const orm_cell& operand, text_list& operands) {
  if (is_null(operand)) return false;
  record_codec::append_text(operand, operands.open());
  operands.close();
  return operand.type != ORM_CELL_INTEGER || operands[operands.size() - 1].size() <= exact_integer_length;
}

// False: a null is in it.
bool say_key(const execution& run, const keyed_write& write, std::string& key) {
  key = run.plan.where->unique_key_prefix(write.key);
  for (std::size_t i = 0; i < write.key_values.size(); ++i) {
    if (write.key_values[i] == ORM_NONE || is_null(run.parameters[write.key_values[i]])) return false;
    if (i > 0) key += ' ';
    append_key_text(run.parameters[write.key_values[i]], key);
  }
  return true;
}

// As if all other fields were null: limits_are_known() made sure that this is enough.
void check_limits(const execution& run) {
  std::vector<orm_cell> row(run.model().field_count, null_cell());
  for (const orm_assignment& each : run.plan.assignments) {
    if (each.kind == ORM_ASSIGN_SET) row[each.field] = run.parameters[each.parameter];
  }
  run.plan.where->check_limits(row.data());
}

}  // namespace

std::unique_ptr<const keyed_write> keyed_write_of(const kv_plan& plan, std::span<const orm_node> filter,
                                                  const kv_options& options) {
  if (!options.can.mutations || !can_be_said(plan)) return nullptr;
  const model_layout& where = *plan.where;
  auto made = std::make_unique<keyed_write>();
  made->form.kind = kind_of(plan);
  made->form.shape = &where.shape();
  made->form.judges_expiry = has_expiry(where.model()) && plan.now != ORM_NONE;
  made->form.answers = !plan.output.empty() && plan.kind != ORM_INSERT;
  if (plan.kind == ORM_INSERT) {
    made->key = where.stored_key();
    return made;
  }
  made->key = plan.kind == ORM_UPSERT ? plan.conflict_key : plan.path.key;
  made->key_values = plan.kind == ORM_UPSERT ? plan.conflict_columns : plan.path.equal;
  made->form.follows = !where.is_stored_key(made->key);
  if (!add_changes(plan, *made)) return nullptr;
  if (plan.kind != ORM_UPSERT && !add_conditions(plan, filter, *made)) return nullptr;
  for (const model_key& key : where.declared_keys()) {
    for (const std::uint32_t each : key.fields)
      made->has_limits |= has_length(where.model(), each) && assigns(plan, each);
  }
  return made;
}

bool say_keyed_mutation(const execution& run, keyed_mutation& change) {
  const keyed_write& write = *run.plan.keyed;
  change.clear(write.form);
  if (!say_key(run, write, change.key)) return false;
  if (write.form.judges_expiry) {
    change.now.resize(datetime_length);
    format_datetime(run.now()->as.integer, change.now.data());
  }
  record_codec::append_head(draw_stamp(), change.head);
  for (const orm_assignment* each : write.assignments) {
    if (!say_change(run, *each, change)) return false;
  }
  for (const std::uint32_t each : write.operands) {
    if (!say_operand(run.parameters[each], change.operands)) return false;
  }
  if (write.has_limits) check_limits(run);
  return true;
}

void say_inserted_row(const execution& run, const orm_cell* row, keyed_mutation& change) {
  change.clear(run.plan.keyed->form);
  say_created_row(run, row, change);
  change.key = change.record_key;
}

void say_created_row(const execution& run, const orm_cell* row, keyed_mutation& change) {
  const model_layout& where = *run.plan.where;
  change.record.clear();
  where.append_record(row, draw_stamp(), change.record);
  change.record_key = where.record_prefix();
  where.append_reference(row, change.record_key);
  const std::uint32_t expires = where.model().expires;
  const bool ends = run.store.options().can.expiry && expires != ORM_NONE && !is_null(row[expires]);
  change.record_expires_at = ends ? row[expires].as.integer : never_expires;
}

}  // namespace orm::sdk::kv
