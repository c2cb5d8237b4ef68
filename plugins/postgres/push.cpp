// push: what the schema needs and the database lacks. It only ever adds. Everything happens in one transaction, which a
// refusal, or a dry run, undoes; a lock that ends with it lets one process at a time push.
#include <orm/sdk/sql/ddl.hpp>
#include <orm/sdk/value/cells.hpp>

#include <algorithm>

#include "call.hpp"
#include "catalog.hpp"

namespace orm::postgres {

using sdk::driver_error;
using sdk::text_view;

namespace {

bool has_type(const existing_column& column, const orm_field& field) {
  switch (static_cast<orm_field_type>(field.type)) {
    case ORM_FIELD_STRING:
    case ORM_FIELD_ENUM:
      return column.type == "text" || column.type.starts_with("character varying");
    case ORM_FIELD_DATETIME:
      return column.type == "timestamp with time zone" || column.type == "timestamp(6) with time zone";
    default:
      break;
  }
  const std::string wanted = sdk::sql::postgres_dialect().column_type(field, false);
  return wanted.starts_with(column.type + " ") || wanted == column.type;
}

// The texts of a check such as CHECK ((plan = ANY (ARRAY['free'::text, 'pro'::text]))): none where it is another.
std::vector<std::string> values_in(const std::string& check) {
  std::vector<std::string> values;
  if (check.find("= ANY (ARRAY['") == std::string::npos && check.find(" = '") == std::string::npos) return values;
  for (std::size_t i = check.find('\''); i < check.size(); i = check.find('\'', i)) {
    std::string value;
    for (++i; i < check.size() && (check[i] != '\'' || check.compare(i, 2, "''") == 0); ++i) {
      value += check[i];
      if (check[i] == '\'') ++i;
    }
    values.push_back(std::move(value));
    ++i;
  }
  return values;
}

class pusher {
 public:
  pusher(session& session, const orm_schema& schema)
      : session_(session), schema_(schema), dialect_(sdk::sql::postgres_dialect()) {}

  // Applies what is missing; answers with the statements.
  std::vector<std::string> push();

 private:
  void add_name_space(const sdk::sql::ddl_statement& wanted);
  void compare_table(const existing_table& table);
  void compare_column(const existing_table& table, const existing_column& column, std::uint32_t index);
  void compare_enum(const existing_table& table, const orm_field& field);
  void compare_reference(const existing_table& table, std::uint32_t index);
  void add_column(std::uint32_t index);
  void add_size_checks(const existing_table& table);
  void add_index(const sdk::sql::index_definition& wanted, const existing_table& table);
  bool serves(const existing_index& index, const sdk::sql::index_definition& wanted) const;
  bool has_rows();

  void apply(const std::string& sql) {
    session_.run_now(sql, {&schema_, model_, true});
    applied_.push_back(sql);
  }
  // As apply(), for what rows that are there may contradict.
  void apply(const std::string& sql, orm_code contradicted, const std::string& message,
             const std::vector<std::uint32_t>& fields);
  [[noreturn]] void refuse(const std::string& message, std::vector<std::uint32_t> fields = {}) const {
    throw driver_error(ORM_INVALID_SCHEMA, message).on(model_, std::move(fields));
  }
  const orm_model& model() const { return sdk::model(schema_, model_); }
  std::string table_named() const { return "table \"" + std::string(text_view(model().table)) + "\""; }
  std::string alter() const { return "ALTER TABLE " + dialect_.table(model()) + " "; }

