// Changes on top of a store, and taking them back.
#include "write_set.hpp"

#include <algorithm>

namespace orm::sdk::kv {
namespace {

// The state of a key before it is set to another; none: it had none.
template <class Map>
std::optional<typename Map::mapped_type> exchange(Map& map, const std::string& key,
                                                  std::optional<typename Map::mapped_type> to) {
  std::optional<typename Map::mapped_type> old;
  const auto found = map.find(key);
  if (found != map.end()) old = std::move(found->second);
  if (to) {
    map.insert_or_assign(key, std::move(*to));
  } else if (found != map.end()) {
    map.erase(found);
  }
  return old;
}

}  // namespace

bool write_set::is_record(const std::string& key) const {
  return std::any_of(models_.begin(), models_.end(),
                     [&](const model_layout& each) { return key.starts_with(each.record_prefix()); });
}

void write_set::set_value(const std::string& key, std::optional<value> to) {
  const bool sets = to.has_value();
  std::optional<value> old = exchange(values_, key, std::move(to));
  if (sets != old.has_value() && is_record(key)) sets ? ++records_ : --records_;
  log_.push_back({{}, key, std::move(old), std::nullopt});
}

void write_set::set_entry(const std::string& index, const std::string& key, std::optional<entry> to) {
  entries& all = entries_[index];
  std::optional<entry> old = exchange(all, key, to);
  if (all.empty()) entries_.erase(index);
  log_.push_back({index, key, std::nullopt, old});
}

void write_set::apply(const commit_request& request) {
  for (const value_change& each : request.puts) set_value(each.key, value{each.value, each.expires_at});
  for (const std::string& each : request.erases) set_value(each, value{std::nullopt, never_expires});
  for (const entry_change& each : request.entries) set_entry(each.index, each.entry, entry{each.add, each.expires_at});
}

const write_set::value* write_set::find(const std::string& key) const {
  const auto found = values_.find(key);
  return found == values_.end() ? nullptr : &found->second;
}

const write_set::entries* write_set::entries_of(const std::string& index) const {
  const auto found = entries_.find(index);
  return found == entries_.end() ? nullptr : &found->second;
}

void write_set::undo_to(std::size_t mark) {
  while (log_.size() > mark) {
    undo last = std::move(log_.back());
    log_.pop_back();
    if (last.index.empty()) {
      set_value(last.key, std::move(last.old_value));
    } else {
      set_entry(last.index, last.key, last.old_entry);
    }
    log_.pop_back();  // what undoing wrote
  }
}

void write_set::append_to(commit_request& request) const {
  for (const auto& [key, each] : values_) {
    if (each.text) request.puts.push_back({key, *each.text, each.expires_at});
  }
  for (const auto& [index, changed] : entries_) {
    for (const auto& [entry, each] : changed) request.entries.push_back({index, entry, each.add, each.expires_at});
  }
}

}  // namespace orm::sdk::kv
