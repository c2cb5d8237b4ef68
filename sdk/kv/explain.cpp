// What a plan would do, in words, with the names of keys as they are in the store.
#include "plan.hpp"

namespace orm::sdk::kv {
namespace {

std::string placeholders(const model_layout& where, std::uint32_t key) {
  std::string text;
  for (const std::uint32_t index : where.keys()[key].fields) {
    if (!text.empty()) text += ' ';
    text += '<' + std::string(text_view(field(where.model(), index).name)) + '>';
  }
  return text;
}

std::string key_line(const model_layout& where, std::uint32_t key) {
  if (where.is_stored_key(key)) return "get " + where.record_prefix() + placeholders(where, key);
  return "get " + where.key(key).unique_prefix + placeholders(where, key) + ", which leads to " +
         where.record_prefix() + placeholders(where, where.stored_key());
}

std::string path_line(const model_layout& where, const access_path& path, bool scans = false) {
  if (path.kind == access_kind::scan) return "scan " + where.record_prefix() + "*";
  if (path.kind == access_kind::unique) return key_line(where, path.key);
  const access_key& key = where.keys()[path.key];
  std::string line = (scans ? "scan " : "range of ") + where.key(path.key).index;
  const bool bounded =
      path.list != ORM_NONE || path.prefix != ORM_NONE || path.lower != ORM_NONE || path.upper != ORM_NONE;
  const std::size_t used = path.equal.size() + (bounded ? 1 : 0);
  for (std::size_t i = 0; i < used && i < key.fields.size(); ++i) {
    line += i == 0 ? " by " : ", ";
    line += text_view(field(where.model(), key.fields[i]).name);
  }
  if (used == 0) line += " as a whole";
  return line + (path.backward ? ", backward" : "");
}

std::string order_line(const kv_plan& plan) {
  std::string line;
  for (const orm_order& by : plan.order) {
    line += line.empty() ? "sort in the driver by " : ", ";
    line += text_view(field(plan.where->model(), by.field).name);
    if (by.descending != 0) line += " desc";
  }
  return line;
}

std::string commit_line(const kv_plan& plan) {
  const std::string records = plan.where->record_prefix() + "*";
  return plan.kind == ORM_INSERT ? "commit new " + records + " if their unique keys are free"
                                 : "commit changes of " + records + " if they are still what was read";
}

}  // namespace

void kv_store::explain(const driver_plan& of, const orm_cell*, std::uint32_t, const text_sink& lines) {
  const auto& plan = static_cast<const kv_plan&>(of);
  const bool finds_rows = plan.kind != ORM_INSERT && plan.kind != ORM_UPSERT;
  if (plan.kind == ORM_UPSERT && !lines(key_line(*plan.where, plan.conflict_key))) return;
  if (finds_rows && plan.is_through()) {
    if (!lines(path_line(*plan.through.where, plan.through.path))) return;
    if (!lines(path_line(*plan.linked.where, plan.linked.path))) return;
  } else if (finds_rows && !lines(path_line(*plan.where, plan.path, plan.scans()))) {
    return;
  }
  if (finds_rows && !plan.filter.matches_all() && !plan.path.exact && !lines("filter in the driver")) return;
  const bool sorts = !plan.order.empty() && (plan.is_through() || !plan.path.ordered);
  if (sorts && !lines(order_line(plan))) return;
  if (plan.is_write() && lines(commit_line(plan)) && plan.keyed && plan.kind != ORM_INSERT)
    lines("both in one step where the record allows");
}

}  // namespace orm::sdk::kv
