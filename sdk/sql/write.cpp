// Inserts, updates, upserts and deletes, with the deletes of expired rows that go before them.
#include <orm/sdk/value/cells.hpp>

#include <algorithm>
#include <vector>

#include "query_builder.hpp"

namespace orm::sdk::sql {

namespace {

class write_compiler {
 public:
  explicit write_compiler(query_builder& builder)
      : b_(builder),
        s_(builder.statement()),
        d_(builder.speaks()),
        model_(sdk::model(builder.schema(), s_.model)),
        table_(builder.open(s_.model)) {}

  compiled_statement insert();
  compiled_statement update();
  compiled_statement upsert();
  compiled_statement erase();

 private:
  sql_text values(bind_source source) const;
  sql_text assigned() const;
  sql_text target();  // the WHERE clause of an update or a delete
  bool reads_own_table() const;
  sql_text returned(std::span<const std::uint32_t> fields) const;
  void answer_with_results();
  void suspect_references();

  bool assigns(std::uint32_t field) const;
  bool assigns_key() const;
  bool assigns_referenced_field() const;
  sql_text held_key(const scope& row, std::span<const std::uint32_t> key, bind_source source) const;
  void free_keys(bind_source source, std::vector<command>& commands);
  bind values_of(std::uint32_t column) const;
  void insert_lists(const sql_text& skip, std::span<const std::uint32_t> asked);
  void free_keys_of_lists();
  void repeat_keys(std::vector<std::uint32_t>& asked);
  void purge(std::uint32_t model);
  void purge_children(std::uint32_t model, std::vector<bool>& seen);
  void purge_for_assignments();
  bool cascades_to(std::uint32_t parent, std::uint32_t target, std::vector<bool>& seen) const;
  // Whether there is a clock to judge by. In an INSERT it follows the values of however many rows.
  bool cleans() const { return s_.kind == ORM_INSERT ? s_.extra_parameters != 0 : s_.now != ORM_NONE; }

