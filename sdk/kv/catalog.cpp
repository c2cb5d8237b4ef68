// Catalogs and what follows from a changed schema.
#include "catalog.hpp"

#include <orm/sdk/kv/key_codec.hpp>

#include "mutation.hpp"

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

std::string line_of(const orm_model& model, std::string word, std::span<const std::uint32_t> fields) {
  for (const std::uint32_t index : fields) {
    word += ' ';
    append_name(text_view(field(model, index).column), word);
  }
  return word;
}

std::string first_two_words(const std::string& line) { return line.substr(0, line.find(' ', line.find(' ') + 1)); }

std::string name_of(const model_layout& where) { return std::string(text_view(where.model().name)); }

std::optional<std::string> stored_catalog(backend& at, const model_layout& where) {
  backend::values found;
  at.get({&where.catalog(), 1}, found);
  return found[0];
}

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
    std::erase(records, std::nullopt);
    if (!visit(records)) return;
  }
}

bool has_records(backend& at, const model_layout& where) {
  bool found = false;
  visit_records(at, where, [&](const backend::values& records) {
    found = !records.empty();
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

[[noreturn]] void refuse(const model_layout& where, const std::string& why) {
  throw driver_error(ORM_INVALID_SCHEMA, "the records of model \"" + name_of(where) + "\" stay as they are: " + why)
      .on(where.model_index())
      .outcome(ORM_OUTCOME_ROLLED_BACK);
}

// Only what old records can't be read or found by any more.
void check_change(backend& at, const model_layout& where, const lines& old, const lines& wanted) {
  std::set<std::string> known;
  for (const std::string& line : old) known.insert(first_two_words(line));
  for (const std::string& line : wanted) {
    if (old.contains(line)) continue;
    if (line.starts_with("stored ") && has_traces(at, where)) {
      refuse(where, "they are stored by another key than \"" + line.substr(line.find(' ') + 1) + "\"");
    }
    if (line == line_of(where.model(), "index", {&where.model().id, 1})) {
      refuse(where, "they were written without indexes, so that they can't be gone through");
    }
    if (!line.starts_with("field ")) continue;
    const bool required = !line.ends_with(" nullable");
    const std::string column = first_two_words(line).substr(6);
    if (known.contains(first_two_words(line))) {
      const bool widened = old.contains(line.substr(0, line.rfind(" nullable")));
      if (!widened && has_records(at, where)) refuse(where, "column \"" + column + "\" would change its type");
    } else if (required && has_records(at, where)) {
      refuse(where, "the new column \"" + column + "\" is not nullable");
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

// Adds what the schema wants each record to be found by, and has it say so. Adding what is there already changes
// nothing.
void index_records(kv_store& store, backend& at, const model_layout& where) {
  visit_records(at, where, [&](const backend::values& records) {
    for (const std::optional<std::string>& record : records) {
      cell_arena arena;
      std::vector<orm_cell> row(where.model().field_count);
      if (!where.codec().decode(*record, arena, row.data())) refuse(where, "one of them can't be read");
      commit_request request;
      request.conditions.push_back({where.record_key(row.data()), record->substr(0, record_head_size)});
      mutation change(where, store.options().can);
      change.add(row.data());
      const commit_request fresh = change.finish();
      request.entries = fresh.entries;
      if (store.options().can.mutations) add_put(fresh, where.record_key(row.data()), request);
      const std::string reference = where.reference(row.data());
      for (std::uint32_t i = 0; i < where.keys().size(); ++i) {
        if (!where.keys()[i].unique || where.is_stored_key(i)) continue;
        const std::string key = where.unique_key(i, row.data());
        if (key.empty()) continue;
        backend::values holder;
        at.get({&key, 1}, holder);
        if (holder[0] && *holder[0] != reference) {
          throw_key_taken(where.model(), where.model_index(), where.keys()[i].fields);
        }
        if (holder[0]) continue;
        request.conditions.push_back({key, {}});
        add_put(fresh, key, request);
      }
      // A record that has changed since was written by a schema that keeps the new keys, or vanished.
      at.commit(request);
    }
    return true;
  });
}

}  // namespace

std::string catalog_text(const model_layout& where) {
  const orm_model& model = where.model();
  lines all;
  all.insert(line_of(model, "stored", where.keys()[where.stored_key()].fields));
  for (std::uint32_t i = 0; i < model.field_count; ++i) {
    const orm_field& each = field(model, i);
    std::string line = line_of(model, "field", {&i, 1});
    line += ' ' + std::to_string(cell_type_of(each.type));
    if (is_nullable(each)) line += " nullable";
    all.insert(line);
  }
  for (std::uint32_t i = 0; i < where.keys().size(); ++i) {
    const access_key& key = where.keys()[i];
    if (key.unique) all.insert(line_of(model, "unique", key.fields));
    if (key.ordered) all.insert(line_of(model, "index", key.fields));
  }
  std::string text;
  for (const std::string& line : all) text += line + '\n';
  return text;
}

void require_catalog(kv_store& store, backend& at, const model_layout& where) {
  if (store.is_known(where.model_index())) return;
  const std::string wanted = catalog_text(where);
  std::optional<std::string> stored = stored_catalog(at, where);
  if (!stored) {
    commit_request request;
    request.conditions.push_back({where.catalog(), {}});
    request.puts.push_back({where.catalog(), wanted});
    stored = at.commit(request).empty() ? wanted : stored_catalog(at, where);
  }
  if (stored != wanted) {
    throw driver_error(ORM_MISSING_TABLE,
                       "the store was laid out for another schema of model \"" + name_of(where) + "\": run `orm push`")
        .on(where.model_index())
        .outcome(ORM_OUTCOME_NOT_SENT);
  }
  store.set_known(where.model_index(), true);
}

void push_catalog(kv_store& store, backend& at, const model_layout& where, bool dry, const text_sink& applied) {
  const std::string wanted = catalog_text(where);
  const std::optional<std::string> stored = stored_catalog(at, where);
  if (!stored || *stored == wanted) {
    if (!dry) require_catalog(store, at, where);
    return;
  }
  const lines old = lines_of(*stored);
  const lines now = lines_of(wanted);
  check_change(at, where, old, now);
  for (const std::string& line : now) {
    if (!old.contains(line)) applied("add to " + name_of(where) + ": " + line);
  }
  for (const std::string& line : old) {
    if (!now.contains(line)) applied("drop from " + name_of(where) + ": " + line);
  }
  if (dry) return;
  forget_keys(at, where, old, now);
  forget_keys(at, where, now, old);  // what an interrupted push may have left
  index_records(store, at, where);
  commit_request request;
  request.puts.push_back({where.catalog(), wanted});
  at.commit(request);
  store.set_known(where.model_index(), true);
}

}  // namespace orm::sdk::kv
