// push: what the schema needs and the database lacks. It only ever adds. Everything happens in one transaction, which
// a refusal, or a dry run, undoes.
#include <orm/sdk/sql/ddl.hpp>
#include <orm/sdk/value/cells.hpp>

#include <algorithm>

#include "catalog.hpp"
#include "running_call.hpp"
#include "session.hpp"
#include "write_scope.hpp"

namespace orm::sqlite {

using sdk::driver_error;
using sdk::text_view;

namespace {

class pusher {
 public:
  pusher(const connection& connection, const orm_schema& schema)
      : connection_(connection), schema_(schema), dialect_(sdk::sql::sqlite_dialect()) {}

  // Applies what is missing; answers with the statements.
  std::vector<std::string> push();

 private:
  void compare_table(std::uint32_t index, const existing_table& table);
  void compare_column(const existing_table& table, const existing_column& column, std::uint32_t index);
  void compare_reference(const existing_table& table, const orm_field& field, std::uint32_t index);
  void add_column(const existing_table& table, std::uint32_t index);
  void add_index(const sdk::sql::index_definition& wanted, const existing_table& table);
  void add_size_triggers(const sdk::sql::index_definition& wanted, const existing_table& table);
  bool serves(const existing_index& index, const sdk::sql::index_definition& wanted) const;

  void apply(const std::string& sql) {
    connection_.run(sql, {&schema_, model_, true, false});
    applied_.push_back(sql);
  }
  [[noreturn]] void refuse(const std::string& message, std::vector<std::uint32_t> fields = {}) const {
    throw driver_error(ORM_INVALID_SCHEMA, message).on(model_, std::move(fields));
  }
  const orm_model& model() const { return sdk::model(schema_, model_); }
  std::string table_named() const { return "table \"" + std::string(text_view(model().table)) + "\""; }