  query_builder& b_;
  const orm_statement& s_;
  const dialect& d_;
  const orm_model& model_;
  scope table_;
  compiled_statement result_;
};

// ---- the parts of a write

sql_text write_compiler::values(bind_source source) const {
  if (s_.column_count == 0) return sql_text(" ") + d_.no_columns();
  sql_list names(", ");
  sql_list given(", ");
  for (std::uint32_t i = 0; i < s_.column_count; ++i) {
    const orm_field& field = sdk::field(model_, s_.columns[i]);
    names.add(d_.quote(text_view(field.column)));
    given.add(bind{i, source, bind_form::value, field.type});
  }
  return " (" + names.text() + ") VALUES (" + given.text() + ")";
}

sql_text write_compiler::assigned() const {
  sql_list list(", ");
  for (const orm_assignment& a : assignments(s_)) {
    const orm_field& field = sdk::field(model_, a.field);
    const sql_text operand = b_.parameter(a.parameter, field);
    list.add(
        d_.quote(text_view(field.column)) + " = " +
        (a.kind == ORM_ASSIGN_SET ? operand : d_.arithmetic(a.kind, field.type, b_.column(table_, a.field), operand)));
  }
  return list.text();
}

sql_text write_compiler::returned(std::span<const std::uint32_t> fields) const {
  if (fields.empty()) return {};
  if (!d_.has_returning()) throw_unsupported("rows as the answer of a write");
  const scope bare{s_.model, {}, false};
  sql_list columns(", ");
  for (const std::uint32_t field : fields) columns.add(b_.column(bare, field));
  return " RETURNING " + columns.text();
}

void write_compiler::answer_with_results() {
  for (const std::uint32_t field : output(s_)) {
    const orm_field& f = sdk::field(model_, field);
    result_.output.push_back({cell_type_of(f.type), is_nullable(f), output_source::result, result_.result_columns++});
  }
}

// Whether the filter follows a relation to, or over, the rows that are written.
bool write_compiler::reads_own_table() const {
  const std::span<const orm_node> nodes(s_.filter, s_.filter_count);
  return std::any_of(nodes.begin(), nodes.end(), [&](const orm_node& node) {
    if (node.kind != ORM_NODE_SOME && node.kind != ORM_NODE_IS) return false;
    const orm_relation& followed = sdk::relation(b_.schema(), node.operand);
    return followed.to_model == s_.model || followed.through_model == s_.model;
  });
}

// After a delete was refused, rows that refer to its own are looked for; with one suspect alone nothing has to be.
void write_compiler::suspect_references() {
  if (d_.names_references()) return;
  for (const referring_field& by : violable_references(b_.schema(), s_)) result_.suspects.push_back({by, {}});
  if (s_.kind != ORM_DELETE || result_.suspects.size() < 2) return;
  for (suspected_reference& each : result_.suspects) {
    const scope child = b_.open(each.by.model);
    const orm_field& field = b_.field_of(child, each.by.field);
    if (field.references_model != s_.model) continue;
    const sql_text gone = " FROM " + b_.from(table_) + target() + ")";
    const sql_text refers =
        b_.column(child, each.by.field) + " IN (SELECT " + b_.column(table_, field.references_field) + gone;
    const sql_text stays = each.by.model != s_.model
                               ? sql_text()
                               : b_.column(child, model_.id) + " NOT IN (SELECT " + b_.column(table_, model_.id) + gone;
    each.find = d_.finish("SELECT 1 FROM " + b_.from(child) + where({refers, stays}) + " LIMIT 1");
  }
}

sql_text write_compiler::target() {
  const bool first = has_flag(s_, ORM_STATEMENT_FIRST) && !has_flag(s_, ORM_STATEMENT_UNIQUE);
  // A list of ids is complete before the first row is written: it depends on none of them and is the whole condition.
  const bool listed = !first && s_.kind == ORM_UPDATE && d_.sees_own_updates() && reads_own_table();
  if (!first && !listed) return where({b_.filter(table_), b_.visible(table_)});
  const sql_text id = b_.column(table_, model_.id);
  if (d_.limits_writes()) return where({b_.filter(table_), b_.visible(table_)}) + " ORDER BY " + id + " LIMIT 1";
  const scope candidate = b_.open(s_.model);
  const sql_text found = "(SELECT " + b_.column(candidate, model_.id) + " FROM " + b_.from(candidate) +
                         where({b_.filter(candidate), b_.visible(candidate)});
  if (listed) return " WHERE " + id + " IN " + found + ")";
  return " WHERE " + id + " = " + found + " ORDER BY " + b_.exact_column(candidate, model_.id) + " LIMIT 1" +
         d_.row_lock() + ")";
}

// ---- expired rows

bool write_compiler::assigns(std::uint32_t field) const {
  const auto list = assignments(s_);
  return std::any_of(list.begin(), list.end(), [&](const orm_assignment& a) { return a.field == field; });
}

bool write_compiler::assigns_key() const {
  for (std::uint32_t i = 0; i < model_.field_count; ++i) {
    if (b_.is_key(table_, i) && assigns(i)) return true;
  }
  for (const orm_field_list& key : uniques(model_)) {
    const auto fields = fields_of(key);
    if (std::any_of(fields.begin(), fields.end(), [&](std::uint32_t field) { return assigns(field); })) return true;
  }
  return false;
}

bool write_compiler::assigns_referenced_field() const {
  for (std::uint32_t m = 0; m < b_.schema().model_count; ++m) {
    const orm_model& child = sdk::model(b_.schema(), m);
    for (std::uint32_t i = 0; i < child.field_count; ++i) {
      const orm_field& field = sdk::field(child, i);
      if (field.references_model == s_.model && assigns(field.references_field)) return true;
    }
  }
  return false;
}

// Rows with the same key as the row being written; empty where the store makes a part of the key.
sql_text write_compiler::held_key(const scope& row, std::span<const std::uint32_t> key, bind_source source) const {
  sql_list parts(" AND ");
  for (const std::uint32_t field : key) {
    const auto given = columns(s_);
    const auto column = std::find(given.begin(), given.end(), field);
    if (column == given.end()) return {};
    const auto index = static_cast<std::uint32_t>(column - given.begin());
    parts.add(b_.column(row, field) + " = " +
              sql_text(bind{index, source, bind_form::value, b_.field_of(row, field).type}));
  }
  return parts.count() > 1 ? "(" + parts.text() + ")" : parts.text();
}

void write_compiler::free_keys(bind_source source, std::vector<command>& commands) {
  if (!cleans() || !has_expiry(model_)) return;
  const scope row = b_.open(s_.model);
  sql_list held(" OR ");
  for (std::uint32_t i = 0; i < model_.field_count; ++i) {
    if (b_.is_key(row, i)) held.add(held_key(row, std::span(&i, 1), source));
  }
  for (const orm_field_list& key : uniques(model_)) held.add(held_key(row, fields_of(key), source));
  if (held.empty()) return;
  const bind clock = source == bind_source::row_value
                         ? bind{0, bind_source::extra, bind_form::value, ORM_FIELD_DATETIME}
                         : bind{s_.now, source, bind_form::value, ORM_FIELD_DATETIME};
  commands.push_back(d_.finish("DELETE FROM " + b_.from(row) + " WHERE (" + held.text() + ") AND " +
                               b_.column(row, model_.expires) + " <= " + clock));
}

void write_compiler::purge(std::uint32_t model) {
  command expired = compile_purge(b_.schema(), model, d_);
  for (bind& clock : expired.binds) clock.index = s_.now;
  result_.before.push_back(std::move(expired));
}

// Expired rows keep nothing from being deleted, wherever a cascade leads.
void write_compiler::purge_children(std::uint32_t parent, std::vector<bool>& seen) {
  for (std::uint32_t m = 0; m < b_.schema().model_count; ++m) {
    const orm_model& child = sdk::model(b_.schema(), m);
    for (std::uint32_t i = 0; i < child.field_count; ++i) {
      const orm_field& field = sdk::field(child, i);
      if (field.references_model != parent || seen[m]) continue;
      if (has_expiry(child)) {
        seen[m] = true;
        purge(m);
      } else if (field.on_delete == ORM_ON_DELETE_CASCADE) {
        seen[m] = true;
        purge_children(m, seen);
      }
    }
  }
}

// Expired rows hold no key that a row is given, and keep none that it gives up.
void write_compiler::purge_for_assignments() {
  if (!cleans()) return;
  if (has_expiry(model_) && assigns_key()) purge(s_.model);
  if (!assigns_referenced_field()) return;
  std::vector<bool> seen(b_.schema().model_count);
  purge_children(s_.model, seen);
}

// Whether deleting rows of one model may delete rows of the other.
bool write_compiler::cascades_to(std::uint32_t parent, std::uint32_t target, std::vector<bool>& seen) const {
  for (std::uint32_t m = 0; m < b_.schema().model_count; ++m) {
    const orm_model& child = sdk::model(b_.schema(), m);
    for (std::uint32_t i = 0; i < child.field_count && !seen[m]; ++i) {
      const orm_field& field = sdk::field(child, i);
      if (field.references_model != parent || field.on_delete != ORM_ON_DELETE_CASCADE) continue;
      seen[m] = true;
      if (m == target || cascades_to(m, target, seen)) return true;
    }
  }
  return false;
}

// ---- the writes

compiled_statement write_compiler::insert() {
  result_.output.push_back({ORM_CELL_INTEGER, false, output_source::ordinal, 0});
  std::vector<std::uint32_t> asked;
  for (const std::uint32_t field : output(s_)) {
    const orm_field& f = sdk::field(model_, field);
    const auto given = columns(s_);
    const auto column = std::find(given.begin(), given.end(), field);
    output_column out{cell_type_of(f.type), is_nullable(f), output_source::given, 0};
    if (column != given.end()) {
      out.index = static_cast<std::uint32_t>(column - given.begin());
    } else if (is_increment(f) && d_.tells_last_id()) {
      out.source = output_source::last_id;
    } else {
      out.source = output_source::result;
      out.index = result_.result_columns++;
      asked.push_back(field);
    }
    result_.output.push_back(out);
  }
  if (s_.output_count == 0 && !has_flag(s_, ORM_STATEMENT_SKIP_DUPLICATES)) result_.output.clear();
  suspect_references();
  free_keys(bind_source::row_value, result_.before_row);
  const bool skips = has_flag(s_, ORM_STATEMENT_SKIP_DUPLICATES);
  const sql_text skip = skips ? d_.skip_duplicates() : sql_text();
  const bool lists = s_.column_count != 0 && !d_.list_rows(std::vector<bind>{values_of(0)}).empty();
  if (skips && lists) repeat_keys(asked);
  result_.main =
      d_.finish("INSERT INTO " + sql_text(d_.table(model_)) + values(bind_source::row_value) + skip + returned(asked));
  if (lists) insert_lists(skip, asked);
  return std::move(result_);
}

// All the values of one column of the rows given.
bind write_compiler::values_of(std::uint32_t column) const {
  return {column, bind_source::row_value, bind_form::list, sdk::field(model_, s_.columns[column]).type};
}

// The same rows in one statement, written in their order.
void write_compiler::insert_lists(const sql_text& skip, std::span<const std::uint32_t> asked) {
  std::vector<bind> lists;
  sql_list names(", "), values(", ");
  for (std::uint32_t i = 0; i < s_.column_count; ++i) {
    lists.push_back(values_of(i));
    names.add(d_.quote(text_view(sdk::field(model_, s_.columns[i]).column)));
    values.add("v.c" + std::to_string(i));
  }
  free_keys_of_lists();
  result_.main_rows =
      d_.finish("INSERT INTO " + sql_text(d_.table(model_)) + " (" + names.text() + ") SELECT " + values.text() +
                " FROM " + d_.list_rows(lists) + " ORDER BY v.ordinal" + skip + returned(asked));
}

// A delete for each key: an index serves each, and none would serve all of them in one condition.
void write_compiler::free_keys_of_lists() {
  if (!cleans() || !has_expiry(model_)) return;
  const scope row = b_.open(s_.model);
  const bind clock{0, bind_source::extra, bind_form::value, ORM_FIELD_DATETIME};
  const auto free_key = [&](std::span<const std::uint32_t> key) {
    std::vector<bind> lists;
    sql_list held(" AND ");
    for (const std::uint32_t field : key) {
      const auto given = columns(s_);
      const auto column = std::find(given.begin(), given.end(), field);
      if (column == given.end()) return;  // the store makes a part of the key
      held.add(b_.column(row, field) + " = v.c" + std::to_string(lists.size()));
      lists.push_back(values_of(static_cast<std::uint32_t>(column - given.begin())));
    }
    result_.before_rows.push_back(d_.finish("DELETE FROM " + b_.from(row) + " USING " + d_.list_rows(lists) +
                                            " WHERE " + held.text() + " AND " + b_.column(row, model_.expires) +
                                            " <= " + clock));
  };
  for (std::uint32_t i = 0; i < model_.field_count; ++i) {
    if (b_.is_key(row, i)) free_key(std::span(&i, 1));
  }
  for (const orm_field_list& key : uniques(model_)) free_key(fields_of(key));
}

// Has the result repeat what decides whether a row is left out.
void write_compiler::repeat_keys(std::vector<std::uint32_t>& asked) {
  std::vector<std::uint32_t> fields;
  for (std::uint32_t i = 0; i < model_.field_count; ++i) {
    if (b_.is_key(table_, i)) fields.push_back(i);
  }
  for (const orm_field_list& key : uniques(model_)) {
    for (const std::uint32_t field : fields_of(key)) {
      if (std::find(fields.begin(), fields.end(), field) == fields.end()) fields.push_back(field);
    }
  }
  for (const std::uint32_t field : fields) {
    const auto given = columns(s_);
    const auto column = std::find(given.begin(), given.end(), field);
    if (column == given.end()) continue;
    result_.repeated.push_back({result_.result_columns++, static_cast<std::uint32_t>(column - given.begin())});
    asked.push_back(field);
  }
}

compiled_statement write_compiler::update() {
  if (s_.assignment_count == 0) throw driver_error(ORM_INVALID_QUERY, "an update needs an assignment");
  answer_with_results();
  suspect_references();
  purge_for_assignments();
  const sql_text set = assigned();
  result_.main = d_.finish("UPDATE " + b_.from(table_) + " SET " + set + target() + returned(output(s_)));
  return std::move(result_);
}

compiled_statement write_compiler::upsert() {
  answer_with_results();
  suspect_references();
  free_keys(bind_source::parameter, result_.before);
  purge_for_assignments();
  sql_list key(", ");
  for (const std::uint32_t field : conflict(s_)) key.add(d_.quote(text_view(sdk::field(model_, field).column)));
  sql_text set = assigned();
  if (set.empty()) {  // an update of nothing still has to answer with the row
    const std::string id = d_.quote(text_view(sdk::field(model_, model_.id).column));
    set = id + " = " + b_.column(table_, model_.id);
  }
  result_.main = d_.finish("INSERT INTO " + b_.from(table_) + values(bind_source::parameter) +
                           d_.on_conflict(key.text(), set) + returned(output(s_)));
  return std::move(result_);
}

compiled_statement write_compiler::erase() {
  if (cleans()) {
    std::vector<bool> seen(b_.schema().model_count);
    purge_children(s_.model, seen);
  }
  if (!d_.counts_cascaded() && !has_flag(s_, ORM_STATEMENT_FIRST)) {
    std::vector<bool> seen(b_.schema().model_count);
    if (cascades_to(s_.model, s_.model, seen))
      result_.count = d_.finish("SELECT count(*) FROM " + b_.from(table_) + target());
  }
  suspect_references();
  if (d_.limits_writes()) table_.alias = d_.table(model_);  // such dialects know no alias here
  const std::string named = d_.limits_writes() ? table_.alias : b_.from(table_).text();
  result_.main = d_.finish("DELETE FROM " + sql_text(named) + target());
  return std::move(result_);
}

}  // namespace

compiled_statement compile_write(query_builder& builder) {
  write_compiler compiler(builder);
  switch (builder.statement().kind) {
    case ORM_INSERT:
      return compiler.insert();
    case ORM_UPDATE:
      return compiler.update();
    case ORM_UPSERT:
      return compiler.upsert();
    default:
      return compiler.erase();
  }
}

command compile_purge(const orm_schema& schema, std::uint32_t model_index, const dialect& dialect) {
  const orm_model& model = sdk::model(schema, model_index);
  const sql_text clock = bind{0, bind_source::parameter, bind_form::value, ORM_FIELD_DATETIME};
  return dialect.finish("DELETE FROM " + sql_text(dialect.table(model)) + " WHERE " +
                        dialect.quote(text_view(sdk::field(model, model.expires).column)) + " <= " + clock);
}

}  // namespace orm::sdk::sql
