// The change of one record by cutting texts.
#include <orm/sdk/kv/backend.hpp>
#include <orm/sdk/kv/record.hpp>
#include <orm/sdk/value/integer.hpp>

#include "record_fields.hpp"

#include <algorithm>
#include <charconv>

namespace orm::sdk::kv {
namespace {

using state = mutation_answer::state;
using components = std::vector<std::string>;

struct opened_record {
  std::string others;                               // of columns that the shape lacks: they stand in front
  std::vector<std::optional<record_field>> fields;  // by their positions in the shape; none: null
  components found_by;
};

components split(std::string_view text) {
  components all;
  for (std::size_t end = text.find(' '); end != std::string_view::npos; end = text.find(' ')) {
    all.emplace_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  return all;
}

// False: it can't be read, or was written for another layout.
bool open_record(std::string_view record, const mutation_shape& shape, opened_record& out) {
  std::string_view mark, found_by;
  if (!take_head(record) || !take_components(record, mark, found_by) || mark != shape.mark) return false;
  out.found_by = split(found_by);
  out.fields.resize(shape.fields.size());
  std::size_t next = 0;
  while (!record.empty()) {
    record_field each;
    if (!take_field(record, each)) return false;
    if (next == 0 && std::none_of(shape.fields.begin(), shape.fields.end(),
                                  [&](const mutation_shape::field& field) { return field.label == each.label; })) {
      out.others.append(each.label).append(each.value);
      continue;
    }
    while (next < shape.fields.size() && shape.fields[next].label != each.label) ++next;
    if (next == shape.fields.size()) return false;
    out.fields[next++] = each;
  }
  return true;
}

bool is_expired(const opened_record& record, const keyed_mutation& change) {
  const mutation_form& form = *change.form;
  if (!form.judges_expiry || form.shape->expires == no_component) return false;
  const auto& expires = record.fields[form.shape->expires];
  return expires && expires->text <= change.now;
}

// ---- conditions -------------------------------------------------------------------------------------------------

std::int64_t integer_of(std::string_view text) {
  std::int64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

template <class Value>
bool compares(const Value& left, comparison by, const Value& right) {
  switch (by) {
    case comparison::equal:
      return left == right;
    case comparison::less:
      return left < right;
    case comparison::less_equal:
      return left <= right;
    case comparison::greater:
      return left > right;
    case comparison::greater_equal:
      return left >= right;
  }
  return false;
}

enum class verdict : std::uint8_t { holds, fails, unknown };

verdict judged(const record_field& field, comparison by, std::string_view operand) {
  bool holds = false;
  if (field.kind == 'i' && by != comparison::equal) {
    if (field.text.size() > exact_integer_length) return verdict::unknown;
    holds = compares(integer_of(field.text), by, integer_of(operand));
  } else if (field.kind == 't' || field.kind == 'f') {
    holds = operand == std::string_view(&field.kind, 1);
  } else {
    holds = compares(field.text, by, operand);
  }
  return holds ? verdict::holds : verdict::fails;
}

verdict judged(const opened_record& record, const keyed_mutation& change) {
  const auto& conditions = change.form->conditions;
  for (std::size_t i = 0; i < conditions.size(); ++i) {
    const auto& field = record.fields[conditions[i].field];
    const verdict each = field ? judged(*field, conditions[i].by, change.operands[i]) : verdict::fails;
    if (each != verdict::holds) return each;
  }
  return verdict::holds;
}

// ---- the new record ---------------------------------------------------------------------------------------------

// False: the sum leaves 32 bits.
bool add_to(const record_field& field, std::string_view addend, std::string& out) {
  const auto sum = add_integer(ORM_FIELD_INTEGER, integer_of(field.text), integer_of(addend));
  if (!sum) return false;
  out.append(field.label) += "i" + std::to_string(*sum) + ";";
  return true;
}

bool write_fields(const opened_record& record, const keyed_mutation& change, std::string& out) {
  std::size_t next = 0;
  const auto& changes = change.form->changes;
  for (std::uint32_t i = 0; i < record.fields.size(); ++i) {
    const auto& old = record.fields[i];
    if (next == changes.size() || changes[next].field != i) {
      if (old) out.append(old->label).append(old->value);
      continue;
    }
    if (!changes[next].adds) {
      out += change.values[next];
    } else if (old && !add_to(*old, change.values[next], out)) {
      return false;
    }
    ++next;
  }
  return true;
}

components changed_components(const opened_record& record, const keyed_mutation& change) {
  components wanted = record.found_by;
  std::size_t next = 0;
  for (const mutation_form::change& each : change.form->changes) {
    const std::uint32_t component = change.form->shape->fields[each.field].component;
    if (component != no_component) wanted[component] = change.components[next++];
  }
  return wanted;
}

// ---- what it is found by ----------------------------------------------------------------------------------------

std::string entry_of(const mutation_shape& shape, const mutation_shape::key& key, const components& of,
                     const std::string& reference) {
  std::string entry;
  for (const std::uint32_t each : key.components) entry += of[each] + ' ';
  return shape.named ? entry + reference : entry;
}

// Empty: a null is in it.
std::string unique_key_of(const mutation_shape::key& key, const components& of) {
  std::string joined = key.unique_prefix;
  for (std::uint32_t i = 0; i < key.width; ++i) {
    const std::string& component = of[key.components[i]];
    if (component == "-") return {};
    if (i > 0) joined += ' ';
    joined.append(component, 1);
  }
  return joined;
}

// All that the record was found by goes, or makes way for what it is to be found by; null: it was, or will be, by
// nothing. expires_at: of the record.
void move_keys(const mutation_shape& shape, const components* old, const components* wanted,
               const std::string& reference, bool moves_expiry, std::int64_t expires_at, commit_request& request) {
  for (const mutation_shape::key& key : shape.keys) {
    if (!key.index.empty()) {
      const std::string before = old ? entry_of(shape, key, *old, reference) : std::string();
      const std::string after = wanted ? entry_of(shape, key, *wanted, reference) : std::string();
      if (old && before != after) request.entries.push_back({key.index, before, false, never_expires});
      if (wanted && (before != after || moves_expiry)) request.entries.push_back({key.index, after, true, expires_at});
    }
    if (!key.unique_prefix.empty()) {
      const std::string before = old ? unique_key_of(key, *old) : std::string();
      const std::string after = wanted ? unique_key_of(key, *wanted) : std::string();
      if (before != after && !before.empty()) request.erases.push_back(before);
      if (after.empty() || (before == after && !moves_expiry)) continue;
      if (before != after) request.conditions.push_back({after, {}});
      request.puts.push_back({after, reference, expires_at});
    }
  }
}

mutation_answer create(const keyed_mutation& change, const mutation_access& store) {
  const mutation_shape& shape = *change.form->shape;
  const components found_by = split(components_of(change.record));
  commit_request request;
  request.conditions.push_back({change.record_key, {}});
  request.puts.push_back({change.record_key, change.record, change.record_expires_at});
  move_keys(shape, nullptr, &found_by, change.record_key.substr(shape.record_prefix.size()), false,
            change.record_expires_at, request);
  return {store.commit(request) ? state::created : state::refused};
}

mutation_answer answer_absent(const keyed_mutation& change, const mutation_access& store) {
  const bool creates = change.form->kind == mutation_kind::insert || change.form->kind == mutation_kind::upsert;
  return creates ? create(change, store) : mutation_answer{state::absent};
}

mutation_answer update(const keyed_mutation& change, const mutation_access& store, const opened_record& opened,
                       const std::string& reference) {
  const mutation_shape& shape = *change.form->shape;
  const components wanted = changed_components(opened, change);
  std::string text = change.head;
  text.append(components_begin).append(shape.mark) += ' ';
  for (const std::string& each : wanted) text += each + ' ';
  text += ';';
  text += opened.others;
  if (!write_fields(opened, change, text)) return {state::refused};
  const std::string record_key = shape.record_prefix + reference;
  const bool moves_expiry = change.form->changes_expiry();
  const std::int64_t expires_at = moves_expiry ? change.expires_at : store.expiry(record_key);
  commit_request request;
  move_keys(shape, &opened.found_by, &wanted, reference, moves_expiry, expires_at, request);
  request.puts.push_back({record_key, text, expires_at});
  if (!store.commit(request)) return {state::refused};
  return {state::changed, std::move(text)};
}

mutation_answer erase(const keyed_mutation& change, const mutation_access& store, const opened_record& opened,
                      const std::string& reference) {
  commit_request request;
  move_keys(*change.form->shape, &opened.found_by, nullptr, reference, false, never_expires, request);
  request.erases.push_back(change.form->shape->record_prefix + reference);
  return {store.commit(request) ? state::erased : state::refused};
}

}  // namespace

bool mutation_form::changes_expiry() const {
  return std::any_of(changes.begin(), changes.end(), [&](const change& each) { return each.field == shape->expires; });
}

mutation_answer apply_mutation(const keyed_mutation& change, const mutation_access& store) {
  const mutation_form& form = *change.form;
  if (form.kind == mutation_kind::insert) return create(change, store);
  std::string reference;
  if (form.follows) {
    const auto leads_to = store.get(change.key);
    if (!leads_to) return answer_absent(change, store);
    reference = *leads_to;
  } else {
    reference = change.key.substr(form.shape->record_prefix.size());
  }
  std::optional<std::string> record = store.get(form.shape->record_prefix + reference);
  if (!record) return form.follows ? mutation_answer{state::refused} : answer_absent(change, store);
  opened_record opened;
  if (!open_record(*record, *form.shape, opened)) return {state::refused};
  if (is_expired(opened, change)) return {form.kind == mutation_kind::upsert ? state::refused : state::absent};
  const verdict matches = judged(opened, change);
  if (matches != verdict::holds) return {matches == verdict::fails ? state::absent : state::refused};
  if (form.kind == mutation_kind::erase) return erase(change, store, opened, reference);
  if (form.changes.empty()) return {state::changed, std::move(*record)};
  return update(change, store, opened, reference);
}

}  // namespace orm::sdk::kv
