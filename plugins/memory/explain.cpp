// What a plan would do, in words.
#include <orm/sdk/rows/keys.hpp>

#include "plan.hpp"
#include "store.hpp"

#include <string>

namespace orm::memory {
namespace {

std::string path_line(const table& in, const sdk::access_path& path) {
  const std::string name(sdk::text_view(in.model().name));
  if (path.kind == sdk::access_kind::scan) return "scan " + name;
  const sdk::access_key& key = in.keys()[path.key];
  const std::string keyed = sdk::key_name(in.model(), key.fields);
  if (path.kind == sdk::access_kind::unique) return "unique index " + keyed;
  const bool bounded = !path.equal.empty() || path.list != ORM_NONE || path.prefix != ORM_NONE ||
                       path.lower != ORM_NONE || path.upper != ORM_NONE;
  return "index " + keyed + (bounded ? "" : " as a whole") + (path.backward ? " backward" : "");
}

std::string order_line(const memory_plan& plan) {
  std::string line = "sort " + std::string(sdk::text_view(plan.where->model().name)) + " by ";
  for (std::size_t i = 0; i < plan.order.size(); ++i) {
    if (i > 0) line += ", ";
    line += sdk::text_view(sdk::field(plan.where->model(), plan.order[i].field).name);
    if (plan.order[i].descending != 0) line += " desc";
  }
  return line;
}

}  // namespace

void memory_store::explain(const sdk::driver_plan& of, const orm_cell*, std::uint32_t, const sdk::text_sink& lines) {
  const auto& plan = static_cast<const memory_plan&>(of);
  const table& in = *plan.where;
  const std::string name(sdk::text_view(in.model().name));
  if (plan.kind == ORM_INSERT) {
    lines("insert into " + name);
    return;
  }
  if (plan.kind == ORM_UPSERT) {
    lines("unique index " + sdk::key_name(in.model(), in.keys()[plan.conflict_key].fields)) &&
        lines("update or insert into " + name);
    return;
  }
  if (plan.counts_table) {
    lines("size of " + name);
    return;
  }
  const bool through = plan.relation != nullptr && plan.relation->through != nullptr;
  if (through) {
    const table& by = *plan.relation->through;
    const table& to = *plan.relation->to;
    if (!lines("index " + sdk::key_name(by.model(), by.keys()[plan.relation->through_key].fields)) ||
        !lines("index " + sdk::key_name(to.model(), to.keys()[plan.relation->to_key].fields))) {
      return;
    }
  } else if (!lines(path_line(in, plan.path))) {
    return;
  }
  if (!plan.filter.matches_all() && !plan.path.exact && !lines("filter " + name)) return;
  if (!plan.order.empty() && (through || !plan.path.ordered) && !lines(order_line(plan))) return;
  if (plan.kind == ORM_UPDATE) lines("update " + name);
  if (plan.kind == ORM_DELETE) lines("delete from " + name);
}

}  // namespace orm::memory
