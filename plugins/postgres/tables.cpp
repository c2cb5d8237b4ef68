// What concerns whole tables: removing what expired, dropping, looking.
#include <orm/sdk/sql/ddl.hpp>
#include <orm/sdk/value/cells.hpp>

#include <algorithm>
#include <charconv>

#include "call.hpp"
#include "catalog.hpp"
#include "wire.hpp"

namespace orm::postgres {

using sdk::driver_error;
using sdk::text_view;

std::uint64_t session::purge(std::int64_t now) {
  const call running(*this);
  std::uint64_t removed = 0;
  const orm_cell clock = sdk::datetime_cell(now);
  bind_values values;
  values.parameters = &clock;
  for (std::uint32_t m = 0; m < owner_.schema().model_count; ++m) {
    if (!sdk::has_expiry(sdk::model(owner_.schema(), m))) continue;
    const auto expired = sdk::sql::compile_purge(owner_.schema(), m, sdk::sql::postgres_dialect());
    const PGresult* const done = run_now(make_command(expired), values, {&owner_.schema(), m, true});
    const std::string_view rows = PQcmdTuples(const_cast<PGresult*>(done));
    std::uint64_t count = 0;
    std::from_chars(rows.data(), rows.data() + rows.size(), count);
    removed += count;
  }
  return removed;
}

// One statement: rings of references have no order in which their tables could go one by one.
void session::reset() {
  const call running(*this);
  std::string tables;
  for (std::uint32_t m = 0; m < owner_.schema().model_count; ++m) {
    tables += (m == 0 ? "" : ", ") + sdk::sql::postgres_dialect().table(sdk::model(owner_.schema(), m));
  }
  if (!tables.empty()) run_now("DROP TABLE IF EXISTS " + tables, {&owner_.schema(), ORM_NONE, true});
}

void session::introspect(orm_sink& sink) {
  const call running(*this);
  const PGresult* const rows = run_now(
      "SELECT n.nspname::text, c.relname::text, a.attname::text, pg_catalog.format_type(a.atttypid, a.atttypmod), "
      "(NOT a.attnotnull)::text, pg_catalog.pg_get_expr(d.adbin, d.adrelid) FROM pg_catalog.pg_class AS c "
      "JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace "
      "JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped "
      "LEFT JOIN pg_catalog.pg_attrdef AS d ON d.adrelid = c.oid AND d.adnum = a.attnum "
      "WHERE c.relkind IN ('r', 'p') AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_' "
      "ORDER BY n.nspname COLLATE \"C\", c.relname COLLATE \"C\", a.attnum");
  for (int i = 0; i < PQntuples(rows); ++i) {
    orm_cell cells[6];
    for (int column = 0; column < 6; ++column) {
      const auto length = static_cast<std::size_t>(PQgetlength(rows, i, column));
      cells[column] =
          PQgetisnull(rows, i, column) != 0 ? sdk::null_cell() : sdk::text_cell({PQgetvalue(rows, i, column), length});
    }
    if (!sdk::push_row(sink, cells, 6)) return;
  }
}

bool is_compared_as_key(const orm_schema& schema, std::uint32_t index, std::uint32_t field) {
  const orm_model& model = sdk::model(schema, index);
  const orm_field& f = sdk::field(model, field);
  if (sdk::is_id(f) || sdk::is_unique(f) || sdk::is_reference(f)) return true;
  for (const orm_field_list& key : sdk::uniques(model)) {
    const auto fields = sdk::fields_of(key);
    if (std::find(fields.begin(), fields.end(), field) != fields.end()) return true;
  }
  for (std::uint32_t r = 0; r < schema.relation_count; ++r) {
    const orm_relation& relation = sdk::relation(schema, r);
    if ((relation.from_model == index && relation.local_field == field) ||
        (relation.to_model == index && relation.remote_field == field) ||
        (relation.through_model == index && (relation.through_local == field || relation.through_remote == field))) {
      return true;
    }
  }
  return false;
}

void throw_coarse_collation(const orm_schema& schema, std::uint32_t model, std::uint32_t field) {
  throw driver_error(ORM_INVALID_SCHEMA, "column \"" + std::string(text_view(sdk::field(schema, model, field).column)) +
                                             "\" of table \"" +
                                             std::string(text_view(sdk::model(schema, model).table)) +
                                             "\" has a non-deterministic collation, under which different texts are "
                                             "equal: as a key it needs COLLATE \"C\" or another deterministic one")
      .on(model, {field});
}

void session::check_collations() {
  const call running(*this);
  struct key {
    std::uint32_t model, field;
  };
  std::vector<key> keys;
  std::vector<std::string> tables;
  std::vector<orm_cell> table_cells, column_cells;
  for (std::uint32_t m = 0; m < owner_.schema().model_count; ++m) {
    const orm_model& model = sdk::model(owner_.schema(), m);
    for (std::uint32_t i = 0; i < model.field_count; ++i) {
      const std::uint16_t type = sdk::field(model, i).type;
      const bool text = type == ORM_FIELD_STRING || type == ORM_FIELD_ENUM;
      if (text && is_compared_as_key(owner_.schema(), m, i)) keys.push_back({m, i});
    }
  }
  if (keys.empty()) return;
  for (const key& each : keys) {
    const orm_model& model = sdk::model(owner_.schema(), each.model);
    tables.push_back(sdk::sql::postgres_dialect().table(model));
    column_cells.push_back(sdk::text_cell(text_view(sdk::field(model, each.field).column)));
  }
  for (const std::string& table : tables) table_cells.push_back(sdk::text_cell(table));
  const orm_cell parameters[] = {sdk::list_cell(table_cells), sdk::list_cell(column_cells)};
  bind_values values;
  values.parameters = parameters;
  sdk::sql::command query{
      "SELECT w.n::integer FROM unnest($1, $2) WITH ORDINALITY AS w(t, c, n) JOIN pg_catalog.pg_attribute AS a "
      "ON a.attrelid = pg_catalog.to_regclass(w.t) AND a.attname = w.c JOIN pg_catalog.pg_collation AS l "
      "ON l.oid = a.attcollation WHERE NOT l.collisdeterministic ORDER BY w.n LIMIT 1",
      {}};
  for (std::uint32_t i = 0; i < 2; ++i) {
    query.binds.push_back({i, sdk::sql::bind_source::parameter, sdk::sql::bind_form::list, ORM_FIELD_STRING});
  }
  const PGresult* const found = run_now(make_command(query), values, {});
  if (PQntuples(found) == 0) return;
  const auto number = get<std::uint32_t>(PQgetvalue(found, 0, 0));
  throw_coarse_collation(owner_.schema(), keys[number - 1].model, keys[number - 1].field);
}

}  // namespace orm::postgres
