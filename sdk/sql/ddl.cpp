// Tables, references and comments of a schema.
#include <orm/sdk/driver.hpp>
#include <orm/sdk/sql/ddl.hpp>
#include <orm/sdk/value/cells.hpp>

#include <algorithm>
#include <set>

#include "names.hpp"

namespace orm::sdk::sql {

namespace {

bool has_variable_length(std::uint16_t type) {
  return type == ORM_FIELD_STRING || type == ORM_FIELD_ENUM || type == ORM_FIELD_BYTES || type == ORM_FIELD_DECIMAL;
}

// In a unique key or an index, or what a reference points to or from.
bool is_keyed(const orm_schema& schema, std::uint32_t model_index, std::uint32_t index) {
  const orm_model& m = model(schema, model_index);
  const orm_field& f = field(m, index);
  if (is_id(f) || is_unique(f) || is_reference(f)) return true;
  const auto holds = [&](const orm_field_list& list) {
    const auto fields = fields_of(list);
    return std::find(fields.begin(), fields.end(), index) != fields.end();
  };
  return std::any_of(uniques(m).begin(), uniques(m).end(), holds) ||
         std::any_of(indexes(m).begin(), indexes(m).end(), holds);
}

void visit(const orm_schema& schema, std::uint32_t index, std::vector<bool>& seen, std::vector<std::uint32_t>& order) {
  if (seen[index]) return;
  seen[index] = true;
  const orm_model& m = model(schema, index);
  for (std::uint32_t i = 0; i < m.field_count; ++i) {
    if (is_reference(field(m, i))) visit(schema, field(m, i).references_model, seen, order);
  }
  order.push_back(index);
}

std::string one_line(std::string_view text) {
  std::string out(text);
  std::replace_if(
      out.begin(), out.end(), [](unsigned char c) { return c < ' '; }, ' ');
  return out;
}

class table_writer {
 public:
  table_writer(const orm_schema& schema, const dialect& dialect) : schema_(schema), dialect_(dialect) {}

  std::vector<ddl_statement> write();

 private:
  void name_space(const orm_model& m);
  void table(std::uint32_t index);
  void comments(std::uint32_t index);
  bool can_reference(std::uint32_t from, const orm_field& f) const;

