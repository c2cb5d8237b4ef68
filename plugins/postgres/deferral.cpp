// What is deferred, and by which names.
#include "deferral.hpp"

#include <orm/sdk/sql/dialect.hpp>
#include <orm/sdk/sql/references.hpp>

namespace orm::postgres {

namespace {

// The table's number in the catalog; null where there is none.
std::string table_number(const orm_schema& schema, std::uint32_t model) {
  const sdk::sql::dialect& dialect = sdk::sql::postgres_dialect();
  return "pg_catalog.to_regclass(" + dialect.literal(dialect.table(sdk::model(schema, model))) + ")";
}

}  // namespace

std::vector<std::pair<std::uint32_t, std::uint32_t>> references_within(const orm_schema& schema,
                                                                       std::uint32_t deleted) {
  const std::vector<bool> gone = sdk::sql::reached_by_delete(schema, deleted);
  std::vector<std::pair<std::uint32_t, std::uint32_t>> out;
  for (std::uint32_t m = 0; m < schema.model_count; ++m) {
    if (!gone[m]) continue;
    const orm_model& child = sdk::model(schema, m);
    for (std::uint32_t i = 0; i < child.field_count; ++i) {
      const orm_field& field = sdk::field(child, i);
      if (sdk::is_reference(field) && field.on_delete == ORM_ON_DELETE_NO_ACTION && gone[field.references_model]) {
        out.emplace_back(m, field.references_model);
      }
    }
  }
  return out;
}

// The database made up the constraints' names when push added them, and knows them when the command runs. Those that
// are deferred anyway are their owner's business.
deferral defer_by_name(const orm_schema& schema, std::uint32_t deleted) {
  std::string ends;
  for (const auto& [from, to] : references_within(schema, deleted)) {
    ends += (ends.empty() ? "(" : ", (") + table_number(schema, from) + ", " + table_number(schema, to) + ")";
  }
  const std::string names =
      "SELECT pg_catalog.string_agg(pg_catalog.format('%I.%I', n.nspname, c.conname), ', ') "
      "FROM pg_catalog.pg_constraint AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.connamespace "
      "WHERE c.contype = 'f' AND c.condeferrable AND NOT c.condeferred AND c.confdeltype = 'a' "
      "AND (c.conrelid, c.confrelid) IN (" +
      ends + ")";
  const auto set = [&](const std::string& when) {
    return "DO " + sdk::sql::postgres_dialect().literal("DECLARE names text := (" + names +
                                                        "); BEGIN IF names IS NOT NULL THEN EXECUTE "
                                                        "'SET CONSTRAINTS ' || names || ' " +
                                                        when + "'; END IF; END");
  };
  return {set("DEFERRED"), set("IMMEDIATE")};
}

}  // namespace orm::postgres
