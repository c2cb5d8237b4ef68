// From access paths to lookups and ranges.
#include "walk.hpp"

#include <orm/sdk/value/cells.hpp>

#include <algorithm>
#include <array>
#include <string>

namespace orm::memory {
namespace {

// A few cells in a row, on the stack as long as they are few.
class cell_buffer {
 public:
  void push_back(const orm_cell& cell) {
    if (size_ < few_.size()) {
      few_[size_++] = cell;
      return;
    }
    if (many_.empty()) many_.assign(few_.begin(), few_.end());
    many_.push_back(cell);
    ++size_;
  }
  std::span<const orm_cell> cells() const { return {many_.empty() ? few_.data() : many_.data(), size_}; }

 private:
  std::array<orm_cell, 6> few_;
  std::vector<orm_cell> many_;
  std::size_t size_ = 0;
};

orm_cell value_of(std::uint32_t parameter, const walk_values& values) {
  if (parameter == sdk::relation_key) return *values.relation_key;
  return parameter == ORM_NONE ? sdk::null_cell() : values.parameters[parameter];
}

cell_buffer equal_values(const sdk::access_path& path, const walk_values& values) {
  cell_buffer cells;
  for (const std::uint32_t parameter : path.equal) cells.push_back(value_of(parameter, values));
  return cells;
}

// The members of a list, each once.
std::vector<orm_cell> members_of(const orm_cell& list) {
  std::vector<orm_cell> members(list.as.list, list.as.list + list.length);
  std::sort(members.begin(), members.end(),
            [](const orm_cell& left, const orm_cell& right) { return sdk::compare_cells(left, right) < 0; });
  members.erase(std::unique(members.begin(), members.end(), sdk::equal_cells), members.end());
  return members;
}

// The first text, by bytes, that is greater than all that begin so; false: there is none.
bool text_after(std::string& prefix) {
  while (!prefix.empty() && static_cast<unsigned char>(prefix.back()) == 0xff) prefix.pop_back();
  if (prefix.empty()) return false;
  prefix.back() = static_cast<char>(static_cast<unsigned char>(prefix.back()) + 1);
  return true;
}

// Where a page that starts after a row begins in the index: cells that precede or equal the place for sure. Returns
// whether they lead past the row itself; none are pushed where nothing is sure.
bool start_values(const table& in, const sdk::access_path& path, const walk_values& values, cell_buffer& cells) {
  std::vector<std::uint32_t> sequence = in.keys()[path.key].fields;
  sequence.push_back(in.model().id);
  const auto equal = equal_values(path, values);
  std::size_t at = path.equal.size();
  cell_buffer start = equal;
  for (const orm_order& by : values.order) {
    const auto pinned =
        std::find(sequence.begin(), sequence.begin() + static_cast<std::ptrdiff_t>(path.equal.size()), by.field);
    const auto position = static_cast<std::size_t>(pinned - sequence.begin());
    if (position < path.equal.size()) {
      if (!sdk::equal_cells(equal.cells()[position], values.after[by.field])) return false;
      continue;
    }
    if (at == sequence.size() || sequence[at] != by.field) break;
    start.push_back(values.after[by.field]);
    ++at;
  }
  if (at > path.equal.size()) cells = start;
  return at == sequence.size();
}

// One range of an index: the path's bounds, the field after the equal ones having the member, if there is one.
bool walk_range(const table& in, const sdk::access_path& path, const walk_values& values, const orm_cell* member,
                sdk::row_visitor visit) {
  cell_buffer low = equal_values(path, values);
  cell_buffer high = low;
  bool low_after = false;
  bool high_after = true;
  std::string limit;
  if (member != nullptr) {
    low.push_back(*member);
    high.push_back(*member);
  } else if (path.prefix != ORM_NONE) {
    const orm_cell& prefix = values.parameters[path.prefix];
    low.push_back(prefix);
    limit = sdk::text_of(prefix);
    if (text_after(limit)) {
      high.push_back(sdk::text_cell(limit));
      high_after = false;
    }
  } else if (path.lower != ORM_NONE || path.upper != ORM_NONE) {
    low.push_back(path.lower != ORM_NONE ? values.parameters[path.lower] : sdk::null_cell());
    low_after = path.lower == ORM_NONE || path.lower_open;
    if (path.upper != ORM_NONE) {
      high.push_back(values.parameters[path.upper]);
      high_after = !path.upper_open;
    }
  }
  cell_buffer start;
  bool past = false;
  if (values.after != nullptr && path.ordered) past = start_values(in, path, values, start);
  const index_bound begin{start.cells(), past != path.backward};
  const auto rows = in.ordered(path.key).between({low.cells(), low_after}, {high.cells(), high_after},
                                                 start.cells().empty() ? nullptr : &begin, path.backward);
  return rows.visit(visit);
}

}  // namespace

const orm_cell* find_one(const table& in, const sdk::access_path& path, const walk_values& values) {
  const cell_buffer key = equal_values(path, values);
  const orm_cell* row = in.unique(path.key).find(key.cells());
  return row != nullptr && !sdk::is_expired(in.model(), row, values.now) ? row : nullptr;
}

void walk(const table& in, const sdk::access_path& path, const walk_values& values, sdk::row_visitor visit) {
  const auto visit_live = [&](const orm_cell* row) {
    return sdk::is_expired(in.model(), row, values.now) || visit(row);
  };
  if (path.kind == sdk::access_kind::scan) {
    in.visit_all(visit_live);
  } else if (path.list != ORM_NONE) {
    for (const orm_cell& member : members_of(values.parameters[path.list])) {
      if (path.kind == sdk::access_kind::index) {
        if (!walk_range(in, path, values, &member, visit_live)) return;
      } else if (const orm_cell* row = in.unique(path.key).find({&member, 1})) {
        if (!visit_live(row)) return;
      }
    }
  } else if (path.kind == sdk::access_kind::unique) {
    if (const orm_cell* row = find_one(in, path, values)) visit(row);
  } else {
    walk_range(in, path, values, nullptr, visit_live);
  }
}

}  // namespace orm::memory
