// Removing what has expired, in small commits.
#include "purge.hpp"

#include "mutation.hpp"
#include "reader.hpp"

#include <algorithm>

namespace orm::sdk::kv {
namespace {

constexpr std::size_t records_at_once = 500;
constexpr std::uint32_t entries_at_once = 1000;

// Leaves out what others changed meanwhile.
std::size_t remove_unchanged(const execution& run, std::vector<stored_row> rows) {
  while (!rows.empty()) {
    mutation change(*run.plan.where, run.store.options().can);
    for (const stored_row& row : rows) change.remove(row);
    const commit_request request = change.finish();
    const std::vector<std::uint32_t> failed = run.at.commit(request);
    if (failed.empty()) break;
    std::erase_if(rows, [&](const stored_row& row) {
      const std::string key = run.plan.where->record_key(row.cells);
      return std::any_of(failed.begin(), failed.end(),
                         [&](std::uint32_t position) { return request.conditions[position].key == key; });
    });
  }
  return rows.size();
}

// Of one page of an index; conditions make sure that an entry is not removed just when its record appears.
commit_request removal_of_dead(backend& at, const model_layout& where, std::uint32_t position,
                               std::span<const std::string> entries) {
  std::vector<std::string> keys;
  for (const std::string& entry : entries) {
    keys.push_back(where.record_prefix() + std::string(where.reference_in(position, entry)));
  }
  backend::values records;
  at.get(keys, records);
  row_set rows;
  commit_request request;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    std::string head;
    if (records[i]) {
      const stored_row row = rows.add(where, std::move(*records[i]));
      if (where.entry(position, row.cells) == entries[i]) continue;
      head = row.head;
    }
    request.conditions.push_back({keys[i], std::move(head)});
    request.entries.push_back({where.key(position).index, entries[i], false, never_expires});
  }
  return request;
}

}  // namespace

orm_statement expired_rows(const model_layout& where, orm_node& filter) {
  filter = {ORM_NODE_LE, 0, 1, where.model().expires, 0};
  orm_statement statement{};
  statement.size = sizeof statement;
  statement.kind = ORM_DELETE;
  statement.model = where.model_index();
  statement.now = statement.take = statement.skip = statement.relation = statement.key_list = ORM_NONE;
  statement.filter = &filter;
  statement.filter_count = 1;
  return statement;
}

std::uint64_t purge_records(const execution& run) {
  reader read(run);
  const std::vector<stored_row> rows = read.targets();
  const std::size_t step = run.store.options().can.atomic_commit ? records_at_once : 1;
  std::uint64_t removed = 0;
  for (std::size_t begin = 0; begin < rows.size(); begin += step) {
    run.check_cancelled();
    const auto first = rows.begin() + static_cast<std::ptrdiff_t>(begin);
    const auto last = rows.begin() + static_cast<std::ptrdiff_t>(std::min(rows.size(), begin + step));
    removed += remove_unchanged(run, {first, last});
  }
  return removed;
}

void sweep_indexes(backend& at, const model_layout& where, const std::function<void()>& before_page) {
  for (std::uint32_t i = 0; i < where.keys().size(); ++i) {
    if (!where.keys()[i].ordered) continue;
    entry_range range{where.key(i).index, {}, {}, false, false, entries_at_once};
    for (bool more = true; more;) {
      before_page();
      std::vector<std::vector<std::string>> entries;
      at.range({&range, 1}, entries);
      more = entries[0].size() == entries_at_once;
      if (entries[0].empty()) break;
      const commit_request request = removal_of_dead(at, where, i, entries[0]);
      // Where one of the records has changed just now, all of the page stay for the next sweep.
      if (!request.entries.empty()) at.commit(request);
      range.from = entries[0].back();
      range.from_open = true;
    }
  }
}

}  // namespace orm::sdk::kv
