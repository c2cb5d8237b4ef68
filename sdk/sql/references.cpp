// Rows that are written may refer to nothing; keys that are given up, or deleted, may still be referred to.
#include <orm/sdk/driver.hpp>
#include <orm/sdk/sql/references.hpp>

#include <algorithm>
#include <span>

namespace orm::sdk::sql {

namespace {

template <class Visit>
void visit_references(const orm_schema& schema, Visit&& visit) {
  for (std::uint32_t m = 0; m < schema.model_count; ++m) {
    const orm_model& from = model(schema, m);
    for (std::uint32_t i = 0; i < from.field_count; ++i) {
      if (is_reference(field(from, i))) visit(referring_field{m, i}, field(from, i));
    }
  }
}

}  // namespace

std::vector<bool> reached_by_delete(const orm_schema& schema, std::uint32_t from) {
  std::vector<bool> out(schema.model_count);
  std::vector<std::uint32_t> open{from};
  while (!open.empty()) {
    const std::uint32_t last = open.back();
    open.pop_back();
    if (out[last]) continue;
    out[last] = true;
    visit_references(schema, [&](const referring_field& by, const orm_field& f) {
      if (f.references_model == last && f.on_delete == ORM_ON_DELETE_CASCADE) open.push_back(by.model);
    });
  }
  return out;
}

std::vector<referring_field> violable_references(const orm_schema& schema, const orm_statement& write) {
  std::vector<referring_field> out;
  if (write.kind == ORM_DELETE) {
    const std::vector<bool> gone = reached_by_delete(schema, write.model);
    visit_references(schema, [&](const referring_field& by, const orm_field& f) {
      if (f.on_delete == ORM_ON_DELETE_NO_ACTION && gone[f.references_model]) out.push_back(by);
    });
    return out;
  }
  const auto given = columns(write);
  const auto changed = assignments(write);
  const auto assigns = [&](std::uint32_t index) {
    return std::any_of(changed.begin(), changed.end(), [&](const orm_assignment& a) { return a.field == index; });
  };
  visit_references(schema, [&](const referring_field& by, const orm_field& f) {
    const bool written = by.model == write.model &&
                         (assigns(by.field) || std::find(given.begin(), given.end(), by.field) != given.end());
    if (written || (f.references_model == write.model && assigns(f.references_field))) out.push_back(by);
  });
  return out;
}

}  // namespace orm::sdk::sql
