// SQLite. Tables are STRICT and hold nothing that the sqlite3 shell could not use; the functions and the table that
// start with orm_ are registered on the driver's connections and stand in statements only.
#include <orm/sdk/driver.hpp>
#include <orm/sdk/sql/dialect.hpp>

#include <charconv>

namespace orm::sdk::sql {

namespace {

class sqlite final : public dialect {
 public:
  std::string_view name() const override { return "sqlite"; }
  std::size_t identifier_limit() const override { return 0; }
  std::string placeholder(std::size_t number) const override { return "?" + std::to_string(number); }

  std::string quote(std::string_view identifier) const override {
    std::string out = "\"";
    for (const char c : identifier) {
      if (c == '"') out += '"';
      out += c;
    }
    return out + "\"";
  }

  sql_text null_safe_equal(const sql_text& left, const sql_text& right) const override { return left + " IS " + right; }

  sql_text contains(const sql_text& text, const sql_text& part) const override {
    return "instr(" + text + ", " + part + ") > 0";
  }
  sql_text starts_with(const sql_text& text, const bind& prefix, bool folded) const override {
    if (folded) return "substr(" + text + ", 1, length(" + prefix + ")) = " + fold(prefix);
    bind end = prefix;
    end.form = bind_form::prefix_end;
    return "(" + text + " >= " + prefix + " AND " + text + " < " + end + ")";
  }
  sql_text ends_with(const sql_text& text, const sql_text& suffix) const override {
    // substr(x, 0) is all of x, hence the case of the empty suffix.
    return "substr(" + text + ", -length(" + suffix + "), length(" + suffix + ")) = " + suffix;
  }
  sql_text in_list(const sql_text& value, const bind& list, bool folded) const override {
    return value + " IN (SELECT " + (folded ? "lower(value)" : "value") + " FROM orm_list(" + list + "))";
  }

  // Decimals are normalised text. The key of sortable_decimal_key(), from functions that every SQLite has.
  sql_text sort_key(const sql_text& column, std::uint16_t type) const override {
    if (type != ORM_FIELD_DECIMAL) return column;
    sql_text reversed = "substr(" + column + ", 2)";
    for (char digit = '9', letter = 'a'; digit >= '0'; --digit, ++letter) {
      reversed = "replace(" + reversed + ", '" + std::string(1, digit) + "', '" + std::string(1, letter) + "')";
    }
    const sql_text point = "instr(" + column + " || '.', '.')";
    return "CASE substr(" + column + ", 1, 1) WHEN '-' THEN '0' || printf('%04d', 10001 - " + point + ") || " +
           reversed + " || '~' ELSE '1' || printf('%04d', " + point + " - 1) || " + column + " END";
  }
  bind_form sort_form(std::uint16_t type) const override {
    return type == ORM_FIELD_DECIMAL ? bind_form::sort_key : bind_form::value;
  }

  // Without an affinity of its own the value takes that of the indexed column; two columns would agree on none.
  sql_text row_part(const sql_text& column) const override { return "+" + column; }
  sql_text limit(const sql_text& take, const sql_text& skip) const override {
    return " LIMIT " + (take.empty() ? sql_text("-1") : take) + (skip.empty() ? sql_text() : " OFFSET " + skip);
  }

  sql_text keys(const bind& list) const override { return "orm_list(" + sql_text(list) + ") AS k"; }
  keyed_page paging() const override { return keyed_page::id_in_subquery; }
  bool sees_own_updates() const override { return true; }
  bool names_references() const override { return false; }
  bool counts_cascaded() const override { return false; }

  sql_text aggregate(std::uint32_t kind, std::uint16_t type, const sql_text& column) const override {
    if (kind == ORM_AGGREGATE_SUM) {
      return (type == ORM_FIELD_DOUBLE ? "orm_sum_double(" : "orm_sum_decimal(") + column + ")";
    }
    if (type == ORM_FIELD_DECIMAL && kind == ORM_AGGREGATE_MIN) return "orm_min_decimal(" + column + ")";
    if (type == ORM_FIELD_DECIMAL && kind == ORM_AGGREGATE_MAX) return "orm_max_decimal(" + column + ")";
    return dialect::aggregate(kind, type, column);
  }
  sql_text arithmetic(std::uint32_t kind, std::uint16_t type, const sql_text& column,
                      const sql_text& operand) const override {
    return std::string(function_of(kind)) + "(" + std::to_string(type) + ", " + column + ", " + operand + ")";
  }
  bool tells_last_id() const override { return true; }

