// Reading through what was written, and the one commit at the end.
#include "transaction_view.hpp"

#include "idle_keys.hpp"

#include <algorithm>
#include <limits>

namespace orm::sdk::kv {
namespace {

const std::optional<std::string> nothing;

// Visits what was written of an index within a range.
template <class Visit>
void visit_within(const write_set::entries& written, const entry_range& range, const Visit& visit) {
  auto at = range.from_open ? written.upper_bound(range.from) : written.lower_bound(range.from);
  for (; at != written.end() && (range.to.empty() || at->first < range.to); ++at) visit(at->first, at->second);
}

}  // namespace

void transaction_view::enter(const model_layout& where) {
  const kv_options& options = store_.options();
  if (!options.one_tag_a_commit || options.layout.tag != hash_tag::model) return;
  if (only_ == nullptr) only_ = &where;
  if (only_ == &where) return;
  const auto name = [](const model_layout& each) { return '"' + std::string(text_view(each.model().name)) + '"'; };
  throw driver_error(ORM_UNSUPPORTED, "models " + name(*only_) + " and " + name(where) +
                                          " are in different parts of the cluster: a transaction over both needs the "
                                          "whole schema under one hash tag")
      .on(where.model_index())
      .outcome(ORM_OUTCOME_ROLLED_BACK);
}

void transaction_view::roll_back_to_savepoint(std::uint32_t depth) {
  written_.undo_to(savepoints_[depth - 1]);
  release_savepoint(depth);
}

// ---- values -----------------------------------------------------------------------------------------------------

// The value of a key that was written or read.
const std::optional<std::string>& transaction_view::seen(const std::string& key) const {
  if (const write_set::value* own = written_.find(key)) return own->text;
  const read_set::value* read = read_.find(key);
  return read == nullptr ? nothing : *read;
}

void transaction_view::read_missing(std::span<const std::string> keys) {
  std::vector<std::string> missing;
  for (const std::string& key : keys) {
    if (written_.find(key) == nullptr && read_.find(key) == nullptr) missing.push_back(key);
  }
  if (missing.empty()) return;
  values found;
  real_.get(missing, found);
  for (std::size_t i = 0; i < missing.size(); ++i) read_.remember(missing[i], std::move(found[i]));
}

void transaction_view::get(std::span<const std::string> keys, values& found) {
  read_missing(keys);
  found.clear();
  for (const std::string& key : keys) found.push_back(seen(key));
}

std::string transaction_view::record_key_of(std::string_view record_prefix, const std::string& record) const {
  for (const model_layout& each : store_.models()) {
    if (each.record_prefix() != record_prefix) continue;
    cell_arena arena;
    std::vector<orm_cell> row(each.model().field_count);
    if (each.codec().decode(record, arena, row.data())) return each.record_key(row.data());
  }
  throw driver_error(ORM_DRIVER_FAILED, "a record under \"" + std::string(record_prefix) +
                                            "\" can't be read: something else wrote it, or a later version of orm");
}

// Learns to which records unique keys lead. That a key leads to a record is sure as long as the record stays the same;
// that it leads nowhere, as long as it is free.
void transaction_view::follow_missing(std::span<const unique_address> addresses) {
  std::vector<unique_address> missing;
  for (const unique_address& each : addresses) {
    if (written_.find(each.key) != nullptr || followed_.contains(each.key)) continue;
    const read_set::value* read = read_.find(each.key);
    if (read == nullptr || *read) missing.push_back(each);
  }
  if (missing.empty()) return;
  values found;
  real_.follow(missing, found);
  for (std::size_t i = 0; i < missing.size(); ++i) {
    if (!found[i]) {
      const read_set::value* const read = read_.find(missing[i].key);
      if (read != nullptr && *read) free_if_idle(missing[i].key);
      read_.remember(missing[i].key, std::nullopt);
      continue;
    }
    const std::string key = record_key_of(missing[i].record_prefix, *found[i]);
    read_.remember(key, std::move(found[i]));
    followed_.emplace(missing[i].key, key);
  }
}

void transaction_view::follow(std::span<const unique_address> addresses, values& found) {
  follow_missing(addresses);
  std::vector<std::string> keys(addresses.size());  // of records; empty: none
  std::vector<std::string> wanted;
  for (std::size_t i = 0; i < addresses.size(); ++i) {
    if (const write_set::value* own = written_.find(addresses[i].key)) {
      if (own->text) keys[i] = std::string(addresses[i].record_prefix) + *own->text;
    } else if (const auto at = followed_.find(addresses[i].key); at != followed_.end()) {
      keys[i] = at->second;
    }
    if (!keys[i].empty()) wanted.push_back(keys[i]);
  }
  read_missing(wanted);
  found.clear();
  for (const std::string& key : keys) found.push_back(key.empty() ? std::nullopt : seen(key));
}

// ---- ranges and listings ----------------------------------------------------------------------------------------

// So many more as may be left out again.
entry_range transaction_view::widened(const entry_range& range) const {
  std::uint64_t limit = range.limit;
  if (const write_set::entries* own = written_.entries_of(range.index)) {
    visit_within(*own, range, [&](const std::string&, const write_set::entry& each) { limit += each.add ? 0 : 1; });
  }
  entry_range wide = range;
  wide.limit = static_cast<std::uint32_t>(std::min<std::uint64_t>(limit, std::numeric_limits<std::uint32_t>::max()));
  return wide;
}

std::vector<std::string> transaction_view::merged(const entry_range& range, std::vector<std::string> real) const {
  const write_set::entries* const own = written_.entries_of(range.index);
  if (own != nullptr) {
    std::erase_if(real, [&](const std::string& entry) { return own->contains(entry); });
    visit_within(*own, range, [&](const std::string& entry, const write_set::entry& each) {
      if (each.add) real.push_back(entry);
    });
    std::sort(real.begin(), real.end());
    if (range.backward) std::reverse(real.begin(), real.end());
  }
  if (real.size() > range.limit) real.resize(range.limit);
  return real;
}

void transaction_view::range(std::span<const entry_range> ranges, std::vector<std::vector<std::string>>& found) {
  std::vector<entry_range> wide;
  for (const entry_range& each : ranges) wide.push_back(widened(each));
  real_.range(wide, found);
  for (std::size_t i = 0; i < ranges.size(); ++i) {
    read_.remember(wide[i], found[i]);
    found[i] = merged(ranges[i], std::move(found[i]));
  }
}

// Keys that were erased are listed all the same: they have no value.
bool transaction_view::list(std::string_view prefix, std::string& position, std::vector<std::string>& keys) {
  std::set<std::string>& listed = listed_[std::string(prefix)];
  if (position.empty()) listed.clear();
  const std::size_t before = keys.size();
  const bool more = real_.list(prefix, position, keys);
  listed.insert(keys.begin() + static_cast<std::ptrdiff_t>(before), keys.end());
  if (more) return true;
  read_.remember_listing(std::string(prefix), listed);
  const auto& own = written_.values();
  for (auto at = own.lower_bound(std::string(prefix)); at != own.end() && at->first.starts_with(prefix); ++at) {
    if (at->second.text && !listed.contains(at->first)) keys.push_back(at->first);
  }
  return false;
}

// ---- committing -------------------------------------------------------------------------------------------------

std::vector<std::uint32_t> transaction_view::commit(const commit_request& request) {
  std::vector<std::string> keys;
  for (const commit_condition& each : request.conditions) keys.push_back(each.key);
  read_missing(keys);
  std::vector<std::uint32_t> failed;
  for (std::size_t i = 0; i < request.conditions.size(); ++i) {
    const std::optional<std::string>& value = seen(keys[i]);
    const auto& [key, head, whole] = request.conditions[i];
    const bool holds = head.empty() ? !value : value && (whole ? *value == head : value->starts_with(head));
    if (!holds) failed.push_back(static_cast<std::uint32_t>(i));
  }
  if (!failed.empty()) return failed;
  const std::size_t before = written_.mark();
  written_.apply(request);
  const std::uint64_t most = store_.options().max_atomic_rows;
  if (written_.records() > most) {
    written_.undo_to(before);
    throw driver_error(ORM_UNSUPPORTED, "a transaction can change at most " + std::to_string(most) + " records")
        .outcome(ORM_OUTCOME_ROLLED_BACK);
  }
  return failed;
}

void transaction_view::finish() {
  // One thing that was read was so at some time, and nothing else depends on that time.
  if (written_.empty() && read_.size() <= 1) return;
  commit_request request;
  read_.append_to(request);
  written_.append_to(request);
  for (const auto& [key, each] : written_.values()) {
    if (each.text) continue;
    const read_set::value* read = read_.find(key);
    if (read == nullptr || *read) request.erases.push_back(key);  // else it is not there to be erased
  }
  const std::vector<std::uint32_t> failed = real_.commit(request);
  if (failed.empty()) return;
  for (const std::uint32_t each : failed) {
    if (each < request.conditions.size() && request.conditions[each].head.empty()) {
      free_if_idle(request.conditions[each].key);
    }
  }
  throw_read_changed();
}

// So that whoever runs the transaction again does not fail for it again.
void transaction_view::free_if_idle(const std::string& unique_key) {
  for (const model_layout& each : store_.models()) {
    const std::uint32_t position = position_of(each, unique_key);
    if (position != ORM_NONE && !each.is_stored_key(position)) free_idle_key(real_, each, position, unique_key);
  }
}

void transaction_view::erase_all(std::string_view) { throw_unsupported("a reset inside a transaction"); }

}  // namespace orm::sdk::kv
