// Reading in advance.
#include "prefetch.hpp"

#include <algorithm>

namespace orm::sdk::kv {
namespace {

// Unlike for any other range: there are no control characters in entries.
std::string name_of(const entry_range& range) {
  const std::string flags = {range.from_open ? 'o' : 'c', range.backward ? 'b' : 'f'};
  return range.index + '\n' + range.from + '\n' + range.to + '\n' + flags + std::to_string(range.limit);
}

}  // namespace

void prefetch::want(const model_layout& where, std::uint32_t position, const std::string& key) {
  auto& kept = values_[key];
  if (kept.wanted++ == 0) kept.place = want_once(where, position, key);
}

prefetch::ticket prefetch::want_once(const model_layout& where, std::uint32_t position, std::string key) {
  if (key.empty()) return {};
  if (where.is_stored_key(position)) {
    wanted_.keys.push_back(std::move(key));
    return {wanted_.keys.size() - 1, false};
  }
  wanted_.addresses.push_back({std::move(key), where.record_prefix()});
  return {wanted_.addresses.size() - 1, true};
}

void prefetch::want(const model_layout& where, std::uint32_t position, const entry_range& range) {
  if (entries_[name_of(range)].wanted++ > 0) return;
  wanted_.ranges.push_back(range);
  places_.push_back({&where, position});
}

void prefetch::read_wanted() {
  real_.read(wanted_, found_);
  for (auto& [key, kept] : values_) {
    if (!kept.place.is_none()) kept.value = std::move(record(kept.place));
  }
  for (std::size_t i = 0; i < wanted_.ranges.size(); ++i) {
    entries_[name_of(wanted_.ranges[i])].value = std::move(found_.entries[i]);
  }
  keep_records_of_entries();
}

// Those that were read by their own keys before are read again: an entry found later may tell of a later record.
void prefetch::keep_records_of_entries() {
  std::vector<std::string> keys;
  for (std::size_t i = 0; i < wanted_.ranges.size(); ++i) {
    const auto& read = entries_[name_of(wanted_.ranges[i])];
    const place& in = places_[i];
    for (const std::string& entry : read.value) {
      const std::string key = in.where->record_prefix() + std::string(in.where->reference_in(in.position, entry));
      values_[key].wanted += read.wanted;
      keys.push_back(key);
    }
  }
  if (keys.empty()) return;
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  values found;
  real_.get(keys, found);
  for (std::size_t i = 0; i < wanted_.keys.size(); ++i) {
    const auto again = std::lower_bound(keys.begin(), keys.end(), wanted_.keys[i]);
    if (again != keys.end() && *again == wanted_.keys[i]) {
      found_.records[i] = found[static_cast<std::size_t>(again - keys.begin())];
    }
  }
  for (std::size_t i = 0; i < keys.size(); ++i) values_[keys[i]].value = std::move(found[i]);
}

template <class Value>
const Value* prefetch::take(std::map<std::string, kept<Value>>& from, const std::string& name) {
  const auto found = from.find(name);
  if (found == from.end() || found->second.wanted == 0) return nullptr;
  --found->second.wanted;
  return &found->second.value;
}

void prefetch::get(std::span<const std::string> keys, values& found) {
  found.assign(keys.size(), std::nullopt);
  std::vector<std::string> others;
  std::vector<std::size_t> positions;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (const auto* value = take(values_, keys[i])) {
      found[i] = *value;
    } else {
      others.push_back(keys[i]);
      positions.push_back(i);
    }
  }
  if (others.empty()) return;
  values asked;
  real_.get(others, asked);
  for (std::size_t i = 0; i < positions.size(); ++i) found[positions[i]] = std::move(asked[i]);
}

void prefetch::follow(std::span<const unique_address> addresses, values& found) {
  found.assign(addresses.size(), std::nullopt);
  std::vector<unique_address> others;
  std::vector<std::size_t> positions;
  for (std::size_t i = 0; i < addresses.size(); ++i) {
    if (const auto* value = take(values_, addresses[i].key)) {
      found[i] = *value;
    } else {
      others.push_back(addresses[i]);
      positions.push_back(i);
    }
  }
  if (others.empty()) return;
  values asked;
  real_.follow(others, asked);
  for (std::size_t i = 0; i < positions.size(); ++i) found[positions[i]] = std::move(asked[i]);
}

void prefetch::range(std::span<const entry_range> ranges, entry_lists& found) {
  found.assign(ranges.size(), {});
  std::vector<entry_range> others;
  std::vector<std::size_t> positions;
  for (std::size_t i = 0; i < ranges.size(); ++i) {
    if (const auto* entries = take(entries_, name_of(ranges[i]))) {
      found[i] = *entries;
    } else {
      others.push_back(ranges[i]);
      positions.push_back(i);
    }
  }
  if (others.empty()) return;
  entry_lists asked;
  real_.range(others, asked);
  for (std::size_t i = 0; i < positions.size(); ++i) found[positions[i]] = std::move(asked[i]);
}

}  // namespace orm::sdk::kv
