// MySQL and MariaDB: InnoDB, utf8mb4 compared by code points (which is the order of the bytes of UTF-8).
//
// An index of InnoDB takes 3,072 bytes, a character 4 of them: a text in a unique key or index is VARCHAR(255) (three
// of them fit one index), bytes there are VARBINARY(1020). Longer values, which FORMATS.md allows up to 2,048 bytes,
// are refused by such a column. Other texts are LONGTEXT.
#include <orm/sdk/driver.hpp>
#include <orm/sdk/sql/dialect.hpp>

namespace orm::sdk::sql {

namespace {

class mysql final : public dialect {
 public:
  std::string_view name() const override { return "mysql"; }
  std::size_t identifier_limit() const override { return 64; }
  bool numbered() const override { return false; }
  std::string placeholder(std::size_t) const override { return "?"; }

  std::string quote(std::string_view identifier) const override {
    std::string out = "`";
    for (const char c : identifier) {
      if (c == '`') out += '`';
      out += c;
    }
    return out + "`";
  }
  // A backslash escapes in MySQL's literals unless the session says otherwise.
  std::string literal(std::string_view text) const override {
    std::string out = "'";
    for (const char c : text) {
      if (c == '\'' || c == '\\') out += c;
      out += c;
    }
    return out + "'";
  }

  sql_text null_safe_equal(const sql_text& left, const sql_text& right) const override {
    return left + " <=> " + right;
  }
  // LOWER() folds all of Unicode here.
  sql_text fold(const sql_text& text) const override {
    sql_text out = text;
    for (char letter = 'A'; letter <= 'Z'; ++letter) {
      out = "replace(" + out + ", '" + std::string(1, letter) + "', '" +
            std::string(1, static_cast<char>(letter + ('a' - 'A'))) + "')";
    }
    return out;
  }
  sql_text contains(const sql_text& text, const sql_text& part) const override {
    return "locate(" + part + ", " + text + ") > 0";
  }
  sql_text starts_with(const sql_text& text, const bind& prefix, bool folded) const override {
    return "left(" + text + ", char_length(" + prefix + ")) = " + (folded ? fold(prefix) : sql_text(prefix));
  }
  sql_text ends_with(const sql_text& text, const sql_text& suffix) const override {
    return "right(" + text + ", char_length(" + suffix + ")) = " + suffix;
  }
  sql_text in_list(const sql_text& value, const bind& list, bool folded) const override {
    return value + " IN (SELECT " + (folded ? fold("v.value") : sql_text("v.value")) + " FROM JSON_TABLE(" +
           sql_text(list) + ", '$[*]' COLUMNS (value " + storage(list.type, true) + " PATH '$')) AS v)";
  }
  bool compares_row_with_subquery() const override { return false; }
  sql_text limit(const sql_text& take, const sql_text& skip) const override {
    return " LIMIT " + (take.empty() ? sql_text("18446744073709551615") : take) +
           (skip.empty() ? sql_text() : " OFFSET " + skip);
  }

  sql_text keys(const bind& list) const override {
    return "JSON_TABLE(" + sql_text(list) + ", '$[*]' COLUMNS (ordinal FOR ORDINALITY, value " +
           storage(list.type, true) + " PATH '$')) AS k";
  }
  const char* key_ordinal() const override { return "k.ordinal - 1"; }
  keyed_page paging() const override { return keyed_page::lateral; }

  bool has_returning() const override { return false; }
  bool tells_last_id() const override { return true; }
  bool limits_writes() const override { return true; }
  bool counts_cascaded() const override { return false; }
  const char* no_columns() const override { return "() VALUES ()"; }
  // ON DUPLICATE KEY looks at every key, not at the one that was asked for.
  sql_text skip_duplicates() const override { throw_unsupported("skipDuplicates as one statement"); }
  sql_text on_conflict(const sql_text&, const sql_text&) const override {
    throw_unsupported("upsert as one statement");
  }

  std::string column_type(const orm_field& field, bool keyed) const override {
    return storage(field.type, keyed || is_id(field)) + (is_nullable(field) ? "" : " NOT NULL") +
           (is_id(field) ? " PRIMARY KEY" : "");
  }
  std::string increment_id() const override { return "INT NOT NULL AUTO_INCREMENT PRIMARY KEY"; }
  std::string table_suffix(const orm_model& model) const override {
    const std::string_view description = text_view(model.description);
    return " ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin" +
           (description.empty() ? std::string() : " COMMENT = " + literal(description));
  }
  bool index_ends_with_id(const orm_model&) const override { return true; }  // InnoDB appends the primary key
  comment_style comments() const override { return comment_style::clause; }

 private:
  static std::string storage(std::uint16_t type, bool keyed) {
    switch (static_cast<orm_field_type>(type)) {
      case ORM_FIELD_STRING:
        return keyed ? "VARCHAR(255)" : "LONGTEXT";
      case ORM_FIELD_ENUM:
        return "VARCHAR(255)";
      case ORM_FIELD_BOOLEAN:
        return "TINYINT(1)";
      case ORM_FIELD_INTEGER:
        return "INT";
      case ORM_FIELD_BIGINT:
        return "BIGINT";
      case ORM_FIELD_DECIMAL:
        return "DECIMAL(65,30)";
      case ORM_FIELD_DOUBLE:
        return "DOUBLE";
      case ORM_FIELD_JSON:
        return "JSON";
      case ORM_FIELD_BYTES:
        return keyed ? "VARBINARY(1020)" : "LONGBLOB";
      case ORM_FIELD_DATETIME:
        return "DATETIME(6)";
    }
    throw_unsupported("fields of type " + std::to_string(type));
  }
};

}  // namespace

const dialect& mysql_dialect() {
  static const mysql instance;
  return instance;
}

}  // namespace orm::sdk::sql
