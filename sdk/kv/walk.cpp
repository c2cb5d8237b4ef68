// From access paths to keys, ranges of indexes, and records.
#include "walk.hpp"

#include <orm/sdk/kv/key_codec.hpp>

#include <algorithm>
#include <unordered_set>

namespace orm::sdk::kv {
namespace {

constexpr std::uint32_t page_size = 1000;      // entries or records of one round
constexpr std::uint32_t least_page_size = 16;  // so that a filter that leaves rows out costs few rounds
constexpr std::size_t places_at_once = 256;

// The members of a list, each once.
std::vector<orm_cell> members_of(const orm_cell& list) {
  std::vector<orm_cell> members(list.as.list, list.as.list + list.length);
  std::sort(members.begin(), members.end(),
            [](const orm_cell& left, const orm_cell& right) { return compare_cells(left, right) < 0; });
  members.erase(std::unique(members.begin(), members.end(), equal_cells), members.end());
  return members;
}

}  // namespace

void get_records(backend& at, const model_layout& where, std::uint32_t position, std::span<const std::string> keys,
                 backend::values& found) {
  if (where.is_stored_key(position)) return at.get(keys, found);
  std::vector<unique_address> addresses;
  addresses.reserve(keys.size());
  for (const std::string& key : keys) addresses.push_back({key, where.record_prefix()});
  at.follow(addresses, found);
}

std::optional<stored_row> look_up(const execution& run, row_set& rows, std::uint32_t position, const std::string& key) {
  const model_layout& where = *run.plan.where;
  for (int attempt = 0; attempt < replaced_record_attempts; ++attempt) {
    backend::values found;
    get_records(run.at, where, position, {&key, 1}, found);
    if (!found[0]) break;
    const stored_row row = rows.add(where, std::move(*found[0]));
    if (where.unique_key(position, row.cells) == key) return row;
  }
  return std::nullopt;
}

void walk::visit(const visitor& visit) {
  switch (request_.path.kind) {
    case access_kind::unique:
      return visit_unique(visit);
    case access_kind::index:
      return visit_index(visit);
    case access_kind::scan:
      return visit_all(visit);
  }
}

void walk::foresee(prefetch& ahead) const {
  if (request_.path.kind == access_kind::unique) {
    const std::vector<address> all = addresses();
    for (std::size_t i = 0; i < std::min<std::size_t>(all.size(), page_size); ++i) {
      ahead.want(request_.where, request_.path.key, all[i].key);
    }
  } else if (request_.path.kind == access_kind::index) {
    const std::vector<place> all = places();
    for (std::size_t i = 0; i < std::min(all.size(), places_at_once); ++i) {
      ahead.want(request_.where, request_.path.key, all[i].range);
    }
  }
}

void walk::offer(std::size_t lane, const stored_row& row, const visitor& visit) {
  if (finished_[lane] || is_expired(request_.where.model(), row.cells, request_.now)) return;
  if (!visit(lane, row)) finished_[lane] = true;
}

orm_cell walk::value_of(std::uint32_t parameter, std::size_t lane) const {
  if (parameter == relation_key) return request_.keys[lane];
  return parameter == ORM_NONE ? null_cell() : request_.parameters[parameter];
}

std::vector<orm_cell> walk::equal_values(std::size_t lane) const {
  std::vector<orm_cell> values;
  for (const std::uint32_t parameter : request_.path.equal) values.push_back(value_of(parameter, lane));
  return values;
}

// ---- unique keys ------------------------------------------------------------------------------------------------

std::vector<walk::address> walk::addresses() const {
  const access_path& path = request_.path;
  std::vector<address> addresses;
  if (path.list != ORM_NONE) {
    for (const orm_cell& member : members_of(request_.parameters[path.list])) {
      addresses.push_back({0, request_.where.unique_key(path.key, {&member, 1})});
    }
    return addresses;
  }
  for (std::size_t lane = 0; lane < finished_.size(); ++lane) {
    const std::vector<orm_cell> values = equal_values(lane);
    std::string key = request_.where.unique_key(path.key, values);
    if (!key.empty()) addresses.push_back({lane, std::move(key)});
  }
  return addresses;
}

void walk::visit_unique(const visitor& visit) {
  std::vector<address> addresses = this->addresses();
  for (int attempt = 0; attempt < replaced_record_attempts && !addresses.empty(); ++attempt)
    visit_addresses(addresses, visit);
}

// Leaves those addresses over that led to a record which no longer has the key.
void walk::visit_addresses(std::vector<address>& addresses, const visitor& visit) {
  std::vector<address> again;
  for (std::size_t begin = 0; begin < addresses.size(); begin += page_size) {
    run_.check_cancelled();
    const std::size_t end = std::min<std::size_t>(addresses.size(), begin + page_size);
    std::vector<std::string> keys;
    for (std::size_t i = begin; i < end; ++i) keys.push_back(addresses[i].key);
    backend::values found;
    get_records(run_.at, request_.where, request_.path.key, keys, found);
    for (std::size_t i = begin; i < end; ++i) {
      if (!found[i - begin]) continue;
      const stored_row row = rows_.add(request_.where, std::move(*found[i - begin]));
      if (request_.where.unique_key(request_.path.key, row.cells) == addresses[i].key) {
        offer(addresses[i].lane, row, visit);
      } else {
        again.push_back(std::move(addresses[i]));
      }
    }
    if (!request_.keep) rows_.clear();
  }
  addresses = std::move(again);
}

// ---- indexes ----------------------------------------------------------------------------------------------------

walk::place walk::place_of(std::size_t lane, std::string from, std::string to) const {
  place made{lane, {}};
  made.range.index = request_.where.key(request_.path.key).index;
  made.range.from = std::move(from);
  made.range.to = std::move(to);
  made.range.backward = request_.path.backward;
  made.range.limit = page_size;
  if (request_.path.ordered && request_.wanted != 0) {
    made.range.limit = static_cast<std::uint32_t>(std::clamp<std::size_t>(request_.wanted, least_page_size, page_size));
  }
  return made;
}

void walk::add_places(std::size_t lane, std::vector<place>& places) const {
  const access_path& path = request_.path;
  std::string prefix;
  for (const orm_cell& value : equal_values(lane)) append_component(value, prefix);
  const auto with = [&](const orm_cell& value) {
    std::string text = prefix;
    append_component(value, text);
    return text;
  };
  if (path.list != ORM_NONE) {
    for (const orm_cell& member : members_of(request_.parameters[path.list])) {
      std::string from = with(member);
      std::string to = after_prefix(from);
      places.push_back(place_of(lane, std::move(from), std::move(to)));
    }
    return;
  }
  std::string from = prefix;
  std::string to = after_prefix(prefix);
  if (path.prefix != ORM_NONE) {
    append_component_prefix(request_.parameters[path.prefix], from);
    to = after_prefix(from);
  } else if (path.lower != ORM_NONE || path.upper != ORM_NONE) {
    const std::string values = prefix + "=";  // without nulls
    from = values;
    to = after_prefix(values);
    if (path.lower != ORM_NONE) {
      from = with(request_.parameters[path.lower]);
      if (path.lower_open) from = after_prefix(from);
    }
    if (path.upper != ORM_NONE) {
      to = with(request_.parameters[path.upper]);
      if (!path.upper_open) to = after_prefix(to);
    }
  }
  place whole = place_of(lane, std::move(from), std::move(to));
  const std::string start = start_entry(lane);
  if (!start.empty() && path.backward) {
    if (whole.range.to.empty() || start < whole.range.to) whole.range.to = start;
  } else if (start > whole.range.from) {
    whole.range.from = start;
    whole.range.from_open = true;
  }
  if (!whole.range.to.empty() && whole.range.from >= whole.range.to) return;
  places.push_back(std::move(whole));
}

// Where an ordered path may begin for rows after a given one: at its own entry, which is in the path's way only if it
// has the values that the path pins. Empty: at the path's beginning.
std::string walk::start_entry(std::size_t lane) const {
  if (request_.after == nullptr || !request_.path.ordered) return {};
  const std::vector<std::uint32_t>& fields = request_.where.keys()[request_.path.key].fields;
  const std::vector<orm_cell> pinned = equal_values(lane);
  for (std::size_t i = 0; i < pinned.size(); ++i) {
    if (!equal_cells(pinned[i], request_.after[fields[i]])) return {};
  }
  return request_.where.entry(request_.path.key, request_.after);
}

std::vector<walk::place> walk::places() const {
  std::vector<place> places;
  for (std::size_t lane = 0; lane < finished_.size(); ++lane) add_places(lane, places);
  return places;
}

void walk::visit_index(const visitor& visit) {
  std::vector<place> places = this->places();
  std::vector<place*> open;
  for (place& each : places) open.push_back(&each);
  while (!open.empty()) {
    run_.check_cancelled();
    const std::size_t count = std::min(open.size(), places_at_once);
    visit_places({open.data(), count}, visit);
    open.erase(std::remove_if(open.begin(), open.end(),
                              [&](const place* each) { return each->done || finished_[each->lane]; }),
               open.end());
  }
}

// One page of each place.
void walk::visit_places(std::span<place*> places, const visitor& visit) {
  std::vector<entry_range> ranges;
  for (const place* each : places) ranges.push_back(each->range);
  std::vector<std::vector<std::string>> entries;
  run_.at.range(ranges, entries);
  std::vector<std::string> keys;
  for (const auto& page : entries) {
    for (const std::string& entry : page) {
      keys.push_back(request_.where.record_prefix() +
                     std::string(request_.where.reference_in(request_.path.key, entry)));
    }
  }
  backend::values records;
  if (!keys.empty()) run_.at.get(keys, records);
  std::size_t next = 0;
  for (std::size_t i = 0; i < places.size(); ++i) {
    place& in = *places[i];
    for (const std::string& entry : entries[i]) {
      std::optional<std::string>& record = records[next++];
      if (!record || finished_[in.lane]) continue;
      const stored_row row = rows_.add(request_.where, std::move(*record));
      // An entry that outlived its record, or that the record has left since, leads nowhere.
      if (request_.where.entry(request_.path.key, row.cells) == entry) offer(in.lane, row, visit);
    }
    in.done = entries[i].size() < in.range.limit;
    if (in.done) continue;
    if (in.range.backward) {
      in.range.to = entries[i].back();
    } else {
      in.range.from = entries[i].back();
      in.range.from_open = true;
    }
    in.range.limit = std::min(in.range.limit * 4, page_size);
  }
  if (!request_.keep) rows_.clear();
}

// ---- every row ------------------------------------------------------------------------------------------------

// A page of record keys: by the index of ids where there is one.
bool walk::next_keys(std::string& position, std::vector<std::string>& keys) const {
  const model_layout& where = request_.where;
  const std::string& index = where.key(model_layout::id_key).index;
  if (index.empty()) return run_.at.list(where.record_prefix(), position, keys);
  const entry_range range{index, position, {}, !position.empty(), false, page_size};
  std::vector<std::vector<std::string>> entries;
  run_.at.range({&range, 1}, entries);
  for (const std::string& entry : entries[0]) {
    keys.push_back(where.record_prefix() + std::string(where.reference_in(model_layout::id_key, entry)));
  }
  if (!entries[0].empty()) position = entries[0].back();
  return entries[0].size() == page_size;
}

void walk::visit_all(const visitor& visit) {
  lanes_by_value lanes(0, cell_hash{}, cell_equal{});
  for (std::size_t lane = 0; lane < request_.keys.size(); ++lane) lanes.emplace(request_.keys[lane], lane);
  std::unordered_set<std::string> seen;  // a store may list a key twice while keys come and go
  std::string position;
  for (bool more = true; more && std::find(finished_.begin(), finished_.end(), false) != finished_.end();) {
    run_.check_cancelled();
    std::vector<std::string> keys;
    more = next_keys(position, keys);
    std::erase_if(keys, [&](const std::string& key) { return !seen.insert(key).second; });
    backend::values records;
    if (!keys.empty()) run_.at.get(keys, records);
    for (std::optional<std::string>& record : records) {
      if (record) offer_to_lanes(lanes, rows_.add(request_.where, std::move(*record)), visit);
    }
    if (!request_.keep) rows_.clear();
  }
}

void walk::offer_to_lanes(const lanes_by_value& lanes, const stored_row& row, const visitor& visit) {
  if (request_.key_field == ORM_NONE) return offer(0, row, visit);
  const auto [begin, end] = lanes.equal_range(row.cells[request_.key_field]);
  for (auto each = begin; each != end; ++each) offer(each->second, row, visit);
}

}  // namespace orm::sdk::kv
