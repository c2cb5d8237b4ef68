// Who holds the unique keys that a statement wants.
#include <orm/sdk/rows/keys.hpp>

#include "idle_keys.hpp"
#include "reader.hpp"
#include "writer.hpp"

#include <algorithm>
#include <set>

namespace orm::sdk::kv {

void writer::meet_holders(const keys_by_position& wanted) {
  for (const auto& [position, keys] : wanted) {
    backend::values found;
    get_records(run_.at, where_, position, keys, found);
    for (std::size_t i = 0; i < keys.size(); ++i) {
      if (!found[i]) continue;
      const stored_row row = met_.add(where_, std::move(*found[i]));
      if (where_.unique_key(position, row.cells) != keys[i]) continue;
      occupants_.emplace(keys[i], occupant{row, where_.record_key(row.cells)});
    }
  }
}

// Finds out who holds the keys that were wanted, and forgets those whose records are no longer what they were. What
// nobody holds is there for the next attempt.
void writer::learn(const commit_request& request, std::span<const std::uint32_t> failed) {
  keys_by_position open;
  for (const std::uint32_t position : failed) {
    const commit_condition& condition = request.conditions[position];
    std::erase_if(occupants_, [&](const auto& each) {
      return each.first == condition.key || each.second.record_key == condition.key;
    });
    if (condition.head.empty()) open[position_of(where_, condition.key)].push_back(condition.key);
  }
  meet_holders(open);
  for (const auto& [position, keys] : open) {
    if (where_.is_stored_key(position)) continue;
    for (const std::string& key : keys) {
      if (!occupants_.contains(key)) free_idle_key(run_.at, where_, position, key);
    }
  }
}

// The first of the row's unique keys that a living row has which stays.
std::optional<std::uint32_t> writer::taken_key(const mutation& change, const orm_cell* row) const {
  if (occupants_.empty()) return std::nullopt;
  for (std::uint32_t i = 0; i < where_.keys().size(); ++i) {
    if (!where_.keys()[i].unique) continue;
    const auto found = occupants_.find(where_.unique_key(i, row));
    if (found != occupants_.end() && !change.removes(found->first)) return i;
  }
  return std::nullopt;
}

// Two rows of the statement want the same key. Throws for the one that a store names which goes from row to row, and of
// each from key to key, and meets what is there as well.
void writer::refuse_first_taken(const mutation& change, const new_rows& all) {
  std::set<std::string> held;  // by rows of the statement
  std::vector<std::pair<std::uint32_t, std::string>> wanted;
  keys_by_position looked_up;
  for (std::size_t row = 0; row < all.rows.size(); ++row) {
    for (std::uint32_t i = 0; i < where_.keys().size(); ++i) {
      if (!where_.keys()[i].unique) continue;
      std::string key = where_.unique_key(i, all.rows[row]);
      if (key.empty()) continue;
      if (!all.before.empty() && where_.unique_key(i, all.before[row].cells) == key) {
        held.insert(std::move(key));
        continue;
      }
      looked_up[i].push_back(key);
      wanted.emplace_back(i, std::move(key));
    }
  }
  meet_holders(looked_up);
  for (auto& [position, key] : wanted) {
    const auto holder = occupants_.find(key);
    const bool is_there =
        holder != occupants_.end() && !change.removes(key) && !is_expired(run_.model(), holder->second.row.cells, now_);
    if (is_there || !held.insert(std::move(key)).second) {
      throw_key_taken(run_.model(), where_.model_index(), where_.keys()[position].fields);
    }
  }
}

}  // namespace orm::sdk::kv
