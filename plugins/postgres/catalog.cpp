// Reading PostgreSQL's catalog. Tables are found as their quoted names are found in a statement: by the search path.
#include "catalog.hpp"

#include <orm/sdk/sql/dialect.hpp>
#include <orm/sdk/value/cells.hpp>

#include <algorithm>

#include "session.hpp"

namespace orm::postgres {

namespace {

constexpr const char* columns_query =
    "SELECT a.attname::text, pg_catalog.format_type(a.atttypid, a.atttypmod), a.attnotnull::text, "
    "(a.atthasdef OR a.attidentity <> '' OR a.attgenerated <> '')::text, coalesce(l.collisdeterministic, true)::text "
    "FROM pg_catalog.pg_attribute AS a LEFT JOIN pg_catalog.pg_collation AS l ON l.oid = a.attcollation "
    "WHERE a.attrelid = pg_catalog.to_regclass($1) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum";

constexpr const char* references_query =
    "SELECT a.attname::text, c.confrelid::pg_catalog.regclass::text, b.attname::text, c.confdeltype::text, "
    "c.confrelid::text FROM pg_catalog.pg_constraint AS c "
    "JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1] "
    "JOIN pg_catalog.pg_attribute AS b ON b.attrelid = c.confrelid AND b.attnum = c.confkey[1] "
    "WHERE c.conrelid = pg_catalog.to_regclass($1) AND c.contype = 'f' AND pg_catalog.cardinality(c.conkey) = 1 "
    "ORDER BY c.conname";

// A column with nulls is wanted NULLS FIRST (indoption 2) in a plain index; the order of a unique one does not matter.
constexpr const char* indexes_query =
    "SELECT i.relname::text, x.indisunique::text, x.indisprimary::text, "
    "CASE WHEN x.indkey[k.n] = 0 OR x.indoption[k.n] & 1 <> 0 OR (NOT x.indisunique AND NOT a.attnotnull AND "
    "x.indoption[k.n] <> 2) THEN '' ELSE a.attname::text END "
    "FROM pg_catalog.pg_index AS x JOIN pg_catalog.pg_class AS i ON i.oid = x.indexrelid "
    "JOIN pg_catalog.pg_am AS m ON m.oid = i.relam AND m.amname = 'btree' "
    "CROSS JOIN LATERAL pg_catalog.generate_series(0, x.indnkeyatts - 1) AS k(n) "
    "LEFT JOIN pg_catalog.pg_attribute AS a ON a.attrelid = x.indrelid AND a.attnum = x.indkey[k.n] "
    "WHERE x.indrelid = pg_catalog.to_regclass($1) AND x.indpred IS NULL AND x.indisvalid AND x.indimmediate "
    "ORDER BY i.relname, k.n";

// A row for each column of each check.
constexpr const char* checks_query =
    "SELECT c.conname::text, a.attname::text, pg_catalog.pg_get_constraintdef(c.oid) "
    "FROM pg_catalog.pg_constraint AS c "
    "JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey) "
    "WHERE c.conrelid = pg_catalog.to_regclass($1) AND c.contype = 'c' ORDER BY c.conname, a.attname COLLATE \"C\"";

bool is_true(const std::string& text) { return text == "true"; }

}  // namespace

const existing_column* existing_table::column(std::string_view wanted) const {
  const auto found = std::find_if(columns.begin(), columns.end(),
                                  [&](const existing_column& column) { return column.name == wanted; });
  return found == columns.end() ? nullptr : &*found;
}

std::vector<std::vector<std::string>> read_rows(session& session, const std::string& sql,
                                                const std::vector<std::string>& parameters) {
  sdk::sql::command text{sql, {}};
  std::vector<orm_cell> cells;
  for (const std::string& each : parameters) {
    text.binds.push_back({static_cast<std::uint32_t>(cells.size()), sdk::sql::bind_source::parameter,
                          sdk::sql::bind_form::value, ORM_FIELD_STRING});
    cells.push_back(sdk::text_cell(each));
  }
  bind_values values;
  values.parameters = cells.data();
  const PGresult* const rows = session.run_now(make_command(text), values, {});
  std::vector<std::vector<std::string>> out;
  for (int i = 0; i < PQntuples(rows); ++i) {
    auto& row = out.emplace_back();
    for (int column = 0; column < PQnfields(rows); ++column) {
      row.emplace_back(PQgetvalue(rows, i, column), static_cast<std::size_t>(PQgetlength(rows, i, column)));
    }
  }
  return out;
}

std::vector<std::string> read_identities(session& session, const orm_schema& schema) {
  std::vector<std::string> out;
  for (std::uint32_t m = 0; m < schema.model_count; ++m) {
    const std::string name = sdk::sql::postgres_dialect().table(sdk::model(schema, m));
    out.push_back(read_rows(session, "SELECT pg_catalog.to_regclass($1)::pg_catalog.oid::text", {name})[0][0]);
  }
  return out;
}

existing_table read_table(session& session, const orm_model& model, const std::vector<std::string>& identities) {
  const std::string name = sdk::sql::postgres_dialect().table(model);
  existing_table table;
  for (auto& row : read_rows(
           session, "SELECT relkind::text FROM pg_catalog.pg_class WHERE oid = pg_catalog.to_regclass($1)", {name})) {
    table.exists = true;
    table.kind = row[0];
  }
  if (!table.exists) return table;
  for (auto& row : read_rows(session, columns_query, {name})) {
    table.columns.push_back({row[0], row[1], is_true(row[2]), is_true(row[3]), is_true(row[4])});
  }
  for (auto& row : read_rows(session, references_query, {name})) {
    existing_reference reference{row[0], ORM_NONE, row[1], row[2], row[3]};
    for (std::uint32_t m = 0; m < identities.size(); ++m) {
      if (identities[m] == row[4]) reference.target_model = m;
    }
    table.references.push_back(std::move(reference));
  }
  for (auto& row : read_rows(session, indexes_query, {name})) {
    if (table.indexes.empty() || table.indexes.back().name != row[0]) {
      table.indexes.push_back({row[0], is_true(row[1]), is_true(row[2]), {}});
    }
    table.indexes.back().columns.push_back(row[3]);
  }
  for (auto& row : read_rows(session, checks_query, {name})) {
    if (table.checks.empty() || table.checks.back().name != row[0]) table.checks.push_back({row[0], {}, row[2]});
    table.checks.back().columns.push_back(row[1]);
  }
  return table;
}

}  // namespace orm::postgres
