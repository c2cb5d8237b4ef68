// The reading statements.
#include "reader.hpp"

#include <orm/sdk/rows/aggregate.hpp>
#include <orm/sdk/rows/order.hpp>
#include <orm/sdk/value/cells.hpp>

#include <algorithm>
#include <unordered_set>

namespace orm::memory {

void reader::related(std::uint32_t relation, const orm_cell* row, sdk::row_visitor visit) {
  const relation_path& path = *run_.all.relation(relation);
  const orm_cell& value = row[path.local_field];
  if (!path.singular) {
    path.follow(value, now_, visit);
  } else if (const orm_cell* first = path.first(value, now_)) {
    visit(first);
  }
}

bool reader::matches(const orm_cell* row) {
  constexpr std::uint32_t rows_between_looks = 1024;
  if (++visited_ % rows_between_looks == 0 && run_.cancelled.load(std::memory_order_relaxed)) {
    throw sdk::driver_error(ORM_CANCELLED, "the statement was cancelled while it went through " +
                                               std::string(sdk::text_view(run_.model().name)));
  }
  return filter_.matches(row);
}

void reader::visit_matches(const walk_values& values, sdk::row_visitor visit) {
  walk(*run_.plan.where, run_.plan.path, values, [&](const orm_cell* row) { return !matches(row) || visit(row); });
}

sdk::row_page reader::page() const {
  const auto number = [&](std::uint32_t parameter, std::uint64_t otherwise) {
    return parameter == ORM_NONE ? otherwise : static_cast<std::uint64_t>(run_.parameters[parameter].as.integer);
  };
  return {run_.plan.order, run_.plan.distinct, number(run_.plan.skip, 0),
          number(run_.plan.take, sdk::row_page::everything)};
}

void reader::find() {
  const memory_plan& plan = run_.plan;
  if (plan.has_flag(ORM_STATEMENT_KEYED)) return find_by_keys();
  const bool pages =
      plan.take != ORM_NONE || plan.skip != ORM_NONE || !plan.distinct.empty() || plan.cursor_key != ORM_NONE;
  if (plan.path.kind == sdk::access_kind::unique && plan.path.list == ORM_NONE && !pages) {
    const orm_cell* row = find_one(*plan.where, plan.path, {run_.parameters, now_});
    if (row != nullptr && (plan.path.exact || matches(row))) run_.push(row);
  } else if (!pages && plan.path.ordered) {
    visit_matches({run_.parameters, now_}, [&](const orm_cell* row) { return run_.push(row); });
  } else {
    find_page();
  }
}

bool reader::find_page() {
  const memory_plan& plan = run_.plan;
  sdk::row_page page = this->page();
  walk_values values{run_.parameters, now_};
  if (plan.cursor_key != ORM_NONE) {
    sdk::access_path path;
    path.kind = sdk::access_kind::unique;
    path.key = plan.cursor_key;
    path.equal = plan.cursor_parameters;
    const orm_cell* cursor = find_one(*plan.where, path, values);
    if (cursor == nullptr) return true;
    page.start_after(cursor);
    if (plan.distinct.empty()) {  // else what comes before the cursor decides what is a first one
      values.after = cursor;
      values.order = plan.order;
    }
  }
  if (page.complete()) return true;
  const auto offer = [&](const orm_cell* row) { return !page.accepts(row) || (run_.push(row) && !page.complete()); };
  if (plan.path.ordered) {
    visit_matches(values, offer);
    return true;
  }
  std::vector<const orm_cell*> rows;
  visit_matches(values, [&](const orm_cell* row) {
    if (page.can_matter(row)) rows.push_back(row);
    return true;
  });
  sdk::sort_rows(plan.order, rows, page.rows_needed());
  return std::all_of(rows.begin(), rows.end(), offer);
}

void reader::find_by_keys() {
  const auto keys = sdk::list_of(run_.parameters[run_.plan.key_list]);
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (!find_page_of_key(static_cast<std::int64_t>(i), keys[i])) return;
  }
}

bool reader::find_page_of_key(std::int64_t ordinal, const orm_cell& key) {
  const memory_plan& plan = run_.plan;
  if (plan.has_flag(ORM_STATEMENT_FIRST_PER_KEY)) {
    const orm_cell* row = plan.relation->first(key, now_);
    return row == nullptr || !matches(row) || run_.push(ordinal, row);
  }
  sdk::row_page page = this->page();
  if (page.complete()) return true;
  bool wanted = true;
  const auto offer = [&](const orm_cell* row) {
    if (page.accepts(row)) wanted = run_.push(ordinal, row);
    return wanted && !page.complete();
  };
  walk_values values{run_.parameters, now_};
  values.relation_key = &key;
  const bool through = plan.relation->through != nullptr;
  // The path may go by a key of the filter's that says nothing of the relation.
  const auto belongs = [&](const orm_cell* row) { return sdk::equal_cells(row[plan.relation->remote_field], key); };
  if (!through && plan.path.ordered) {
    visit_matches(values, [&](const orm_cell* row) { return !belongs(row) || offer(row); });
    return wanted;
  }
  std::vector<const orm_cell*> rows;
  if (through) {
    std::unordered_set<const orm_cell*> seen;
    plan.relation->follow(key, now_, [&](const orm_cell* row) {
      if (seen.insert(row).second && matches(row)) rows.push_back(row);
      return true;
    });
  } else {
    visit_matches(values, [&](const orm_cell* row) {
      if (belongs(row)) rows.push_back(row);
      return true;
    });
  }
  if (!plan.order.empty()) sdk::sort_rows(plan.order, rows, page.rows_needed());
  for (const orm_cell* row : rows) {
    if (!offer(row)) break;
  }
  return wanted;
}

void reader::aggregate() {
  const memory_plan& plan = run_.plan;
  if (plan.counts_table) {
    const orm_cell count = sdk::integer_cell(static_cast<std::int64_t>(plan.where->size()));
    run_.cells.assign(plan.aggregates.size(), count);
    sdk::push_row(run_.sink, run_.cells.data(), static_cast<std::uint32_t>(run_.cells.size()));
    return;
  }
  sdk::row_aggregation totals(run_.model(), plan.where->model_index(), plan.group, plan.aggregates);
  visit_matches({run_.parameters, now_}, [&](const orm_cell* row) {
    totals.add(row);
    return true;
  });
  totals.finish([&](std::span<const orm_cell> cells) {
    return sdk::push_row(run_.sink, cells.data(), static_cast<std::uint32_t>(cells.size()));
  });
}

std::vector<const orm_cell*> reader::targets() {
  const memory_plan& plan = run_.plan;
  const bool first = plan.has_flag(ORM_STATEMENT_FIRST);
  std::vector<const orm_cell*> rows;
  visit_matches({run_.parameters, now_}, [&](const orm_cell* row) {
    rows.push_back(row);
    return !(first && plan.path.ordered);
  });
  if (first && !plan.path.ordered) sdk::sort_rows(plan.order, rows, 1);
  return rows;
}

}  // namespace orm::memory
