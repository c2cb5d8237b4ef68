// Choosing the path to a statement's rows.
#include "plan.hpp"

#include "keyed_write.hpp"

#include <algorithm>

namespace orm::sdk::kv {
namespace {

const model_layout& layout_of(const kv_store& store, const orm_statement& statement) {
  model_of(store.schema(), statement);  // there is such a model
  return store.models()[statement.model];
}

bool is_scan(const access_path& path) { return path.kind == access_kind::scan; }

field_path path_by_field(const model_layout& where, std::uint32_t field) {
  return {&where, field, choose_access({where.keys(), where.model().id, {}, {}, field})};
}

}  // namespace

kv_plan::kv_plan(const orm_statement& statement, const kv_store& store)
    : row_plan(store.schema(), statement, layout_of(store, statement).keys(), relation_filters::refused),
      where(&layout_of(store, statement)) {
  if (kind == ORM_FIND) {
    compile_find(statement, store);
  } else if (kind != ORM_UPSERT && kind != ORM_INSERT) {
    choose_path(sdk::filter(statement), order);
  }
  if (is_write()) keyed = keyed_write_of(*this, sdk::filter(statement), store.options());
  is_lookup = kind == ORM_FIND && !has_flag(ORM_STATEMENT_KEYED) && path.kind == access_kind::unique &&
              path.list == ORM_NONE && cursor_key == ORM_NONE;
}

kv_plan::~kv_plan() = default;

void kv_plan::compile_find(const orm_statement& statement, const kv_store& store) {
  if (!has_flag(ORM_STATEMENT_KEYED)) return choose_path(sdk::filter(statement), order);
  if (statement.relation >= store.schema().relation_count) throw_malformed("there is no such relation");
  const orm_relation& relation = sdk::relation(store.schema(), statement.relation);
  if (relation.to_model != where->model_index()) throw_malformed("the relation leads to another model");
  compile_relation(relation, store);
  // The first row of a key is looked for before the filter, so that the filter must not choose the path.
  const orm_order by_id{where->model().id, 0};
  if (has_flag(ORM_STATEMENT_FIRST_PER_KEY)) return choose_path({}, {&by_id, 1});
  choose_path(sdk::filter(statement), order);
}

void kv_plan::compile_relation(const orm_relation& relation, const kv_store& store) {
  if (relation.through_model == ORM_NONE) {
    remote_field = relation.remote_field;
    return;
  }
  through = path_by_field(store.models()[relation.through_model], relation.through_local);
  link_field = relation.through_remote;
  linked = path_by_field(*where, relation.remote_field);
}

void kv_plan::choose_path(std::span<const orm_node> nodes, std::span<const orm_order> wanted) {
  const std::uint32_t id = where->model().id;
  path = choose_access({where->keys(), id, nodes, wanted, remote_field});
  // The rows of one key must be told from those of another.
  if (remote_field != ORM_NONE && path.kind != access_kind::scan &&
      std::find(path.equal.begin(), path.equal.end(), relation_key) == path.equal.end()) {
    path = choose_access({where->keys(), id, {}, wanted, remote_field});
  }
}

// An index that is gone through for its order alone, for rows that it can't tell from others, may be so to its end.
bool kv_plan::scans() const {
  const bool whole = path.kind == access_kind::index && path.equal.empty() && path.list == ORM_NONE &&
                     path.prefix == ORM_NONE && path.lower == ORM_NONE && path.upper == ORM_NONE;
  return is_scan(path) || (whole && !filter.matches_all());
}

void kv_plan::refuse_scan() const {
  if (kind == ORM_INSERT || kind == ORM_UPSERT) return;
  const auto refuse = [](const model_layout& model) {
    throw driver_error(ORM_UNSUPPORTED, "no key or index of model \"" + std::string(text_view(model.model().name)) +
                                            "\" serves this query, and scans are refused by the configuration: "
                                            "declare an index");
  };
  if (!is_through() && scans()) refuse(*where);
  if (is_through() && is_scan(through.path)) refuse(*through.where);
  if (is_through() && is_scan(linked.path)) refuse(*linked.where);
}

}  // namespace orm::sdk::kv
