// From statements to texts that a script puts in place.
#include "keyed_write.hpp"

#include <orm/sdk/rows/keys.hpp>
#include <orm/sdk/value/datetime.hpp>
#include <orm/sdk/value/integer.hpp>

#include "mutation.hpp"

#include <algorithm>

namespace orm::sdk::kv {
namespace {

bool contains(std::span<const std::uint32_t> fields, std::uint32_t field) {
  return std::find(fields.begin(), fields.end(), field) != fields.end();
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
    assigned += std::any_of(plan.assignments.begin(), plan.assignments.end(),
                            [&](const orm_assignment& each) { return each.field == index; });
  }
  return assigned == 0 || assigned == all;
}

bool is_plain(const kv_plan& plan, const orm_assignment& assignment) {
  const model_layout& where = *plan.where;
  if (contains(where.keys()[where.stored_key()].fields, assignment.field)) return false;
  if (assignment.kind == ORM_ASSIGN_SET) return true;
  return (assignment.kind == ORM_ASSIGN_ADD || assignment.kind == ORM_ASSIGN_SUBTRACT) &&
         field(where.model(), assignment.field).type == ORM_FIELD_INTEGER &&
         where.component_of(assignment.field) == ORM_NONE;
}

mutation_kind kind_of(const kv_plan& plan) {
  if (plan.kind == ORM_UPSERT) return mutation_kind::upsert;
  return plan.kind == ORM_UPDATE ? mutation_kind::update : mutation_kind::erase;
}

std::vector<orm_cell> key_values(const execution& run) {
  std::vector<orm_cell> values;
  const kv_plan& plan = run.plan;
  for (const std::uint32_t parameter : plan.kind == ORM_UPSERT ? plan.conflict_columns : plan.path.equal) {
    values.push_back(parameter == ORM_NONE ? null_cell() : run.parameters[parameter]);
  }
  return values;
}

// False: the operand is not for a script.
bool assign(const execution& run, const orm_assignment& assignment, keyed_mutation& change) {
  const model_layout& where = *run.plan.where;
  const orm_cell& operand = run.parameters[assignment.parameter];
  field_change& changed = change.fields.emplace_back();
  changed.label = where.codec().label(assignment.field);
  if (assignment.kind != ORM_ASSIGN_SET) {
    if (is_null(operand) || !integer_fits(ORM_FIELD_INTEGER, operand.as.integer)) return false;
    changed.addend = assignment.kind == ORM_ASSIGN_ADD ? operand.as.integer : -operand.as.integer;
    return true;
  }
  changed.value = record_codec::value(operand);
  const std::uint32_t component = where.component_of(assignment.field);
  if (component != ORM_NONE) change.components.push_back({component, model_layout::component(operand)});
  if (run.store.options().can.expiry && assignment.field == where.model().expires) {
    change.expires_at = is_null(operand) ? never_expires : operand.as.integer;
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

bool is_keyed_write(const kv_plan& plan, const kv_options& options) {
  if (!options.can.mutations) return false;
  const orm_model& model = plan.where->model();
  if (plan.kind == ORM_UPSERT) {
    if (is_increment(field(model, model.id))) return false;  // a number would have to be drawn first
  } else if (plan.kind == ORM_UPDATE || plan.kind == ORM_DELETE) {
    if (plan.path.kind != access_kind::unique || plan.path.list != ORM_NONE || !plan.path.exact) return false;
  } else {
    return false;
  }
  const auto keys = plan.where->declared_keys();
  return std::all_of(plan.assignments.begin(), plan.assignments.end(),
                     [&](const orm_assignment& each) { return is_plain(plan, each); }) &&
         std::all_of(keys.begin(), keys.end(), [&](const model_key& each) { return limits_are_known(plan, each); });
}

std::optional<keyed_mutation> keyed_mutation_of(const execution& run) {
  const kv_plan& plan = run.plan;
  const model_layout& where = *plan.where;
  const std::uint32_t key = plan.kind == ORM_UPSERT ? plan.conflict_key : plan.path.key;
  keyed_mutation change;
  change.key = where.unique_key(key, key_values(run));
  if (change.key.empty()) return std::nullopt;
  change.kind = kind_of(plan);
  change.shape = &where.shape();
  change.record_prefix = where.record_prefix();
  change.follows = !where.is_stored_key(key);
  if (const orm_cell* now = run.now(); now != nullptr && has_expiry(where.model())) {
    change.now.resize(datetime_length);
    format_datetime(now->as.integer, change.now.data());
  }
  change.head = record_codec::head(draw_stamp());
  for (const orm_assignment& each : plan.assignments) {
    if (!assign(run, each, change)) return std::nullopt;
  }
  check_limits(run);
  return change;
}

}  // namespace orm::sdk::kv
