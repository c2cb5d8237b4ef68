// Putting a commit together.
#include "mutation.hpp"

#include <random>

namespace orm::sdk::kv {

std::uint64_t draw_stamp() {
  thread_local std::mt19937_64 generator = [] {
    std::random_device device;
    std::seed_seq seed{device(), device(), device(), device()};
    return std::mt19937_64(seed);
  }();
  return generator();
}

std::int64_t mutation::expiry_of(const orm_cell* row) const {
  const std::uint32_t field = where_.model().expires;
  if (!can_.expiry || field == ORM_NONE || is_null(row[field])) return never_expires;
  return row[field].as.integer;
}

std::string mutation::record_of(const orm_cell* row, std::string_view others) const {
  if (!can_.mutations) return where_.codec().encode(row, draw_stamp(), others);
  std::string record;
  where_.append_record(row, draw_stamp(), record, others);
  return record;
}

void mutation::add_entries(const orm_cell* row, entries& to) const {
  const std::int64_t expires_at = expiry_of(row);
  for (std::uint32_t i = 0; i < where_.keys().size(); ++i) {
    if (where_.keys()[i].ordered) to.emplace(std::pair(where_.key(i).index, where_.entry(i, row)), expires_at);
  }
}

void mutation::remove(const stored_row& row) {
  const std::string record = where_.record_key(row.cells);
  if (!heads_.emplace(record, row.head).second) return;
  const std::string reference = where_.reference(row.cells);
  for (std::uint32_t i = 0; i < where_.keys().size(); ++i) {
    if (!where_.keys()[i].unique) continue;
    std::string key = where_.unique_key(i, row.cells);
    if (key.empty()) continue;
    held_.emplace(std::move(key), value{where_.is_stored_key(i) ? std::string() : reference, expiry_of(row.cells)});
  }
  add_entries(row.cells, old_entries_);
}

std::optional<std::uint32_t> mutation::add(const orm_cell* row, std::string_view others) {
  std::vector<std::pair<std::uint32_t, std::string>> keys;
  for (std::uint32_t i = 0; i < where_.keys().size(); ++i) {
    if (!where_.keys()[i].unique) continue;
    std::string key = where_.unique_key(i, row);
    if (key.empty()) continue;
    if (wanted_.contains(key)) return i;
    keys.emplace_back(i, std::move(key));
  }
  const std::string reference = where_.reference(row);
  for (auto& [position, key] : keys) {
    std::string text = where_.is_stored_key(position) ? record_of(row, others) : reference;
    wanted_.emplace(std::move(key), value{std::move(text), expiry_of(row)});
  }
  add_entries(row, new_entries_);
  return std::nullopt;
}

commit_request mutation::finish() const {
  commit_request request;
  std::set<std::string_view> records;
  for (const auto& [key, head] : heads_) {
    request.conditions.push_back({key, head});
    records.insert(key);
  }
  for (const auto& [key, value] : wanted_) {
    const auto held = held_.find(key);
    if (held == held_.end()) request.conditions.push_back({key, {}});
    if (held == held_.end() || held->second != value) request.puts.push_back({key, value.text, value.expires_at});
    if (key.starts_with(where_.record_prefix())) records.insert(key);
  }
  for (const auto& [key, value] : held_) {
    if (!wanted_.contains(key)) request.erases.push_back(key);
  }
  for (const auto& [place, expires_at] : old_entries_) {
    if (!new_entries_.contains(place)) request.entries.push_back({place.first, place.second, false, never_expires});
  }
  for (const auto& [place, expires_at] : new_entries_) {
    const auto old = old_entries_.find(place);
    if (old != old_entries_.end() && old->second == expires_at) continue;
    request.entries.push_back({place.first, place.second, true, expires_at});
  }
  if (!can_.atomic_commit && records.size() > 1) {
    throw driver_error(ORM_UNSUPPORTED, "this store can't change " + std::to_string(records.size()) + " records of \"" +
                                            std::string(text_view(where_.model().name)) +
                                            "\" in one step: change them one by one")
        .on(where_.model_index())
        .outcome(ORM_OUTCOME_NOT_SENT);
  }
  return request;
}

}  // namespace orm::sdk::kv
