// What a changed schema adds to a store that has been used.
#include <orm/sdk/kv/key_codec.hpp>
#include <orm/sdk/rows/keys.hpp>

#include "catalog.hpp"
#include "mutation.hpp"
#include "purge.hpp"

#include <algorithm>
#include <set>

namespace orm::sdk::kv {
namespace {

constexpr std::uint32_t records_at_once = 200;

using lines = std::set<std::string>;

lines lines_of(const std::string& text) {
  lines found;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = text.find('\n', begin);
    found.insert(text.substr(begin, end - begin));
    begin = end == std::string::npos ? text.size() : end + 1;
  }
  return found;
}

std::string first_two_words(const std::string& line) { return line.substr(0, line.find(' ', line.find(' ') + 1)); }

// Calls visit with pages of the model's records until they end.
template <class Visit>
void visit_records(backend& at, const model_layout& where, const Visit& visit) {
  const std::string& index = where.key(model_layout::id_key).index;
  std::string position;
  for (bool more = true; more;) {
    std::vector<std::string> keys;
    if (index.empty()) {
      more = at.list(where.record_prefix(), position, keys);
    } else {
      const entry_range range{index, position, {}, !position.empty(), false, records_at_once};
      std::vector<std::vector<std::string>> entries;
      at.range({&range, 1}, entries);
      for (const std::string& entry : entries[0]) {
        keys.push_back(where.record_prefix() + std::string(where.reference_in(model_layout::id_key, entry)));
      }
      more = entries[0].size() == records_at_once;
      if (!entries[0].empty()) position = entries[0].back();
    }
    if (keys.empty()) continue;
    backend::values records;
    at.get(keys, records);
    if (!visit(keys, records)) return;
  }
}

bool has_records(backend& at, const model_layout& where) {
  bool found = false;
  visit_records(at, where, [&](std::span<const std::string>, const backend::values& records) {
    found = std::any_of(records.begin(), records.end(), [](const auto& each) { return each.has_value(); });
    return !found;
  });
  return found;
}

// Whether the model was ever written to and not emptied: records that are stored by another key can't be looked up.
bool has_traces(backend& at, const model_layout& where) {
  const std::string& index = where.key(model_layout::id_key).index;
  std::string position;
  std::vector<std::string> keys;
  if (index.empty()) {
    at.list(where.record_prefix(), position, keys);
    return !keys.empty();
  }
  const entry_range range{index, {}, {}, false, false, 1};
  std::vector<std::vector<std::string>> entries;
  at.range({&range, 1}, entries);
  return !entries[0].empty();
}

[[noreturn]] void refuse(const model_layout& where, const std::string& why, std::vector<std::uint32_t> fields = {}) {
  throw driver_error(ORM_INVALID_SCHEMA, "the records of model \"" + model_name(where) + "\" stay as they are: " + why)
      .on(where.model_index(), std::move(fields))
      .outcome(ORM_OUTCOME_ROLLED_BACK);
}

// Only what old records can't be read or found by any more.
void check_change(backend& at, const model_layout& where, const lines& old, const lines& wanted) {
  std::set<std::string> known;
  for (const std::string& line : old) known.insert(first_two_words(line));
  for (std::uint32_t i = 0; i < where.model().field_count; ++i) {
    const std::string line = field_line(where.model(), i);
    const std::string name = first_two_words(line);
    if (old.contains(line)) continue;
    if (known.contains(name)) {
      const bool widened = old.contains(line.substr(0, line.rfind(" nullable")));
      if (!widened && has_records(at, where))
        refuse(where, "column \"" + name.substr(6) + "\" would change its type", {i});
    } else if (!is_nullable(field(where.model(), i)) && !where.codec().fills_in(i) && has_records(at, where)) {
      refuse(where, "the new column \"" + name.substr(6) + "\" is neither nullable nor has a default", {i});
    }
  }
  for (const std::string& line : wanted) {
    if (old.contains(line)) continue;
    if (line.starts_with("stored ") && has_traces(at, where)) {
      refuse(where, "they are stored by another key than \"" + line.substr(line.find(' ') + 1) + "\"");
    }
    if (line == line_of(where.model(), "index", {&where.model().id, 1})) {
      refuse(where, "they were written without indexes, so that they can't be gone through");
    }
  }
}

// Removes the unique keys and indexes of the lines that are no longer there.
void forget_keys(backend& at, const model_layout& where, const lines& from, const lines& to) {
  for (const std::string& line : from) {
    if (to.contains(line)) continue;
    std::string columns = line.substr(line.find(' ') + 1);
    std::replace(columns.begin(), columns.end(), ' ', '.');
    if (line.starts_with("unique ")) at.erase_all(where.prefix() + "u:" + columns + ":");
    if (line.starts_with("index ")) at.drop_index(where.prefix() + "i:" + columns);
  }
}

void add_put(const commit_request& from, const std::string& key, commit_request& to) {
  to.puts.push_back(
      *std::find_if(from.puts.begin(), from.puts.end(), [&](const value_change& each) { return each.key == key; }));
}

// Whether the record that a unique key leads to has that key: what a schema without it has changed since may not.
bool is_held(backend& at, const model_layout& where, std::uint32_t position, const std::string& key,
             const std::string& reference) {
  backend::values record;
  const std::string record_key = where.record_prefix() + reference;
  at.get({&record_key, 1}, record);
  cell_arena arena;
  std::vector<orm_cell> row(where.model().field_count);
  return record[0] && where.codec().decode(*record[0], arena, row.data()) &&
         where.unique_key(position, row.data()) == key;
}

// What of a record is written: what it lacks, and it again; what it lacks alone, since what there is would expire at
// another time; or it again with all of its unique keys, for that.
enum class rewriting { record, nothing, everything };

// Adds what the schema wants a record to be found by, fills its new columns in and has it say so, as a record of the
// schema would. Adding what is there already changes nothing. False: it, or a key of it, has changed meanwhile.
bool index_record(kv_store& store, backend& at, const model_layout& where, const std::string& record, rewriting what) {
  cell_arena arena;
  std::vector<orm_cell> row(where.model().field_count);
  std::string_view others;
  if (!where.codec().decode(record, arena, row.data(), &others)) refuse(where, "one of them can't be read");
  commit_request request;
  request.conditions.push_back({where.record_key(row.data()), record.substr(0, record_head_size)});
  mutation change(where, store.options().can);
  change.add(row.data(), others);
  const commit_request fresh = change.finish();
  request.entries = fresh.entries;
  if (what != rewriting::nothing) add_put(fresh, where.record_key(row.data()), request);
  const std::string reference = where.reference(row.data());
  for (std::uint32_t i = 0; i < where.keys().size(); ++i) {
    if (!where.keys()[i].unique || where.is_stored_key(i)) continue;
    const std::string key = where.unique_key(i, row.data());
    if (key.empty()) continue;
    backend::values holder;
    at.get({&key, 1}, holder);
    if (holder[0] == reference && what != rewriting::everything) continue;
    if (holder[0] && holder[0] != reference && is_held(at, where, i, key, *holder[0])) {
      refuse(where, "several have the same " + key_name(where.model(), where.keys()[i].fields), where.keys()[i].fields);
    }
    request.conditions.push_back({key, holder[0].value_or(std::string()), true});
    add_put(fresh, key, request);
  }
  return at.commit(request).empty();
}

void index_records(kv_store& store, backend& at, const model_layout& where, rewriting what) {
  visit_records(at, where, [&](std::span<const std::string> keys, backend::values& records) {
    for (std::size_t i = 0; i < keys.size(); ++i) {
      while (records[i] && !index_record(store, at, where, *records[i], what)) {
        backend::values again;
        at.get({&keys[i], 1}, again);
        records[i] = std::move(again[0]);
      }
    }
    return true;
  });
}

std::string expiry_in(const lines& all) {
  const auto found =
      std::find_if(all.begin(), all.end(), [](const auto& each) { return each.starts_with("expires "); });
  return found == all.end() ? std::string() : *found;
}

// One model whose catalog is not what the schema wants.
struct changed_model {
  const model_layout* where;
  std::string wanted;
  lines old;
  lines now;