  std::string column_type(const orm_field& field, bool) const override {
    return std::string(storage(field)) + (is_nullable(field) ? "" : " NOT NULL") + (is_id(field) ? " PRIMARY KEY" : "");
  }
  std::string increment_id() const override { return "INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT"; }
  std::string column_check(const orm_field& field) const override {
    const std::string column = quote(text_view(field.column));
    if (field.type == ORM_FIELD_BOOLEAN) return column + " IN (0, 1)";
    if (field.type == ORM_FIELD_INTEGER) return column + " BETWEEN -2147483648 AND 2147483647";
    return {};  // an enum may get more values later; a check could not be changed in place, and the kernel checks them
  }
  std::string byte_length(const std::string& column, std::uint16_t type) const override {
    return type == ORM_FIELD_DECIMAL ? dialect::byte_length(column, type) : "length(CAST(" + column + " AS BLOB))";
  }
  // A find by id goes straight to the row; large rows would make such a tree slow.
  std::string table_suffix(const orm_model& model) const override {
    bool without_rowid = field(model, model.id).type == ORM_FIELD_STRING;
    for (std::uint32_t i = 0; i < model.field_count; ++i) {
      const std::uint16_t type = field(model, i).type;
      if (type == ORM_FIELD_JSON || type == ORM_FIELD_BYTES) without_rowid = false;
    }
    return without_rowid ? " STRICT, WITHOUT ROWID" : " STRICT";
  }
  bool references_any_order() const override { return true; }
  std::string index_column(const orm_field& field) const override {
    return sort_key(quote(text_view(field.column)), field.type).text();
  }
  bool index_ends_with_id(const orm_model& model) const override {
    return field(model, model.id).type == ORM_FIELD_INTEGER;
  }
  bool needs_sort_index(const orm_field& field) const override { return field.type == ORM_FIELD_DECIMAL; }
  comment_style comments() const override { return comment_style::line; }

 protected:
  std::string plain_literal(const orm_cell& value) const override {
    if (value.type != ORM_CELL_DOUBLE) return std::to_string(value.as.integer);
    char digits[40];
    return std::string(digits, std::to_chars(digits, digits + sizeof digits, value.as.real).ptr);
  }

 private:
  static const char* function_of(std::uint32_t kind) {
    switch (static_cast<orm_assignment_kind>(kind)) {
      case ORM_ASSIGN_ADD:
        return "orm_add";
      case ORM_ASSIGN_SUBTRACT:
        return "orm_subtract";
      case ORM_ASSIGN_MULTIPLY:
        return "orm_multiply";
      case ORM_ASSIGN_SET:
        break;
    }
    throw_unsupported("assignments of kind " + std::to_string(kind));
  }
  static const char* storage(const orm_field& field) {
    switch (static_cast<orm_field_type>(field.type)) {
      case ORM_FIELD_STRING:
      case ORM_FIELD_ENUM:
      case ORM_FIELD_DECIMAL:
      case ORM_FIELD_JSON:
        return "TEXT";
      case ORM_FIELD_BOOLEAN:
      case ORM_FIELD_INTEGER:
      case ORM_FIELD_BIGINT:
      case ORM_FIELD_DATETIME:
        return "INTEGER";
      case ORM_FIELD_DOUBLE:
        return "REAL";
      case ORM_FIELD_BYTES:
        return "BLOB";
    }
    throw_unsupported("fields of type " + std::to_string(field.type));
  }
};

}  // namespace

const dialect& sqlite_dialect() {
  static const sqlite instance;
  return instance;
}

}  // namespace orm::sdk::sql
