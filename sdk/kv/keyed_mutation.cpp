// The change of one record by cutting texts.
#include <orm/sdk/kv/backend.hpp>
#include <orm/sdk/kv/record.hpp>
#include <orm/sdk/value/cells.hpp>
#include <orm/sdk/value/integer.hpp>

#include "record_fields.hpp"

#include <algorithm>
#include <charconv>

namespace orm::sdk::kv {
namespace {

using state = mutation_answer::state;

struct opened_record {
  std::vector<record_field> fields;  // but the one that says what the record is found by
  std::vector<std::string> components;
};

// False: it can't be read, or was written for another layout.
bool open_record(std::string_view record, const mutation_shape& shape, opened_record& out) {
  if (!take_head(record)) return false;
  std::string_view found_by;
  while (!record.empty()) {
    record_field each;
    if (!take_field(record, each)) return false;
    if (each.label == components_label) {
      found_by = each.text;
    } else {
      out.fields.push_back(each);
    }
  }
  if (!found_by.starts_with(shape.mark)) return false;
  found_by.remove_prefix(shape.mark.size());
  while (!found_by.empty()) {
    const std::size_t end = std::min(found_by.find(' ', 1), found_by.size());
    out.components.emplace_back(found_by.substr(1, end - 1));
    found_by.remove_prefix(end);
  }
  return true;
}

bool is_expired(const opened_record& record, const keyed_mutation& change) {
  if (change.now.empty() || change.shape->expires.empty()) return false;
  return std::any_of(record.fields.begin(), record.fields.end(), [&](const record_field& each) {
    return each.label == change.shape->expires && each.text <= change.now;
  });
}

// False: the sum leaves 32 bits.
bool add_to(const record_field& field, std::int64_t addend, std::string& value) {
  std::int64_t number = 0;
  std::from_chars(field.text.data(), field.text.data() + field.text.size(), number);
  const auto sum = add_integer(ORM_FIELD_INTEGER, number, addend);
  if (!sum) return false;
  value = "i" + std::to_string(*sum) + ";";
  return true;
}

bool write_fields(const opened_record& record, const keyed_mutation& change, std::string& out) {
  std::vector<bool> written(change.fields.size());
  for (const record_field& each : record.fields) {
    std::string value(each.value);
    for (std::size_t i = 0; i < change.fields.size(); ++i) {
      const field_change& changed = change.fields[i];
      if (changed.label != each.label) continue;
      written[i] = true;
      if (!changed.addend) {
        value = changed.value;
      } else if (!add_to(each, *changed.addend, value)) {
        return false;
      }
    }
    if (!value.empty()) out.append(each.label).append(value);
  }
  for (std::size_t i = 0; i < change.fields.size(); ++i) {
    if (!written[i] && !change.fields[i].value.empty()) out += change.fields[i].label + change.fields[i].value;
  }
  return true;
}

std::string entry_of(const mutation_shape& shape, const mutation_shape::key& key,
                     const std::vector<std::string>& components, const std::string& reference) {
  std::string entry;
  for (const std::uint32_t each : key.components) entry += components[each] + ' ';
  return shape.named ? entry + reference : entry;
}

// Empty: a null is in it.
std::string unique_key_of(const mutation_shape::key& key, const std::vector<std::string>& components) {
  std::string joined = key.unique_prefix;
  for (std::uint32_t i = 0; i < key.width; ++i) {
    const std::string& component = components[key.components[i]];
    if (component == "-") return {};
    if (i > 0) joined += ' ';
    joined.append(component, 1);
  }
  return joined;
}

// All that the record was found by goes, or makes way for what it is to be found by. expires_at: of the record.
void move_keys(const keyed_mutation& change, const std::vector<std::string>& old,
               const std::vector<std::string>* wanted, const std::string& reference, std::int64_t expires_at,
               commit_request& request) {
  for (const mutation_shape::key& key : change.shape->keys) {
    if (!key.index.empty()) {
      const std::string before = entry_of(*change.shape, key, old, reference);
      const std::string after = wanted ? entry_of(*change.shape, key, *wanted, reference) : std::string();
      if (before != after) request.entries.push_back({key.index, before, false, never_expires});
      if (wanted && (before != after || change.expires_at)) {
        request.entries.push_back({key.index, after, true, expires_at});
      }
    }
    if (!key.unique_prefix.empty()) {
      const std::string before = unique_key_of(key, old);
      const std::string after = wanted ? unique_key_of(key, *wanted) : std::string();
      if (before != after && !before.empty()) request.erases.push_back(before);
      if (after.empty() || (before == after && !change.expires_at)) continue;
      if (before != after) request.conditions.push_back({after, {}});
      request.puts.push_back({after, reference, expires_at});
    }
  }
}

mutation_answer answer_absent(const keyed_mutation& change, const mutation_access& store) {
  if (change.create == nullptr) return {state::absent};
  return {store.commit(*change.create) ? state::created : state::refused};
}

}  // namespace

std::string components_field(std::string_view mark, std::span<const std::string> components) {
  std::string text(mark);
  for (const std::string& each : components) text += ' ' + each;
  return std::string(components_label) + record_codec::value(text_cell(text));
}

mutation_answer apply_mutation(const keyed_mutation& change, const mutation_access& store) {
  std::string reference;
  if (change.follows) {
    const auto leads_to = store.get(change.key);
    if (!leads_to) return answer_absent(change, store);
    reference = *leads_to;
  } else {
    reference = change.key.substr(change.record_prefix.size());
  }
  const std::string record_key = change.record_prefix + reference;
  std::optional<std::string> record = store.get(record_key);
  if (!record) return change.follows ? mutation_answer{state::refused} : answer_absent(change, store);
  opened_record opened;
  if (!open_record(*record, *change.shape, opened)) return {state::refused};
  if (is_expired(opened, change)) return {change.create == nullptr ? state::absent : state::refused};
  commit_request request;
  if (change.kind == mutation_kind::erase) {
    move_keys(change, opened.components, nullptr, reference, never_expires, request);
    request.erases.push_back(record_key);
    return {store.commit(request) ? state::erased : state::refused};
  }
  if (change.fields.empty()) return {state::changed, std::move(*record)};
  std::vector<std::string> components = opened.components;
  for (const component_change& each : change.components) components[each.component] = each.text;
  std::string text = change.head;
  if (!write_fields(opened, change, text)) return {state::refused};
  text += components_field(change.shape->mark, components);
  const std::int64_t expires_at = change.expires_at ? *change.expires_at : store.expiry(record_key);
  move_keys(change, opened.components, &components, reference, expires_at, request);
  request.puts.push_back({record_key, text, expires_at});
  if (!store.commit(request)) return {state::refused};
  return {state::changed, std::move(text)};
}

}  // namespace orm::sdk::kv
