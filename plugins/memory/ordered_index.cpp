// Ordered indexes: comparison and ranges.
#include "ordered_index.hpp"

#include <orm/sdk/value/cells.hpp>

namespace orm::memory {

ordered_index::ordered_index(std::vector<std::uint32_t> fields, std::uint32_t id)
    : rows_([&] {
        order by{std::move(fields)};
        by.sequence.push_back(id);
        return row_set(by);
      }()) {}

bool ordered_index::order::operator()(const orm_cell* left, const orm_cell* right) const {
  for (const std::uint32_t field : sequence) {
    const int result = sdk::compare_cells(left[field], right[field]);
    if (result != 0) return result < 0;
  }
  return false;
}

bool ordered_index::order::operator()(const orm_cell* row, const index_bound& bound) const {
  for (std::size_t i = 0; i < bound.values.size(); ++i) {
    const int result = sdk::compare_cells(row[sequence[i]], bound.values[i]);
    if (result != 0) return result < 0;
  }
  return bound.after;
}

void ordered_index::insert(const orm_cell* row) {
  rows_.emplace_hint(rows_.end(), row);  // generated ids and times grow
}

ordered_index::range ordered_index::between(const index_bound& low, const index_bound& high, const index_bound* start,
                                            bool backward) const {
  const order by = rows_.key_comp();
  const auto empty = [&] {
    range nothing;
    nothing.begin_ = nothing.end_ = rows_.end();
    return nothing;
  };
  range found;
  found.backward_ = backward;
  found.begin_ = low.values.empty() ? rows_.begin() : rows_.lower_bound(low);
  if (found.begin_ == rows_.end() || !by(*found.begin_, high)) return empty();  // the bounds may even have crossed
  found.end_ = high.values.empty() ? rows_.end() : rows_.lower_bound(high);
  if (start == nullptr) return found;

  if (backward) {
    if (!by(*found.begin_, *start)) return empty();
    const auto limit = rows_.lower_bound(*start);
    if (limit != rows_.end() && by(*limit, high)) found.end_ = limit;
  } else if (by(*found.begin_, *start)) {
    found.begin_ = rows_.lower_bound(*start);
    if (found.begin_ == rows_.end() || !by(*found.begin_, high)) return empty();
  }
  return found;
}

}  // namespace orm::memory