  bool expires_otherwise() const { return expiry_in(old) != expiry_in(now); }
};

void tell(const changed_model& changed, const text_sink& applied) {
  const std::string name = model_name(*changed.where);
  for (const std::string& line : changed.now) {
    if (!changed.old.contains(line)) applied("add to " + name + ": " + line);
  }
  for (const std::string& line : changed.old) {
    const bool is_column = line.starts_with("field ") || line.starts_with("stored ");  // it stays in the records
    if (!is_column && !changed.now.contains(line)) applied("drop from " + name + ": " + line);
  }
}

// What an interrupted push may have left, or a refused one has.
void forget_new_keys(backend& at, std::span<const changed_model> all) {
  for (const changed_model& each : all) forget_keys(at, *each.where, each.now, each.old);
}

}  // namespace

// What the old schema has stays until the new one has all of every model: a push that is refused leaves it as it was.
// So does the time at which records expire.
void push_catalogs(kv_store& store, backend& at, bool dry, const text_sink& applied) {
  std::vector<changed_model> changed;
  for (const model_layout& each : store.models()) {
    std::string wanted = catalog_text(each);
    const std::optional<std::string> stored = stored_catalog(at, each);
    if (!stored || *stored == wanted) {
      if (!dry) require_catalog(store, at, each);
      continue;
    }
    changed.push_back({&each, wanted, lines_of(*stored), lines_of(wanted)});
  }
  for (const changed_model& each : changed) check_change(at, *each.where, each.old, each.now);
  if (!dry) {
    forget_new_keys(at, changed);
    try {
      for (const changed_model& each : changed) {
        index_records(store, at, *each.where, each.expires_otherwise() ? rewriting::nothing : rewriting::record);
      }
    } catch (const driver_error&) {
      forget_new_keys(at, changed);
      throw;
    }
    for (const changed_model& each : changed) {
      if (each.expires_otherwise()) index_records(store, at, *each.where, rewriting::everything);
    }
    for (const changed_model& each : changed) {
      commit_request request;
      request.puts.push_back({each.where->catalog(), each.wanted});
      at.commit(request);
      forget_keys(at, *each.where, each.old, each.now);
      store.set_known(each.where->model_index(), true);
      if (!leaves_idle_entries(store.options().can)) continue;
      sweep_indexes(at, *each.where, [] {});
      if (expiry_in(each.now).empty()) at.drop_index(each.where->expiry_queue());
    }
  }
  for (const changed_model& each : changed) tell(each, applied);
}

}  // namespace orm::sdk::kv
