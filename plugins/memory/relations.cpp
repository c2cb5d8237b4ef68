// Relations by index.
#include "relations.hpp"

#include <orm/sdk/value/cells.hpp>

namespace orm::memory {
namespace {

// The live rows whose field, which has that ordered key, has the value; by id. Null leads nowhere.
bool visit_equal(const table& in, std::uint32_t key, const orm_cell& value, const orm_cell* now,
                 sdk::row_visitor visit) {
  if (sdk::is_null(value)) return true;
  const auto found = in.ordered(key).between({{&value, 1}, false}, {{&value, 1}, true}, nullptr, false);
  return found.visit([&](const orm_cell* row) { return sdk::is_expired(in.model(), row, now) || visit(row); });
}

}  // namespace

relation_path::relation_path(const orm_relation& relation, table* to_table, table* through_table)
    : singular((relation.flags & ORM_RELATION_SINGULAR) != 0),
      local_field(relation.local_field),
      remote_field(relation.remote_field),
      through_remote(relation.through_remote),
      to(to_table),
      through(through_table),
      to_key(to->ordered_key_of(remote_field)),
      through_key(through == nullptr ? ORM_NONE : through->ordered_key_of(relation.through_local)) {}

bool relation_path::follow(const orm_cell& value, const orm_cell* now, sdk::row_visitor visit) const {
  if (through == nullptr) return visit_equal(*to, to_key, value, now, visit);
  return visit_equal(*through, through_key, value, now,
                     [&](const orm_cell* link) { return visit_equal(*to, to_key, link[through_remote], now, visit); });
}

const orm_cell* relation_path::first(const orm_cell& value, const orm_cell* now) const {
  const std::uint32_t id = to->model().id;
  const orm_cell* found = nullptr;
  follow(value, now, [&](const orm_cell* row) {
    if (found == nullptr || sdk::compare_cells(row[id], found[id]) < 0) found = row;
    return through != nullptr;  // directly they come by id
  });
  return found;
}

}  // namespace orm::memory
