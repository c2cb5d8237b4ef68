// The store in this process.
#include "map_backend.hpp"

#include <algorithm>
#include <chrono>

namespace orm_test {
namespace {

using orm::sdk::kv::commit_request;
using orm::sdk::kv::entry_range;

constexpr std::size_t listed_at_once = 64;

std::int64_t microseconds_now() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(since).count();
}

std::vector<std::string> entries_in(const std::set<std::string>& index, const entry_range& range) {
  auto begin = range.from_open ? index.upper_bound(range.from) : index.lower_bound(range.from);
  auto end = range.to.empty() ? index.end() : index.lower_bound(range.to);
  if (!range.to.empty() && range.from >= range.to) end = begin;
  std::vector<std::string> found;
  while (begin != end && found.size() < range.limit) found.push_back(range.backward ? *--end : *begin++);
  return found;
}

template <class Map>
void erase_prefix(Map& map, std::string_view prefix) {
  auto at = map.lower_bound(prefix);
  while (at != map.end() && std::string_view(at->first).starts_with(prefix)) at = map.erase(at);
}

}  // namespace

const map_data::entry* map_backend::live(std::string_view key) const {
  const auto found = data_->values.find(key);
  if (found == data_->values.end()) return nullptr;
  if (found->second.expires_at != orm::sdk::kv::never_expires && found->second.expires_at <= microseconds_now()) {
    data_->values.erase(found);
    return nullptr;
  }
  return &found->second;
}

void map_backend::get(std::span<const std::string> keys, values& found) {
  ++data_->calls;
  const std::lock_guard lock(data_->mutex);
  found.clear();
  for (const std::string& key : keys) {
    const map_data::entry* found_here = live(key);
    found.push_back(found_here == nullptr ? std::nullopt : std::optional(found_here->value));
  }
}

void map_backend::range(std::span<const entry_range> ranges, std::vector<std::vector<std::string>>& found) {
  ++data_->calls;
  const std::lock_guard lock(data_->mutex);
  found.clear();
  for (const entry_range& each : ranges) found.push_back(entries_in(data_->indexes[each.index], each));
}

bool map_backend::list(std::string_view prefix, std::string& position, std::vector<std::string>& keys) {
  ++data_->calls;
  const std::lock_guard lock(data_->mutex);
  auto at = position.empty() ? data_->values.lower_bound(prefix) : data_->values.upper_bound(position);
  for (std::size_t i = 0; i < listed_at_once; ++i, ++at) {
    if (at == data_->values.end() || !std::string_view(at->first).starts_with(prefix)) return false;
    keys.push_back(position = at->first);
  }
  return true;
}

bool map_backend::nothing_besides(const orm::sdk::kv::listing_condition& condition) const {
  std::vector<std::string> present;
  for (auto at = data_->values.lower_bound(condition.prefix);
       at != data_->values.end() && at->first.starts_with(condition.prefix); ++at) {
    present.push_back(at->first);
  }
  return std::all_of(present.begin(), present.end(), [&](const std::string& key) {
    return std::binary_search(condition.keys.begin(), condition.keys.end(), key) || live(key) == nullptr;
  });
}

std::vector<std::uint32_t> map_backend::failed_conditions(const commit_request& request) const {
  std::vector<std::uint32_t> failed;
  std::uint32_t position = 0;
  const auto judge = [&](bool holds) {
    if (!holds) failed.push_back(position);
    ++position;
  };
  for (const auto& each : request.conditions) {
    const map_data::entry* found = live(each.key);
    if (each.head.empty()) {
      judge(found == nullptr);
    } else {
      judge(found != nullptr && (each.whole ? found->value == each.head : found->value.starts_with(each.head)));
    }
  }
  for (const auto& each : request.ranges) {
    judge(entries_in(data_->indexes[each.range.index], each.range) == each.entries);
  }
  for (const auto& each : request.listings) judge(nothing_besides(each));
  return failed;
}

void map_backend::apply(const commit_request& request) {
  for (const auto& put : request.puts) {
    data_->values.insert_or_assign(put.key, map_data::entry{put.value, put.expires_at});
  }
  for (const std::string& key : request.erases) data_->values.erase(key);
  for (const auto& change : request.entries) {
    std::set<std::string>& index = data_->indexes[change.index];
    change.add ? static_cast<void>(index.insert(change.entry)) : static_cast<void>(index.erase(change.entry));
  }
}

std::vector<std::uint32_t> map_backend::commit(const commit_request& request) {
  ++data_->calls;
  const std::lock_guard lock(data_->mutex);
  const std::vector<std::uint32_t> failed = failed_conditions(request);
  failed.empty() ? apply(request) : static_cast<void>(++data_->conflicts);
  return failed;
}

orm::sdk::kv::mutation_answer map_backend::mutate(const orm::sdk::kv::keyed_mutation& change) {
  ++data_->calls;
  const std::lock_guard lock(data_->mutex);
  const auto get = [&](const std::string& key) {
    const map_data::entry* found = live(key);
    return found == nullptr ? std::nullopt : std::optional(found->value);
  };
  const auto expiry = [&](const std::string& key) { return live(key)->expires_at; };
  const auto commit = [&](const commit_request& request) {
    if (!failed_conditions(request).empty()) return false;
    apply(request);
    return true;
  };
  orm::sdk::kv::mutation_answer answer = orm::sdk::kv::apply_mutation(change, {get, expiry, commit});
  if (answer.is != orm::sdk::kv::mutation_answer::state::refused) ++data_->mutations;
  return answer;
}

std::int64_t map_backend::reserve(std::string_view counter, std::uint64_t count) {
  ++data_->calls;
  const std::lock_guard lock(data_->mutex);
  std::int64_t& last = data_->counters[std::string(counter)];
  const std::int64_t first = last + 1;
  last += static_cast<std::int64_t>(count);
  return first;
}

void map_backend::erase_all(std::string_view prefix) {
  ++data_->calls;
  const std::lock_guard lock(data_->mutex);
  erase_prefix(data_->values, prefix);
  erase_prefix(data_->indexes, prefix);
  erase_prefix(data_->counters, prefix);
}

void map_backend::drop_index(std::string_view index) {
  ++data_->calls;
  const std::lock_guard lock(data_->mutex);
  const auto found = data_->indexes.find(index);
  if (found != data_->indexes.end()) data_->indexes.erase(found);
}

}  // namespace orm_test
