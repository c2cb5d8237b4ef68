// PostgreSQL. Text is COLLATE "C", so that it sorts and compares by its bytes; nulls are placed in every ORDER BY that
// can meet them, and nowhere else, or the planner would not use the indexes.
#include <orm/sdk/driver.hpp>
#include <orm/sdk/sql/dialect.hpp>

namespace orm::sdk::sql {

namespace {

class postgres final : public dialect {
 public:
  std::string_view name() const override { return "postgres"; }
  bool has_namespaces() const override { return true; }
  std::size_t identifier_limit() const override { return 63; }
  std::string placeholder(std::size_t number) const override { return "$" + std::to_string(number); }

  std::string quote(std::string_view identifier) const override {
    std::string out = "\"";
    for (const char c : identifier) {
      if (c == '"') out += '"';
      out += c;
    }
    return out + "\"";
  }

  // Without backslashes a literal means the same whatever standard_conforming_strings says.
  std::string literal(std::string_view text) const override {
    if (text.find('\\') == std::string_view::npos) return dialect::literal(text);
    std::string out = "E'";
    for (const char c : text) {
      if (c == '\'' || c == '\\') out += c;
      out += c;
    }
    return out + "'";
  }

  sql_text null_safe_equal(const sql_text& left, const sql_text& right) const override {
    return left + " IS NOT DISTINCT FROM " + right;
  }
  // On columns that push made this says nothing new, and the planner drops it.
  sql_text exact(const sql_text& column, std::uint16_t type) const override {
    return is_text(type) ? column + " COLLATE \"C\"" : column;
  }
  sql_text sort_key(const sql_text& column, std::uint16_t type) const override { return exact(column, type); }
  // Two columns with collations of their own can't be compared, and a coarser one would decide for both. What comes out
  // of these has the default one, which gives way to the key's.
  sql_text leading(const sql_text& column, std::uint16_t type) const override {
    return is_text(type) ? "textin(textout(" + column + "))" : column;
  }
  sql_text fold(const sql_text& text) const override { return "lower(" + text + " COLLATE \"C\")"; }
  sql_text contains(const sql_text& text, const sql_text& part) const override {
    return "strpos(" + text + ", " + part + ") > 0";
  }
  sql_text starts_with(const sql_text& text, const bind& prefix, bool folded) const override {
    return folded ? "starts_with(" + text + ", " + fold(prefix) + ")" : text + " ^@ " + prefix;
  }
  sql_text ends_with(const sql_text& text, const sql_text& suffix) const override {
    return "right(" + text + ", length(" + suffix + ")) = " + suffix;
  }
  sql_text in_list(const sql_text& value, const bind& list, bool folded) const override {
    if (folded) return value + " IN (SELECT " + fold("v") + " FROM unnest(" + list + "::text[]) AS v)";
    const sql_text found = value + " = ANY(" + list + ")";
    if (!is_text(list.type)) return found;
    // Two conditions on one list would make an index look up every pair of its elements: IS TRUE keeps the second out.
    return "(" + found + " AND (" + exact(value, list.type) + " = ANY(" + list + ")) IS TRUE)";
  }
  const char* order_suffix(bool descending, bool nullable) const override {
    if (!nullable) return "";
    return descending ? " NULLS LAST" : " NULLS FIRST";
  }
  bool compares_row_with_subquery() const override { return false; }
  bool reads_cursor_by_scalars() const override { return true; }

  sql_text keys(const bind& list) const override {
    return "unnest(" + sql_text(list) + "::" + storage(list.type) + "[]) WITH ORDINALITY AS k(value, ordinal)";
  }
  const char* key_ordinal() const override { return "k.ordinal - 1"; }
  keyed_page paging() const override { return keyed_page::lateral; }

