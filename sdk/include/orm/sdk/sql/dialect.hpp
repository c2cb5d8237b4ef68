// What differs from one SQL store to the next. The compilers ask a dialect for every text that is not the same
// everywhere; a new store is a class of 50 to 150 lines over this one. What is not overridden is standard SQL.
//
// Dialects are immutable: any thread may use them. Functions that can't express what is asked throw driver_error.
#ifndef ORM_SDK_SQL_DIALECT_HPP
#define ORM_SDK_SQL_DIALECT_HPP

#include <orm/sdk/driver.h>
#include <orm/sdk/sql/sql_text.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace orm::sdk::sql {

// How a find that follows keys with a limit for each key is written.
enum class keyed_page : std::uint8_t {
  id_in_subquery,  // keys CROSS JOIN t ON t.id IN (SELECT id ... ORDER BY ... LIMIT)
  lateral          // keys CROSS JOIN LATERAL (SELECT ... ORDER BY ... LIMIT) t
};

// Where descriptions go.
enum class comment_style : std::uint8_t { line, statement, clause };

class dialect {
 public:
  virtual ~dialect() = default;
  virtual std::string_view name() const = 0;  // as orm.toml's [generate.sql] says it

  // ---- names, literals, placeholders
  virtual std::string quote(std::string_view identifier) const = 0;
  virtual std::string literal(std::string_view text) const;
  // What push() gives the rows that are there when it adds a column; empty where the field has no default.
  std::string default_literal(const orm_field& field) const;
  std::string table(const orm_model& model) const;  // with its namespace, where there is one
  virtual bool has_namespaces() const { return false; }
  virtual std::size_t identifier_limit() const = 0;  // bytes; 0: none
  virtual bool numbered() const { return true; }     // one placeholder can stand in several places
  virtual std::string placeholder(std::size_t number) const = 0;
  command finish(const sql_text& text) const;

  // ---- filters and order
  virtual sql_text null_safe_equal(const sql_text& left, const sql_text& right) const = 0;
  virtual sql_text fold(const sql_text& text) const;  // ASCII case folding
  // A column that compares, groups and sorts by its bytes whatever the table says; itself where it always does.
  virtual sql_text exact(const sql_text& column, std::uint16_t type) const;
  // A column as the key that it leads to is compared with it: by the key's own rules, as a parameter would be.
  virtual sql_text leading(const sql_text& column, std::uint16_t type) const;
  virtual sql_text contains(const sql_text& text, const sql_text& part) const = 0;
  virtual sql_text starts_with(const sql_text& text, const bind& prefix, bool folded) const = 0;
  virtual sql_text ends_with(const sql_text& text, const sql_text& suffix) const = 0;
  virtual sql_text in_list(const sql_text& value, const bind& list, bool folded) const = 0;
  // An expression that sorts and compares as FORMATS.md demands, and what a parameter becomes to be compared with it.
  virtual sql_text sort_key(const sql_text& column, std::uint16_t type) const;
  virtual bind_form sort_form(std::uint16_t type) const;
  virtual const char* order_suffix(bool descending, bool nullable) const;
  // Whether (a, b) > (SELECT c, d ...) is served by an index; else (a, b) > ((SELECT c ...), (SELECT d ...)).
  virtual bool compares_row_with_subquery() const { return true; }
  // Whether a page after a cursor in an order that begins with nulls takes the cursor's values from scalar subqueries,
  // else from a join with the cursor's row.
  virtual bool reads_cursor_by_scalars() const { return false; }
  // A column of such a subquery, written so that it does not keep the index from being used.
  virtual sql_text row_part(const sql_text& column) const { return column; }
  virtual sql_text limit(const sql_text& take, const sql_text& skip) const;

  // ---- keyed finds: a table k with the columns value and ordinal over a list parameter
  virtual sql_text keys(const bind& list) const = 0;
  virtual const char* key_ordinal() const { return "k.ordinal"; }            // from 0
  virtual const char* first_ordinal() const { return "CAST(1 AS bigint)"; }  // as row_number() gives it
  virtual keyed_page paging() const = 0;

  // ---- aggregates and writes
  virtual sql_text aggregate(std::uint32_t kind, std::uint16_t type, const sql_text& column) const;
  virtual sql_text arithmetic(std::uint32_t kind, std::uint16_t type, const sql_text& column,
                              const sql_text& operand) const;
  virtual bool has_returning() const { return true; }
  virtual bool tells_last_id() const { return false; }  // the client library does, so that RETURNING is spared
  virtual bool limits_writes() const { return false; }  // UPDATE and DELETE take ORDER BY and LIMIT, no subquery on t
  virtual bool sees_own_updates() const { return false; }  // in subqueries of an UPDATE's condition
  virtual bool names_references() const { return true; }   // the one that is violated
  virtual bool counts_cascaded() const { return true; }    // rows of a DELETE that its own cascade removed first
  virtual const char* row_lock() const { return ""; }      // ends the subquery that finds the one row to write
  virtual const char* no_columns() const { return "DEFAULT VALUES"; }
  // A table v with the columns c0, c1, ... and ordinal over lists of equal length; empty: rows are written one by one.
  virtual sql_text list_rows(std::span<const bind> lists) const;
  virtual sql_text skip_duplicates() const { return " ON CONFLICT DO NOTHING"; }
  virtual sql_text on_conflict(const sql_text& key_columns, const sql_text& assignments) const;

  // ---- schemas
  virtual std::string column_type(const orm_field& field, bool keyed) const = 0;  // keyed: in a unique key or index
  virtual std::string column_check(const orm_field& field) const;                 // a condition, or empty
  virtual std::string increment_id() const = 0;  // what stands for type and key of a generated id
  virtual std::string byte_length(const std::string& column, std::uint16_t type) const;  // towards the limit of keys
  virtual std::string table_suffix(const orm_model& model) const;
  virtual const char* reference_suffix() const { return ""; }
  virtual bool references_any_order() const { return false; }  // a table may name one that does not exist yet
  virtual std::string index_column(const orm_field& field) const;
  virtual bool index_ends_with_id(const orm_model& model) const;  // by itself
  virtual bool needs_sort_index(const orm_field& field) const;    // its order isn't that of the column
  virtual comment_style comments() const = 0;

 protected:
  // A boolean, integer, datetime or double; text has literal().
  virtual std::string plain_literal(const orm_cell& value) const;
};

// The dialects of this library, and the one of that name; null: there is none.
const dialect& sqlite_dialect();
const dialect& postgres_dialect();
const dialect& mysql_dialect();
const dialect* find_dialect(std::string_view name);
std::span<const dialect* const> all_dialects();

}  // namespace orm::sdk::sql

#endif