  const orm_schema& schema_;
  const dialect& dialect_;
  std::vector<ddl_statement> out_;
  std::vector<ddl_statement> later_;  // references to tables that come after
  std::set<std::string> name_spaces_;
  std::vector<bool> written_;
};

std::vector<ddl_statement> table_writer::write() {
  written_.assign(schema_.model_count, false);
  const std::vector<index_definition> indexes = index_definitions(schema_, dialect_);
  for (const std::uint32_t m : creation_order(schema_)) {
    name_space(model(schema_, m));
    table(m);
    for (const index_definition& index : indexes) {
      if (index.model == m) out_.push_back({ddl_kind::index, m, index.name, index.sql});
    }
    comments(m);
    written_[m] = true;
  }
  out_.insert(out_.end(), later_.begin(), later_.end());
  return std::move(out_);
}

void table_writer::name_space(const orm_model& m) {
  const std::string name(text_view(m.name_space));
  if (name.empty() || !name_spaces_.insert(name).second) return;
  out_.push_back({ddl_kind::name_space, ORM_NONE, name, "CREATE SCHEMA IF NOT EXISTS " + dialect_.quote(name)});
}

bool table_writer::can_reference(std::uint32_t from, const orm_field& f) const {
  if (dialect_.references_any_order() || written_[f.references_model]) return true;
  return f.references_model == from && is_id(field(schema_, from, f.references_field));
}

void table_writer::table(std::uint32_t index) {
  const orm_model& m = model(schema_, index);
  const bool lines = dialect_.comments() == comment_style::line;
  struct entry {
    std::string text;
    std::string_view description;
  };
  std::vector<entry> entries;
  for (std::uint32_t i = 0; i < m.field_count; ++i) {
    const orm_field& f = field(m, i);
    std::string text = column_definition(schema_, index, i, dialect_);
    const std::string_view description = text_view(f.description);
    if (dialect_.comments() == comment_style::clause && !description.empty()) {
      text += " COMMENT " + dialect_.literal(description);
    }
    entries.push_back({std::move(text), description});
  }
  for (const size_check& check : size_checks(m, dialect_)) {
    entries.push_back({"CONSTRAINT " + dialect_.quote(check.name) + " CHECK (" + check.condition + ")", {}});
  }
  for (std::uint32_t i = 0; i < m.field_count; ++i) {
    const orm_field& f = field(m, i);
    if (!is_reference(f)) continue;
    const std::string clause =
        "FOREIGN KEY (" + dialect_.quote(text_view(f.column)) + ") " + reference_clause(schema_, f, dialect_);
    if (can_reference(index, f)) {
      entries.push_back({clause, {}});
    } else {
      later_.push_back({ddl_kind::reference, index, std::string(text_view(f.column)),
                        "ALTER TABLE " + dialect_.table(m) + " ADD " + clause});
    }
  }
  std::string sql = "CREATE TABLE " + dialect_.table(m) + " (";
  if (lines && m.description.size != 0) sql += " -- " + one_line(text_view(m.description));
  for (std::size_t i = 0; i < entries.size(); ++i) {
    sql += "\n  " + entries[i].text + (i + 1 < entries.size() ? "," : "");
    if (lines && !entries[i].description.empty()) sql += " -- " + one_line(entries[i].description);
  }
  sql += "\n)" + dialect_.table_suffix(m);
  out_.push_back({ddl_kind::table, index, std::string(text_view(m.table)), std::move(sql)});
}

void table_writer::comments(std::uint32_t index) {
  if (dialect_.comments() != comment_style::statement) return;
  const orm_model& m = model(schema_, index);
  const std::string name(text_view(m.table));
  if (m.description.size != 0) {
    out_.push_back({ddl_kind::comment, index, name,
                    "COMMENT ON TABLE " + dialect_.table(m) + " IS " + dialect_.literal(text_view(m.description))});
  }
  for (std::uint32_t i = 0; i < m.field_count; ++i) {
    const orm_field& f = field(m, i);
    if (f.description.size == 0) continue;
    out_.push_back({ddl_kind::comment, index, name,
                    "COMMENT ON COLUMN " + dialect_.table(m) + "." + dialect_.quote(text_view(f.column)) + " IS " +
                        dialect_.literal(text_view(f.description))});
  }
}

}  // namespace

std::vector<std::uint32_t> creation_order(const orm_schema& schema) {
  std::vector<bool> seen(schema.model_count);
  std::vector<std::uint32_t> order;
  for (std::uint32_t m = 0; m < schema.model_count; ++m) visit(schema, m, seen, order);
  return order;
}

std::string column_definition(const orm_schema& schema, std::uint32_t model_index, std::uint32_t index,
                              const dialect& dialect) {
  const orm_field& f = field(schema, model_index, index);
  std::string text =
      dialect.quote(text_view(f.column)) + " " +
      (is_increment(f) ? dialect.increment_id() : dialect.column_type(f, is_keyed(schema, model_index, index)));
  const std::string check = dialect.column_check(f);
  return check.empty() ? text : text + " CHECK (" + check + ")";
}

std::string reference_clause(const orm_schema& schema, const orm_field& f, const dialect& dialect) {
  if (!is_reference(f)) return {};
  const orm_model& target = model(schema, f.references_model);
  std::string text = "REFERENCES " + dialect.table(target) + " (" +
                     dialect.quote(text_view(field(target, f.references_field).column)) + ")";
  switch (static_cast<orm_on_delete>(f.on_delete)) {
    case ORM_ON_DELETE_CASCADE:
      text += " ON DELETE CASCADE";
      break;
    case ORM_ON_DELETE_SET_NULL:
      text += " ON DELETE SET NULL";
      break;
    case ORM_ON_DELETE_NO_ACTION:
      break;
  }
  return text + dialect.reference_suffix();
}

std::string key_size_condition(const orm_model& m, std::span<const std::uint32_t> key, const dialect& dialect,
                               const std::string& row) {
  std::string sum;
  std::size_t parts = 0;
  for (const std::uint32_t index : key) {
    const orm_field& f = field(m, index);
    if (!has_variable_length(f.type)) continue;
    std::string length = dialect.byte_length(row + dialect.quote(text_view(f.column)), f.type);
    if (is_nullable(f)) length = "coalesce(" + length + ", 0)";
    sum += (sum.empty() ? "" : " + ") + length;
    ++parts;
  }
  return parts < 2 ? std::string() : sum + " <= " + std::to_string(key_byte_limit);
}

std::vector<size_check> size_checks(const orm_model& m, const dialect& dialect) {
  std::vector<size_check> out;
  for (const std::span<const orm_field_list> lists : {uniques(m), indexes(m)}) {
    for (const orm_field_list& key : lists) {
      std::string condition = key_size_condition(m, fields_of(key), dialect);
      const auto same = [&](const size_check& known) { return known.condition == condition; };
      if (condition.empty() || std::any_of(out.begin(), out.end(), same)) continue;
      std::string name(text_view(m.table));
      size_check check;
      check.key.assign(fields_of(key).begin(), fields_of(key).end());
      for (const std::uint32_t index : fields_of(key)) {
        name += "_" + std::string(text_view(field(m, index).column));
        if (has_variable_length(field(m, index).type)) check.fields.push_back(index);
      }
      // Joined by what a name may contain, unlike columns can make the same name.
      const auto taken = [&](const size_check& known) { return known.name == check.name; };
      for (std::uint32_t attempt = 0; check.name.empty() || std::any_of(out.begin(), out.end(), taken); ++attempt) {
        check.name = limited_name(name + "_size", dialect.identifier_limit(), attempt);
      }
      check.condition = std::move(condition);
      out.push_back(std::move(check));
    }
  }
  return out;
}

std::vector<ddl_statement> create_statements(const orm_schema& schema, const dialect& dialect) {
  return table_writer(schema, dialect).write();
}

std::string create_script(const orm_schema& schema, const dialect& dialect) {
  std::string script;
  for (const ddl_statement& statement : create_statements(schema, dialect)) {
    script += (statement.kind == ddl_kind::table && !script.empty() ? "\n" : "") + statement.sql + ";\n";
  }
  return script;
}

}  // namespace orm::sdk::sql