  sql_text aggregate(std::uint32_t kind, std::uint16_t type, const sql_text& column) const override {
    if (kind == ORM_AGGREGATE_SUM) {
      // A sum of doubles that is rounded once is made of the values themselves, by who reads the array.
      if (type == ORM_FIELD_DOUBLE) return "array_agg(" + column + ") FILTER (WHERE " + column + " IS NOT NULL)";
      return "sum(" + column + ")::numeric";
    }
    const bool least = kind == ORM_AGGREGATE_MIN;
    if (!least && kind != ORM_AGGREGATE_MAX) return dialect::aggregate(kind, type, column);
    if (type == ORM_FIELD_BOOLEAN) return (least ? "bool_and(" : "bool_or(") + column + ")";
    if (type == ORM_FIELD_BYTES) {
      return "(array_agg(" + column + " ORDER BY " + column + (least ? "" : " DESC") + ") FILTER (WHERE " + column +
             " IS NOT NULL))[1]";
    }
    return dialect::aggregate(kind, type, exact(column, type));
  }
  sql_text arithmetic(std::uint32_t kind, std::uint16_t type, const sql_text& column,
                      const sql_text& operand) const override {
    const sql_text result = dialect::arithmetic(kind, type, column, operand);
    if (type == ORM_FIELD_DECIMAL) return limited_decimal(result);
    if (type == ORM_FIELD_DOUBLE && kind == ORM_ASSIGN_MULTIPLY) return product(column, operand);
    return result;
  }
  sql_text list_rows(std::span<const bind> lists) const override {
    sql_list values(", ");
    std::string names;
    for (std::size_t i = 0; i < lists.size(); ++i) {
      values.add(sql_text(lists[i]) + "::" + storage(lists[i].type) + "[]");
      names += "c" + std::to_string(i) + ", ";
    }
    return "unnest(" + values.text() + ") WITH ORDINALITY AS v(" + names + "ordinal)";
  }

  const char* row_lock() const override { return " FOR UPDATE"; }

  std::string column_type(const orm_field& field, bool) const override {
    return std::string(storage(field.type)) + collation(field) + (is_nullable(field) ? "" : " NOT NULL") +
           (is_id(field) ? " PRIMARY KEY" : "");
  }
  std::string increment_id() const override { return "integer GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY"; }
  std::string byte_length(const std::string& column, std::uint16_t type) const override {
    return dialect::byte_length(type == ORM_FIELD_DECIMAL ? column + "::text" : column, type);
  }
  const char* reference_suffix() const override { return " DEFERRABLE INITIALLY IMMEDIATE"; }
  std::string index_column(const orm_field& field) const override {
    return quote(text_view(field.column)) + (is_nullable(field) ? " NULLS FIRST" : "");
  }
  comment_style comments() const override { return comment_style::statement; }

 private:
  static bool is_text(std::uint16_t type) { return type == ORM_FIELD_STRING || type == ORM_FIELD_ENUM; }

  // More than 1,000 digits divide by zero, which changes nothing and is told apart by its code.
  static sql_text limited_decimal(const sql_text& value) {
    const sql_text digits = "length(translate(trim_scale(" + value + ")::text, '-.', ''))";
    return "CASE WHEN " + digits + " > 1000 THEN (" + value + ") / (" + digits + " - " + digits + ") ELSE trim_scale(" +
           value + ") END";
  }

  // The product of doubles, 0 where PostgreSQL would refuse it as too small: no operand of such a product reaches 1,
  // one is below 2^-537, and with both made larger by 2^537 the product is at most a half. Nothing in here may be made
  // of the parameter alone: the planner would compute that, needed or not.
  static sql_text product(const sql_text& left, const sql_text& right) {
    const char* scale = " * 4.4989137945431964e+161::double precision";
    const sql_text least = "least(abs(" + left + "), abs(" + right + "))";
    const sql_text greatest = "greatest(abs(" + left + "), abs(" + right + "))";
    return "CASE WHEN CASE WHEN " + least + " >= 1e-161 OR " + greatest + " >= 1 THEN false ELSE (" + least + scale +
           ") * (" + greatest + scale + ") <= 0.5 END THEN abs(" + left + ") * 0 ELSE " + left + " * " + right + " END";
  }

  static const char* collation(const orm_field& field) { return is_text(field.type) ? " COLLATE \"C\"" : ""; }
  static const char* storage(std::uint16_t type) {
    switch (static_cast<orm_field_type>(type)) {
      case ORM_FIELD_STRING:
      case ORM_FIELD_ENUM:
        return "text";
      case ORM_FIELD_BOOLEAN:
        return "boolean";
      case ORM_FIELD_INTEGER:
        return "integer";
      case ORM_FIELD_BIGINT:
        return "bigint";
      case ORM_FIELD_DECIMAL:
        return "numeric";
      case ORM_FIELD_DOUBLE:
        return "double precision";
      case ORM_FIELD_JSON:
        return "jsonb";
      case ORM_FIELD_BYTES:
        return "bytea";
      case ORM_FIELD_DATETIME:
        return "timestamptz(6)";
    }
    throw_unsupported("fields of type " + std::to_string(type));
  }
};

}  // namespace

const dialect& postgres_dialect() {
  static const postgres instance;
  return instance;
}

}  // namespace orm::sdk::sql
