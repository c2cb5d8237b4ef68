// Finding, paging and aggregating.
#include "reader.hpp"

#include <orm/sdk/rows/aggregate.hpp>
#include <orm/sdk/rows/order.hpp>

#include <algorithm>
#include <span>
#include <unordered_set>

namespace orm::sdk::kv {

row_page reader::page() const {
  const auto number = [&](std::uint32_t parameter, std::uint64_t otherwise) {
    return parameter == ORM_NONE ? otherwise : static_cast<std::uint64_t>(run_.parameters[parameter].as.integer);
  };
  return {run_.plan.order, run_.plan.distinct, number(run_.plan.skip, 0), number(run_.plan.take, row_page::everything)};
}

// How many rows of an ordered path will do if the filter leaves none out.
std::size_t reader::wanted() const {
  const std::size_t needed = page().rows_needed();
  return needed == row_page::everything ? 0 : needed;
}

// False: there is no such row, and so no page.
bool reader::start_after_cursor(row_page& page, walk_request& request) {
  const kv_plan& plan = run_.plan;
  if (plan.cursor_key == ORM_NONE) return true;
  std::vector<orm_cell> values;
  for (const std::uint32_t parameter : plan.cursor_parameters) values.push_back(run_.parameters[parameter]);
  const std::string key = plan.where->unique_key(plan.cursor_key, values);
  const auto row = key.empty() ? std::nullopt : look_up(run_, rows_, plan.cursor_key, key);
  if (!row || is_expired(run_.model(), row->cells, now_)) return false;
  page.start_after(row->cells);
  request.keep = true;  // the cursor is in the same set
  // With distinct, what comes before the cursor decides what is a first one.
  if (plan.distinct.empty() && path_is_order()) request.after = row->cells;
  return true;
}

// Whether the path goes by the very fields of the order, so that the cursor's own entry says where to begin. It is not
// enough that the filter pins the others: the cursor may have another value of them, and then it stands elsewhere.
bool reader::path_is_order() const {
  const kv_plan& plan = run_.plan;
  const std::span<const std::uint32_t> walked(plan.where->keys()[plan.path.key].fields);
  const auto compared = walked.first(plan.path.equal.size());  // with the cursor's, by the walk
  auto next = walked.begin() + static_cast<std::ptrdiff_t>(compared.size());
  for (const orm_order& by : plan.order) {
    if (std::find(compared.begin(), compared.end(), by.field) != compared.end()) continue;
    if (next != walked.end() && *next == by.field)
      ++next;
    else if (next != walked.end() || by.field != run_.model().id)
      return false;
  }
  return next == walked.end();
}

walk_request reader::request_of_find() const {
  const kv_plan& plan = run_.plan;
  walk_request request{*plan.where, plan.path, run_.parameters, now_};
  request.wanted = wanted();
  request.keep = !plan.path.ordered || !plan.distinct.empty();
  return request;
}

walk_request reader::request_by_key() const {
  const kv_plan& plan = run_.plan;
  walk_request request{*plan.where, plan.path, run_.parameters, now_, plan.remote_field};
  request.keys = list_of(run_.parameters[plan.key_list]);
  request.wanted = plan.has_flag(ORM_STATEMENT_FIRST_PER_KEY) ? 1 : wanted();
  return request;
}

walk_request reader::request_of_links() const {
  const kv_plan& plan = run_.plan;
  walk_request request{*plan.through.where, plan.through.path, run_.parameters, now_, plan.through.field};
  request.keys = list_of(run_.parameters[plan.key_list]);
  return request;
}

// With a cursor, its row says where to begin.
void reader::foresee(prefetch& ahead) {
  const kv_plan& plan = run_.plan;
  if (plan.cursor_key != ORM_NONE || page().complete()) return;
  const walk_request request = !plan.has_flag(ORM_STATEMENT_KEYED) ? request_of_find()
                               : plan.is_through()                 ? request_of_links()
                                                                   : request_by_key();
  walk(run_, rows_, request).foresee(ahead);
}

void reader::find() {
  const kv_plan& plan = run_.plan;
  if (plan.has_flag(ORM_STATEMENT_KEYED)) return find_by_keys();
  row_page page = this->page();
  walk_request request = request_of_find();
  if (page.complete() || !start_after_cursor(page, request)) return;
  const auto offer = [&](const orm_cell* row) { return !page.accepts(row) || (run_.push(row) && !page.complete()); };
  if (plan.path.ordered) {
    walk(run_, rows_, request).visit([&](std::size_t, const stored_row& row) {
      return !filter_.matches(row.cells) || offer(row.cells);
    });
    return;
  }
  cell_rows rows;
  walk(run_, rows_, request).visit([&](std::size_t, const stored_row& row) {
    if (filter_.matches(row.cells) && page.can_matter(row.cells)) rows.push_back(row.cells);
    return true;
  });
  if (!plan.order.empty()) sort_rows(plan.order, rows, page.rows_needed());
  (void)std::all_of(rows.begin(), rows.end(), offer);
}

void reader::find_by_keys() {
  std::vector<cell_rows> by_key = run_.plan.is_through() ? rows_through() : rows_by_key();
  for (std::size_t i = 0; i < by_key.size(); ++i) {
    if (!push_page_of_key(static_cast<std::int64_t>(i), by_key[i])) return;
  }
}

// The rows of each key: filtered, unless the first one is looked for; in order and no more than the page needs if the
// path is ordered.
std::vector<reader::cell_rows> reader::rows_by_key() {
  const kv_plan& plan = run_.plan;
  const bool first = plan.has_flag(ORM_STATEMENT_FIRST_PER_KEY);
  const walk_request request = request_by_key();
  const std::size_t enough = plan.path.ordered && request.wanted != 0 ? request.wanted : row_page::everything;
  std::vector<cell_rows> by_key(request.keys.size());
  walk(run_, rows_, request).visit([&](std::size_t lane, const stored_row& row) {
    if (first || filter_.matches(row.cells)) by_key[lane].push_back(row.cells);
    return by_key[lane].size() < enough;
  });
  return by_key;
}

std::vector<reader::cell_rows> reader::rows_through() {
  const kv_plan& plan = run_.plan;
  const auto keys = list_of(run_.parameters[plan.key_list]);
  const walk_request to_links = request_of_links();
  std::vector<std::vector<orm_cell>> links(keys.size());
  std::vector<orm_cell> values;
  walk(run_, rows_, to_links).visit([&](std::size_t lane, const stored_row& row) {
    const orm_cell& value = row.cells[plan.link_field];
    if (is_null(value)) return true;
    links[lane].push_back(value);
    values.push_back(value);
    return true;
  });
  const auto before = [](const orm_cell& left, const orm_cell& right) { return compare_cells(left, right) < 0; };
  std::sort(values.begin(), values.end(), before);
  values.erase(std::unique(values.begin(), values.end(), equal_cells), values.end());
  walk_request to_rows{*plan.where, plan.linked.path, run_.parameters, now_, plan.linked.field};
  to_rows.keys = values;
  std::vector<cell_rows> by_value(values.size());
  const bool first = plan.has_flag(ORM_STATEMENT_FIRST_PER_KEY);
  walk(run_, rows_, to_rows).visit([&](std::size_t lane, const stored_row& row) {
    if (first || filter_.matches(row.cells)) by_value[lane].push_back(row.cells);
    return true;
  });
  std::vector<cell_rows> by_key(keys.size());
  for (std::size_t i = 0; i < keys.size(); ++i) {  // a value that is linked twice leads to the same rows: once a key
    std::unordered_set<std::size_t> seen;
    for (const orm_cell& value : links[i]) {
      const auto at =
          static_cast<std::size_t>(std::lower_bound(values.begin(), values.end(), value, before) - values.begin());
      if (seen.insert(at).second) by_key[i].insert(by_key[i].end(), by_value[at].begin(), by_value[at].end());
    }
  }
  return by_key;
}

bool reader::push_page_of_key(std::int64_t ordinal, cell_rows& rows) {
  const kv_plan& plan = run_.plan;
  if (plan.has_flag(ORM_STATEMENT_FIRST_PER_KEY)) {
    const std::uint32_t id = run_.model().id;
    const auto first = std::min_element(rows.begin(), rows.end(), [&](const orm_cell* left, const orm_cell* right) {
      return compare_cells(left[id], right[id]) < 0;
    });
    return first == rows.end() || !filter_.matches(*first) || run_.push(ordinal, *first);
  }
  row_page page = this->page();
  if (page.complete()) return true;
  if (!plan.order.empty() && (plan.is_through() || !plan.path.ordered)) {
    sort_rows(plan.order, rows, page.rows_needed());
  }
  for (const orm_cell* row : rows) {
    if (page.accepts(row) && !run_.push(ordinal, row)) return false;
    if (page.complete()) break;
  }
  return true;
}

void reader::aggregate() {
  const kv_plan& plan = run_.plan;
  walk_request request{*plan.where, plan.path, run_.parameters, now_};
  request.keep = false;
  row_aggregation totals(run_.model(), plan.where->model_index(), plan.group, plan.aggregates);
  walk(run_, rows_, request).visit([&](std::size_t, const stored_row& row) {
    if (filter_.matches(row.cells)) totals.add(row.cells);
    return true;
  });
  totals.finish([&](std::span<const orm_cell> cells) {
    return push_row(run_.sink, cells.data(), static_cast<std::uint32_t>(cells.size()));
  });
}

std::vector<stored_row> reader::targets() {
  const kv_plan& plan = run_.plan;
  const bool first = plan.has_flag(ORM_STATEMENT_FIRST);
  walk_request request{*plan.where, plan.path, run_.parameters, now_};
  request.wanted = first ? 1 : 0;
  std::vector<stored_row> found;
  walk(run_, rows_, request).visit([&](std::size_t, const stored_row& row) {
    if (filter_.matches(row.cells)) found.push_back(row);
    return !(first && plan.path.ordered && !found.empty());
  });
  if (first && found.size() > 1) {
    std::swap(found.front(), *std::min_element(found.begin(), found.end(), [&](const auto& left, const auto& right) {
                return compare_rows(plan.order, left.cells, right.cells) < 0;
              }));
    found.resize(1);
  }
  return found;
}

}  // namespace orm::sdk::kv
