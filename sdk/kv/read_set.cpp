// Remembering what was read.
#include "read_set.hpp"

#include <orm/sdk/driver.hpp>
#include <orm/sdk/kv/record.hpp>

#include <algorithm>

namespace orm::sdk::kv {
namespace {

std::string head_of(const std::string& value) { return value.substr(0, record_head_size); }

std::string name_of(const entry_range& range) {
  return range.index + '\n' + range.from + '\n' + range.to + '\n' + (range.from_open ? 'o' : 'c') +
         (range.backward ? 'b' : 'f') + std::to_string(range.limit);
}

}  // namespace

void throw_read_changed() {
  throw driver_error(ORM_TRANSACTION_CONFLICT,
                     "others have changed what the transaction had read: run it again from its beginning")
      .retryable()
      .outcome(ORM_OUTCOME_ROLLED_BACK);
}

const read_set::value* read_set::find(const std::string& key) const {
  const auto found = values_.find(key);
  return found == values_.end() ? nullptr : &found->second;
}

void read_set::remember(const std::string& key, value read) {
  const auto [at, is_new] = values_.emplace(key, read);
  if (!is_new && at->second != read) throw_read_changed();
}

void read_set::remember(const entry_range& range, const std::vector<std::string>& entries) {
  const auto [at, is_new] = ranges_.emplace(name_of(range), range_condition{range, entries});
  if (!is_new && at->second.entries != entries) throw_read_changed();
}

void read_set::remember_listing(const std::string& prefix, const std::set<std::string>& keys) {
  const auto [at, is_new] = listings_.emplace(prefix, keys);
  if (!is_new && !std::includes(at->second.begin(), at->second.end(), keys.begin(), keys.end())) throw_read_changed();
}

void read_set::append_to(commit_request& request) const {
  for (const auto& [key, each] : values_) request.conditions.push_back({key, each ? head_of(*each) : std::string()});
  for (const auto& [name, each] : ranges_) request.ranges.push_back(each);
  for (const auto& [prefix, keys] : listings_) request.listings.push_back({prefix, {keys.begin(), keys.end()}});
}

}  // namespace orm::sdk::kv