  const connection& connection_;
  const orm_schema& schema_;
  const sdk::sql::dialect& dialect_;
  std::uint32_t model_ = ORM_NONE;
  std::vector<std::string> applied_;
};

std::vector<std::string> pusher::push() {
  std::vector<existing_table> tables(schema_.model_count);
  for (model_ = 0; model_ < schema_.model_count; ++model_) {
    tables[model_] = read_table(connection_, text_view(model().table));
  }
  for (const sdk::sql::ddl_statement& wanted : sdk::sql::create_statements(schema_, dialect_)) {
    model_ = wanted.model;
    if (wanted.kind != sdk::sql::ddl_kind::table) continue;
    if (tables[model_].exists()) {
      compare_table(model_, tables[model_]);
    } else {
      apply(wanted.sql);
    }
  }
  for (const sdk::sql::index_definition& wanted : sdk::sql::index_definitions(schema_, dialect_)) {
    model_ = wanted.model;
    add_index(wanted, tables[model_]);
  }
  return std::move(applied_);
}

// ---- tables that are there

void pusher::compare_table(std::uint32_t index, const existing_table& table) {
  const orm_model& m = sdk::model(schema_, index);
  for (std::uint32_t i = 0; i < m.field_count; ++i) {
    const existing_column* column = table.column(text_view(sdk::field(m, i).column));
    if (column == nullptr) {
      add_column(table, i);
    } else {
      compare_column(table, *column, i);
    }
  }
  for (const existing_column& column : table.columns) {
    bool known = !column.not_null || column.has_default || column.key_position != 0;
    for (std::uint32_t i = 0; i < m.field_count && !known; ++i) {
      known = same_name(text_view(sdk::field(m, i).column), column.name);
    }
    if (!known) {
      refuse(table_named() + " has a column \"" + column.name +
             "\" that the schema lacks and that can't be left out: it is NOT NULL without a default");
    }
  }
}

void pusher::compare_column(const existing_table& table, const existing_column& column, std::uint32_t index) {
  const orm_field& field = sdk::field(model(), index);
  const std::string where = table_named() + ", column \"" + column.name + "\"";
  const std::string definition = dialect_.column_type(field, false);
  const std::string type = definition.substr(0, definition.find(' '));
  if (!same_name(column.type, type)) {
    refuse(where + ": its type is " + (column.type.empty() ? "none" : column.type) + ", the schema wants " + type,
           {index});
  }
  if (sdk::is_id(field)) {
    const auto keys = std::count_if(table.columns.begin(), table.columns.end(),
                                    [](const existing_column& c) { return c.key_position != 0; });
    if (column.key_position != 1 || keys != 1)
      refuse(where + " is not the primary key, which the schema wants", {index});
    if (sdk::is_increment(field) && table.sql.find("AUTOINCREMENT") == std::string::npos) {
      refuse(where + " lacks AUTOINCREMENT: ids of deleted rows would be used again", {index});
    }
  } else if (column.not_null == sdk::is_nullable(field)) {
    refuse(where + (column.not_null ? " is NOT NULL, the schema wants it nullable"
                                    : " is nullable, the schema wants it NOT NULL"),
           {index});
  }
  compare_reference(table, field, index);
}

void pusher::compare_reference(const existing_table& table, const orm_field& field, std::uint32_t index) {
  if (!sdk::is_reference(field)) return;
  const orm_model& target = sdk::model(schema_, field.references_model);
  const std::string_view target_column = text_view(sdk::field(target, field.references_field).column);
  constexpr const char* actions[] = {"NO ACTION", "CASCADE", "SET NULL"};
  const std::string wanted = sdk::sql::reference_clause(schema_, field, dialect_);
  for (const existing_reference& found : table.references) {
    if (!same_name(found.column, text_view(field.column))) continue;
    const bool same_target =
        same_name(found.table, text_view(target.table)) &&
        (found.target.empty() ? field.references_field == target.id : same_name(found.target, target_column));
    if (same_target && found.on_delete == actions[field.on_delete]) return;
    refuse(table_named() + ", column \"" + found.column + "\" references \"" + found.table + "\" ON DELETE " +
               found.on_delete + ", the schema wants " + wanted,
           {index});
  }
  refuse(table_named() + ", column \"" + std::string(text_view(field.column)) + "\" lacks " + wanted +
             ", which can't be added to a column that exists",
         {index});
}

void pusher::add_column(const existing_table& table, std::uint32_t index) {
  const orm_field& field = sdk::field(model(), index);
  const std::string name(text_view(field.column));
  if (sdk::is_id(field)) refuse(table_named() + " lacks the id \"" + name + "\", which can't be added", {index});
  const std::string reference = sdk::sql::reference_clause(schema_, field, dialect_);
  std::string filled_with;
  if (!sdk::is_nullable(field) && has_rows(connection_, table.name)) {
    if (reference.empty()) filled_with = dialect_.default_literal(field);
    if (filled_with.empty()) {
      refuse(table_named() + " has rows and lacks the column \"" + name +
                 "\", which is neither nullable nor has a default: make it nullable, or fill it in by a migration",
             {index});
    }
  }
  apply("ALTER TABLE " + dialect_.table(model()) + " ADD COLUMN " +
        sdk::sql::column_definition(schema_, model_, index, dialect_) +
        (filled_with.empty() ? "" : " DEFAULT " + filled_with) + (reference.empty() ? "" : " " + reference));
}

// ---- indexes

// Whether an index that exists does what one that is wanted would.
bool pusher::serves(const existing_index& index, const sdk::sql::index_definition& wanted) const {
  if (index.sql == wanted.sql) return true;
  std::vector<std::string> columns;
  for (const std::uint32_t field : wanted.fields) {
    const orm_field& f = sdk::field(model(), field);
    if (!wanted.unique && f.type == ORM_FIELD_DECIMAL) return false;  // an expression
    columns.emplace_back(text_view(f.column));
  }
  if (wanted.unique ? !index.unique || index.columns.size() != columns.size() : index.columns.size() < columns.size()) {
    return false;
  }
  if (!wanted.unique && !dialect_.index_ends_with_id(model())) {
    const std::string id(text_view(sdk::field(model(), model().id).column));
    const bool has_id = std::any_of(columns.begin(), columns.end(), [&](const auto& name) { return name == id; });
    if (!has_id) columns.push_back(id);
    if (index.columns.size() < columns.size()) return false;
  }
  return std::equal(columns.begin(), columns.end(), index.columns.begin(), same_name);
}

void pusher::add_index(const sdk::sql::index_definition& wanted, const existing_table& table) {
  if (table.exists()) add_size_triggers(wanted, table);
  const auto served = [&](const existing_index& index) { return serves(index, wanted); };
  if (std::any_of(table.indexes.begin(), table.indexes.end(), served)) return;
  if (!read_object(connection_, wanted.name).empty()) {
    refuse("the index \"" + wanted.name + "\" exists and differs from what the schema wants: " + wanted.sql);
  }
  try {
    apply(wanted.sql);
  } catch (const driver_error& error) {
    if (error.code() != ORM_UNIQUE_CONSTRAINT_VIOLATION) throw;
    refuse("rows of " + table_named() + " have the same values where the schema wants them unique (" + wanted.sql + ")",
           wanted.fields);
  }
}

// A check belongs to a table's text and can't be added later; triggers can.
void pusher::add_size_triggers(const sdk::sql::index_definition& wanted, const existing_table& table) {
  const std::string check = sdk::sql::key_size_condition(model(), wanted.fields, dialect_);
  if (check.empty() || table.sql.find(check) != std::string::npos) return;
  const std::string condition = sdk::sql::key_size_condition(model(), wanted.fields, dialect_, "NEW.");
  for (const char* event : {"INSERT", "UPDATE"}) {
    const std::string name = wanted.name + "_size_" + event;
    if (!read_object(connection_, name).empty()) continue;
    apply("CREATE TRIGGER " + dialect_.quote(name) + " BEFORE " + event + " ON " + dialect_.table(model()) +
          " WHEN NOT (" + condition + ") BEGIN SELECT RAISE(ABORT, 'a key is longer than 2048 bytes'); END");
  }
}

}  // namespace

void session::push(std::uint32_t flags, const sdk::text_sink& applied) {
  const running_call running(state_);
  const client_call call = client_use();
  std::vector<std::string> statements;
  {
    write_scope scope(*this, true);
    statements = pusher(*connection_, owner_.schema()).push();
    if ((flags & ORM_PUSH_DRY_RUN) == 0) scope.keep();
  }
  for (const std::string& sql : statements) {
    if (!applied(sql)) return;
  }
}

}  // namespace orm::sqlite
