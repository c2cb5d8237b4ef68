// What dialects share: literals, table names, placeholders, and standard SQL where a store has nothing of its own.
#include <orm/sdk/driver.hpp>
#include <orm/sdk/sql/dialect.hpp>
#include <orm/sdk/value/cells.hpp>
#include <orm/sdk/value/datetime.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace orm::sdk::sql {

std::string dialect::literal(std::string_view text) const {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') out += '\'';
    out += c;
  }
  return out + "'";
}

std::string dialect::default_literal(const orm_field& field) const {
  if (!covers(field, &orm_field::default_value)) return {};
  const orm_cell& value = field.default_value;
  switch (value.type) {
    case ORM_CELL_BOOLEAN:
    case ORM_CELL_INTEGER:
    case ORM_CELL_DATETIME:
    case ORM_CELL_DOUBLE:
      return plain_literal(value);
    case ORM_CELL_TEXT:
    case ORM_CELL_DECIMAL:
    case ORM_CELL_JSON:
      return literal(text_of(value));
    default:
      return {};
  }
}

// As text that the column's type reads.
std::string dialect::plain_literal(const orm_cell& value) const {
  if (value.type == ORM_CELL_BOOLEAN) return value.as.integer != 0 ? "true" : "false";
  if (value.type == ORM_CELL_INTEGER) return literal(std::to_string(value.as.integer));
  if (value.type == ORM_CELL_DATETIME) {
    char text[datetime_length];
    return literal({text, static_cast<std::size_t>(format_datetime(value.as.integer, text) - text)});
  }
  char digits[40];
  return literal(
      {digits, static_cast<std::size_t>(std::to_chars(digits, digits + sizeof digits, value.as.real).ptr - digits)});
}

std::string dialect::table(const orm_model& model) const {
  const std::string_view space = text_view(model.name_space);
  if (space.empty()) return quote(text_view(model.table));
  if (!has_namespaces()) throw_unsupported("namespaces (model \"" + std::string(text_view(model.name)) + "\")");
  return quote(space) + "." + quote(text_view(model.table));
}

command dialect::finish(const sql_text& text) const {
  command out;
  auto next = text.binds().begin();
  for (const char c : text.text()) {
    if (c != '\0') {
      out.sql += c;
      continue;
    }
    const bind& wanted = *next++;
    auto known = numbered() ? std::find(out.binds.begin(), out.binds.end(), wanted) : out.binds.end();
    if (known == out.binds.end()) known = out.binds.insert(known, wanted);
    out.sql += placeholder(static_cast<std::size_t>(known - out.binds.begin()) + 1);
  }
  return out;
}

sql_text dialect::fold(const sql_text& text) const { return "lower(" + text + ")"; }
sql_text dialect::exact(const sql_text& column, std::uint16_t) const { return column; }
sql_text dialect::leading(const sql_text& column, std::uint16_t) const { return column; }
sql_text dialect::list_rows(std::span<const bind>) const { return {}; }
sql_text dialect::sort_key(const sql_text& column, std::uint16_t) const { return column; }
bind_form dialect::sort_form(std::uint16_t) const { return bind_form::value; }
const char* dialect::order_suffix(bool, bool) const { return ""; }

sql_text dialect::limit(const sql_text& take, const sql_text& skip) const {
  return (take.empty() ? sql_text() : " LIMIT " + take) + (skip.empty() ? sql_text() : " OFFSET " + skip);
}

sql_text dialect::aggregate(std::uint32_t kind, std::uint16_t, const sql_text& column) const {
  switch (static_cast<orm_aggregate_kind>(kind)) {
    case ORM_AGGREGATE_COUNT_ALL:
      return "count(*)";
    case ORM_AGGREGATE_COUNT:
      return "count(" + column + ")";
    case ORM_AGGREGATE_SUM:
      return "sum(" + column + ")";
    case ORM_AGGREGATE_MIN:
      return "min(" + column + ")";
    case ORM_AGGREGATE_MAX:
      return "max(" + column + ")";
  }
  throw_unsupported("aggregates of kind " + std::to_string(kind));
}

sql_text dialect::arithmetic(std::uint32_t kind, std::uint16_t, const sql_text& column, const sql_text& operand) const {
  switch (static_cast<orm_assignment_kind>(kind)) {
    case ORM_ASSIGN_SET:
      return operand;
    case ORM_ASSIGN_ADD:
      return column + " + " + operand;
    case ORM_ASSIGN_SUBTRACT:
      return column + " - " + operand;
    case ORM_ASSIGN_MULTIPLY:
      return column + " * " + operand;
  }
  throw_unsupported("assignments of kind " + std::to_string(kind));
}

sql_text dialect::on_conflict(const sql_text& key_columns, const sql_text& assignments) const {
  return " ON CONFLICT (" + key_columns + ") DO UPDATE SET " + assignments;
}

std::string dialect::column_check(const orm_field& field) const {
  if (field.type != ORM_FIELD_ENUM) return {};
  std::string values;
  for (const orm_text& value : enum_values(field)) {
    values += (values.empty() ? "" : ", ") + literal(text_view(value));
  }
  return quote(text_view(field.column)) + " IN (" + values + ")";
}

std::string dialect::byte_length(const std::string& column, std::uint16_t type) const {
  if (type == ORM_FIELD_DECIMAL) return "length(replace(replace(" + column + ", '-', ''), '.', ''))";
  return "octet_length(" + column + ")";
}

std::string dialect::table_suffix(const orm_model&) const { return {}; }

std::string dialect::index_column(const orm_field& field) const { return quote(text_view(field.column)); }
bool dialect::index_ends_with_id(const orm_model&) const { return false; }
bool dialect::needs_sort_index(const orm_field&) const { return false; }

std::span<const dialect* const> all_dialects() {
  static const std::array<const dialect*, 3> dialects = {&postgres_dialect(), &sqlite_dialect(), &mysql_dialect()};
  return dialects;
}

const dialect* find_dialect(std::string_view name) {
  for (const dialect* known : all_dialects()) {
    if (known->name() == name) return known;
  }
  return nullptr;
}

}  // namespace orm::sdk::sql
