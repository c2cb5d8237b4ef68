// Opening a store, and what its sessions share.
#include "store.hpp"

#include <algorithm>
#include <iterator>

#include "session.hpp"

namespace orm::postgres {

using sdk::driver_error;

namespace {

// PostgreSQL cuts longer names without a word, and two of them may then be one.
void check_name(std::string_view name, const std::string& where) {
  if (!name.empty() && name.size() <= 63 && name.find('\0') == std::string_view::npos) return;
  throw driver_error(ORM_INVALID_SCHEMA,
                     where + ": a name has 1 to 63 bytes in PostgreSQL, \"" + std::string(name) + "\" has not");
}

[[noreturn]] void refuse_name(const std::string& where, const std::string& why) {
  throw driver_error(ORM_INVALID_SCHEMA, where + ": " + why);
}

// Every table has these columns, unseen: https://www.postgresql.org/docs/15/ddl-system-columns.html
void check_column(std::string_view name, const std::string& where) {
  constexpr std::string_view system_columns[] = {"tableoid", "xmin", "cmin", "xmax", "cmax", "ctid"};
  check_name(name, where);
  if (std::find(std::begin(system_columns), std::end(system_columns), name) == std::end(system_columns)) return;
  refuse_name(where, "every table in PostgreSQL has a column \"" + std::string(name) +
                         "\" of its own: give the field another column");
}

// Without a namespace the system catalog is looked at before any other.
void check_table(const orm_model& model, const std::string& where) {
  const std::string_view space = sdk::text_view(model.name_space);
  const std::string_view table = sdk::text_view(model.table);
  check_name(table, where);
  if (space.empty()) {
    if (!table.starts_with("pg_")) return;
    refuse_name(where,
                "tables whose names begin with \"pg_\" are PostgreSQL's own: give the model another table, or a "
                "namespace");
  }
  check_name(space, where);
  if (space.starts_with("pg_") || space == "information_schema") {
    refuse_name(where, "the namespace \"" + std::string(space) + "\" is PostgreSQL's own: give the model another");
  }
}

void check_names(const orm_schema& schema) {
  for (std::uint32_t m = 0; m < schema.model_count; ++m) {
    const orm_model& model = sdk::model(schema, m);
    const std::string where = "model \"" + std::string(sdk::text_view(model.name)) + "\"";
    check_table(model, where);
    for (std::uint32_t i = 0; i < model.field_count; ++i) {
      const orm_field& field = sdk::field(model, i);
      check_column(sdk::text_view(field.column), where + ", field \"" + std::string(sdk::text_view(field.name)) + "\"");
    }
  }
}

}  // namespace

store::store(const orm_open_arguments& arguments, PGconn* client)
    : schema_(*arguments.schema),
      options_(client == nullptr ? read_options(arguments) : read_adoption_options(arguments)),
      client_(client) {
  check_names(schema_);
  session first(*this);
  first.check_collations();
  kept_ = first.give_up_connection();
}

std::unique_ptr<connection> store::connect(const cancellation& cancel) {
  {
    const std::lock_guard lock(kept_mutex_);
    if (kept_ != nullptr) {
      kept_->watch(cancel);
      if (kept_->is_alive()) return std::move(kept_);
      kept_.reset();
    }
  }
  if (client_ != nullptr) return std::make_unique<connection>(client_, options_, cancel);
  return std::make_unique<connection>(options_, cancel);
}

std::unique_ptr<sdk::driver_session> store::open_session() { return std::make_unique<session>(*this); }

std::unique_ptr<sdk::driver_plan> store::compile(const orm_statement& statement) {
  return std::make_unique<plan>(*this, statement);
}

orm_store_info store::info() { return options_.pool.info(); }

void store::explain(const sdk::driver_plan& plan, const orm_cell*, std::uint32_t count, const sdk::text_sink& lines) {
  const auto& wanted = static_cast<const postgres::plan&>(plan);
  const bool many = wanted.rows_in(count) > 1;
  if (wanted.defers) lines(defer_all.begin);
  for (const prepared_command& each : many ? wanted.before_rows : wanted.before) lines(each.text.sql);
  lines((many ? wanted.main_rows : wanted.main).text.sql);
}

}  // namespace orm::postgres
