// Counts, exact sums and extremes, by group.
#include <orm/sdk/driver.hpp>
#include <orm/sdk/rows/aggregate.hpp>
#include <orm/sdk/value/cells.hpp>

#include <algorithm>

namespace orm::sdk {
namespace {

bool can_be_summed(const orm_field& field) {
  return field.type == ORM_FIELD_INTEGER || field.type == ORM_FIELD_BIGINT || field.type == ORM_FIELD_DECIMAL ||
         field.type == ORM_FIELD_DOUBLE;
}

}  // namespace

void check_aggregates(const orm_model& model, std::span<const std::uint32_t> group,
                      std::span<const orm_aggregate> aggregates) {
  const auto require_field = [&](std::uint32_t index) {
    if (index >= model.field_count) throw driver_error(ORM_INVALID_QUERY, "an aggregate of a field that is not there");
  };
  for (const std::uint32_t index : group) require_field(index);
  for (const orm_aggregate& aggregate : aggregates) {
    if (aggregate.kind < ORM_AGGREGATE_COUNT_ALL || aggregate.kind > ORM_AGGREGATE_MAX) {
      throw driver_error(ORM_UNSUPPORTED, "aggregate of kind " + std::to_string(aggregate.kind) + " is not known");
    }
    if (aggregate.kind == ORM_AGGREGATE_COUNT_ALL) continue;
    require_field(aggregate.field);
    if (aggregate.kind == ORM_AGGREGATE_SUM && !can_be_summed(field(model, aggregate.field))) {
      throw driver_error(ORM_INVALID_QUERY, "a sum of a field that is no number");
    }
  }
}

std::size_t row_aggregation::hash::operator()(const orm_cell* key) const { return hash_cells({key, size}); }

bool row_aggregation::equal::operator()(const orm_cell* left, const orm_cell* right) const {
  return std::equal(left, left + size, right, equal_cells);
}

row_aggregation::row_aggregation(const orm_model& model, std::uint32_t model_index,
                                 std::span<const std::uint32_t> group, std::span<const orm_aggregate> aggregates)
    : model_(model),
      model_index_(model_index),
      group_(group),
      aggregates_(aggregates),
      key_(group.size()),
      by_key_(0, hash{group.size()}, equal{group.size()}) {
  if (group_.empty()) buckets_.push_back({nullptr, std::vector<accumulator>(aggregates_.size())});
}

row_aggregation::bucket& row_aggregation::bucket_of(const orm_cell* row) {
  if (group_.empty()) return buckets_.front();
  for (std::size_t i = 0; i < group_.size(); ++i) key_[i] = row[group_[i]];
  const auto found = by_key_.find(key_.data());
  if (found != by_key_.end()) return *found->second;
  orm_cell* key = arena_.allocate_cells(group_.size());
  for (std::size_t i = 0; i < group_.size(); ++i) key[i] = arena_.copy(key_[i]);
  bucket& added = buckets_.emplace_back(bucket{key, std::vector<accumulator>(aggregates_.size())});
  by_key_.emplace(key, &added);
  return added;
}

void row_aggregation::add(const orm_cell* row) {
  bucket& to = bucket_of(row);
  for (std::size_t i = 0; i < aggregates_.size(); ++i) accumulate(aggregates_[i], to.accumulators[i], row);
}

void row_aggregation::accumulate(const orm_aggregate& aggregate, accumulator& to, const orm_cell* row) {
  if (aggregate.kind == ORM_AGGREGATE_COUNT_ALL) {
    ++to.count;
    return;
  }
  const orm_cell& value = row[aggregate.field];
  if (is_null(value)) return;
  ++to.count;
  if (aggregate.kind == ORM_AGGREGATE_SUM) {
    if (value.type == ORM_CELL_DOUBLE) {
      if (!to.real) to.real = std::make_unique<double_sum>();
      to.real->add(value.as.real);
    } else {
      if (!to.exact) to.exact = std::make_unique<decimal_sum>();
      value.type == ORM_CELL_DECIMAL ? to.exact->add(text_of(value)) : to.exact->add(value.as.integer);
    }
  } else if (aggregate.kind == ORM_AGGREGATE_MIN || aggregate.kind == ORM_AGGREGATE_MAX) {
    const int side = aggregate.kind == ORM_AGGREGATE_MIN ? -1 : 1;
    if (to.count > 1 && compare_cells(value, to.extreme) * side <= 0) return;
    to.extreme = value;
    if (has_text(value)) {
      to.extreme_text = text_of(value);
      to.extreme.as.text = to.extreme_text.data();
    }
  }
}

orm_cell row_aggregation::result_of(const orm_aggregate& aggregate, const accumulator& from) {
  if (aggregate.kind == ORM_AGGREGATE_COUNT_ALL || aggregate.kind == ORM_AGGREGATE_COUNT) {
    return integer_cell(static_cast<std::int64_t>(from.count));
  }
  if (from.count == 0) return null_cell();
  if (aggregate.kind != ORM_AGGREGATE_SUM) return from.extreme;
  if (from.real) {
    if (const auto sum = from.real->result()) return double_cell(*sum);
  } else {
    std::string sum;
    if (from.exact->result(sum) == decimal_status::ok) return decimal_cell(arena_.copy(sum));
  }
  const std::string name(text_view(field(model_, aggregate.field).name));
  throw driver_error(ORM_INVALID_VALUE, "the sum of " + name + " is too large").on(model_index_, {aggregate.field});
}

void row_aggregation::finish(const std::function<bool(std::span<const orm_cell>)>& push) {
  const std::size_t width = group_.size() + aggregates_.size();
  std::vector<orm_cell> cells;
  cells.reserve(buckets_.size() * width);
  for (const bucket& from : buckets_) {
    cells.insert(cells.end(), from.key, from.key + group_.size());
    for (std::size_t i = 0; i < aggregates_.size(); ++i) {
      cells.push_back(result_of(aggregates_[i], from.accumulators[i]));
    }
  }
  for (std::size_t i = 0; i < buckets_.size(); ++i) {
    if (!push({cells.data() + i * width, width})) return;
  }
}

}  // namespace orm::sdk