  session& session_;
  const orm_schema& schema_;
  const sdk::sql::dialect& dialect_;
  std::uint32_t model_ = ORM_NONE;
  std::vector<std::string> applied_;
};

std::vector<std::string> pusher::push() {
  const std::vector<std::string> identities = read_identities(session_, schema_);
  std::vector<existing_table> tables(schema_.model_count);
  for (model_ = 0; model_ < schema_.model_count; ++model_) {
    if (!identities[model_].empty()) tables[model_] = read_table(session_, model(), identities);
  }
  const std::vector<sdk::sql::index_definition> indexes = sdk::sql::index_definitions(schema_, dialect_);
  for (const sdk::sql::ddl_statement& wanted : sdk::sql::create_statements(schema_, dialect_)) {
    model_ = wanted.model;
    if (wanted.kind == sdk::sql::ddl_kind::name_space) {
      add_name_space(wanted);
    } else if (wanted.kind == sdk::sql::ddl_kind::index) {
      const auto same = [&](const sdk::sql::index_definition& index) { return index.sql == wanted.sql; };
      add_index(*std::find_if(indexes.begin(), indexes.end(), same), tables[model_]);
    } else if (!tables[model_].exists) {
      apply(wanted.sql);
    } else if (wanted.kind == sdk::sql::ddl_kind::table) {
      compare_table(tables[model_]);
    }
  }
  for (model_ = 0; model_ < schema_.model_count; ++model_) {
    if (!tables[model_].exists) continue;
    add_size_checks(tables[model_]);
    for (std::uint32_t i = 0; i < model().field_count; ++i) compare_reference(tables[model_], i);
  }
  return std::move(applied_);
}

void pusher::apply(const std::string& sql, orm_code contradicted, const std::string& message,
                   const std::vector<std::uint32_t>& fields) {
  try {
    apply(sql);
  } catch (const driver_error& error) {
    if (error.code() != contradicted) throw;
    refuse(message + " (" + sql + ")", fields);
  }
}

void pusher::add_name_space(const sdk::sql::ddl_statement& wanted) {
  const auto known =
      read_rows(session_, "SELECT nspname::text FROM pg_catalog.pg_namespace WHERE nspname = $1", {wanted.name});
  if (known.empty()) apply(wanted.sql);
}

bool pusher::has_rows() {
  return read_rows(session_, "SELECT EXISTS (SELECT 1 FROM " + dialect_.table(model()) + ")::text", {})[0][0] == "true";
}

// ---- tables that are there

void pusher::compare_table(const existing_table& table) {
  if (table.kind != "r" && table.kind != "p") refuse(table_named() + " is a view or something else that is no table");
  for (std::uint32_t i = 0; i < model().field_count; ++i) {
    const existing_column* column = table.column(text_view(sdk::field(model(), i).column));
    if (column == nullptr) {
      add_column(i);
    } else {
      compare_column(table, *column, i);
    }
  }
  for (const existing_column& column : table.columns) {
    bool known = !column.not_null || column.is_filled_in;
    for (std::uint32_t i = 0; i < model().field_count && !known; ++i) {
      known = text_view(sdk::field(model(), i).column) == column.name;
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
  if (!has_type(column, field)) {
    refuse(where + ": its type is " + column.type + ", the schema wants " + dialect_.column_type(field, false),
           {index});
  }
  if (!column.compares_by_bytes && is_compared_as_key(schema_, model_, index)) {
    throw_coarse_collation(schema_, model_, index);
  }
  if (sdk::is_id(field)) {
    const bool primary = std::any_of(table.indexes.begin(), table.indexes.end(), [&](const existing_index& each) {
      return each.primary && each.columns.size() == 1 && each.columns.front() == column.name;
    });
    if (!primary) refuse(where + " is not the primary key, which the schema wants", {index});
    if (sdk::is_increment(field) && !column.is_filled_in) {
      refuse(where + " is no identity column: nothing would generate its ids", {index});
    }
  } else if (column.not_null == sdk::is_nullable(field)) {
    refuse(where + (column.not_null ? " is NOT NULL, the schema wants it nullable"
                                    : " is nullable, the schema wants it NOT NULL"),
           {index});
  }
  if (field.type == ORM_FIELD_ENUM) compare_enum(table, field);
}

// An enum may get more values. Those that only the database has stay: rows may hold them.
void pusher::compare_enum(const existing_table& table, const orm_field& field) {
  for (const existing_check& check : table.checks) {
    if (check.columns.size() != 1 || check.columns.front() != text_view(field.column)) continue;
    std::vector<std::string> values = values_in(check.definition);
    if (values.empty()) continue;
    const std::size_t known = values.size();
    for (const orm_text& wanted : sdk::enum_values(field)) {
      const std::string value(text_view(wanted));
      if (std::find(values.begin(), values.end(), value) == values.end()) values.push_back(value);
    }
    if (values.size() == known) continue;
    std::string list;
    for (const std::string& value : values) list += (list.empty() ? "" : ", ") + dialect_.literal(value);
    const std::string name = dialect_.quote(check.name);
    apply(alter() + "DROP CONSTRAINT " + name + ", ADD CONSTRAINT " + name + " CHECK (" +
          dialect_.quote(text_view(field.column)) + " IN (" + list + "))");
  }
}

void pusher::compare_reference(const existing_table& table, std::uint32_t index) {
  const orm_field& field = sdk::field(model(), index);
  if (!sdk::is_reference(field) || table.column(text_view(field.column)) == nullptr) return;
  const orm_model& target = sdk::model(schema_, field.references_model);
  constexpr std::string_view actions[] = {"ar", "c", "n"};
  const std::string wanted = sdk::sql::reference_clause(schema_, field, dialect_);
  const existing_reference* other = nullptr;
  for (const existing_reference& found : table.references) {
    if (found.column != text_view(field.column)) continue;
    other = &found;
    if (found.target_model == field.references_model &&
        found.target_column == text_view(sdk::field(target, field.references_field).column) &&
        actions[field.on_delete].find(found.on_delete) != std::string_view::npos) {
      return;
    }
  }
  if (other != nullptr) {
    refuse(table_named() + ", column \"" + other->column + "\" references " + other->target_table + " (" +
               other->target_column + ") otherwise than the schema, which wants " + wanted,
           {index});
  }
  apply(alter() + "ADD FOREIGN KEY (" + dialect_.quote(text_view(field.column)) + ") " + wanted,
        ORM_FOREIGN_KEY_VIOLATION, "rows of " + table_named() + " refer to rows that are not there", {index});
}

void pusher::add_column(std::uint32_t index) {
  const orm_field& field = sdk::field(model(), index);
  const std::string name(text_view(field.column));
  if (sdk::is_id(field)) refuse(table_named() + " lacks the id \"" + name + "\", which can't be added", {index});
  const std::string reference = sdk::sql::reference_clause(schema_, field, dialect_);
  std::string filled_with;
  if (!sdk::is_nullable(field) && has_rows()) {
    if (reference.empty()) filled_with = dialect_.default_literal(field);
    if (filled_with.empty()) {
      refuse(table_named() + " has rows and lacks the column \"" + name +
                 "\", which is neither nullable nor has a default: make it nullable, or fill it in by a migration",
             {index});
    }
  }
  apply(alter() + "ADD COLUMN " + sdk::sql::column_definition(schema_, model_, index, dialect_) +
        (filled_with.empty() ? "" : " DEFAULT " + filled_with) + (reference.empty() ? "" : " " + reference));
  if (!filled_with.empty()) apply(alter() + "ALTER COLUMN " + dialect_.quote(name) + " DROP DEFAULT");
}

void pusher::add_size_checks(const existing_table& table) {
  const std::string key_limit = "<= " + std::to_string(sdk::key_byte_limit);
  for (const sdk::sql::size_check& wanted : sdk::sql::size_checks(model(), dialect_)) {
    // By its columns: the schema may have given its name to another since.
    std::vector<std::string> columns;
    for (const std::uint32_t field : wanted.fields) {
      columns.emplace_back(text_view(sdk::field(model(), field).column));
    }
    std::sort(columns.begin(), columns.end());
    const auto same = [&](const existing_check& check) {
      return check.columns == columns && check.definition.find(key_limit) != std::string::npos;
    };
    if (std::any_of(table.checks.begin(), table.checks.end(), same)) continue;
    const auto namesake = [&](const existing_check& check) { return check.name == wanted.name; };
    const bool taken = std::any_of(table.checks.begin(), table.checks.end(), namesake);  // the server finds another
    apply(alter() + "ADD " + (taken ? std::string() : "CONSTRAINT " + dialect_.quote(wanted.name) + " ") + "CHECK (" +
              wanted.condition + ")",
          ORM_INVALID_VALUE, "rows of " + table_named() + " have keys of more than 2,048 bytes", {});
  }
}

// ---- indexes

// Whether an index that exists does what one that is wanted would.
bool pusher::serves(const existing_index& index, const sdk::sql::index_definition& wanted) const {
  std::vector<std::string> columns;
  bool has_id = false;
  for (const std::uint32_t field : wanted.fields) {
    columns.emplace_back(text_view(sdk::field(model(), field).column));
    has_id = has_id || field == model().id;
  }
  if (wanted.unique) {
    if (!index.unique) return false;
    std::vector<std::string> found = index.columns;  // in whatever order
    std::sort(found.begin(), found.end());
    std::sort(columns.begin(), columns.end());
    return found == columns;
  }
  if (!has_id) columns.emplace_back(text_view(sdk::field(model(), model().id).column));
  return index.columns.size() >= columns.size() && std::equal(columns.begin(), columns.end(), index.columns.begin());
}

void pusher::add_index(const sdk::sql::index_definition& wanted, const existing_table& table) {
  const auto served = [&](const existing_index& index) { return serves(index, wanted); };
  if (std::any_of(table.indexes.begin(), table.indexes.end(), served)) return;
  const auto same = [&](const existing_index& index) { return index.name == wanted.name; };
  if (std::any_of(table.indexes.begin(), table.indexes.end(), same)) {
    refuse("the index \"" + wanted.name + "\" exists and differs from what the schema wants: " + wanted.sql);
  }
  apply(wanted.sql, ORM_UNIQUE_CONSTRAINT_VIOLATION,
        "rows of " + table_named() + " have the same values where the schema wants them unique", wanted.fields);
}

}  // namespace

void session::push(std::uint32_t flags, const sdk::text_sink& applied) {
  const call running(*this);
  std::vector<std::string> statements;
  start(false, ORM_ISOLATION_READ_COMMITTED);
  try {
    run_now("SELECT pg_catalog.pg_advisory_xact_lock(7303789)");  // "orm" in ASCII
    statements = pusher(*this, owner_.schema()).push();
    if ((flags & ORM_PUSH_DRY_RUN) == 0) {
      keep();
    } else {
      undo();
    }
  } catch (...) {
    undo();
    throw;
  }
  for (const std::string& sql : statements) {
    if (!applied(sql)) return;
  }
}

}  // namespace orm::postgres
