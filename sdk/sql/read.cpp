// Finds and aggregates.
#include <orm/sdk/value/cells.hpp>

#include <algorithm>
#include <vector>

#include "joined_rows.hpp"
#include "query_builder.hpp"

namespace orm::sdk::sql {

namespace {

class read_compiler {
 public:
  explicit read_compiler(query_builder& builder)
      : b_(builder), s_(builder.statement()), d_(builder.speaks()), table_(builder.open(s_.model)), joined_(builder) {}

  compiled_statement find();
  compiled_statement keyed_find();
  compiled_statement aggregate();
  sql_text keys_in_rows(std::uint32_t field, std::uint32_t join);

 private:
  struct target {
    sql_text from;  // tables, those of the rows last
    sql_text link;
  };
  target target_of(const orm_relation& followed, const scope& table, const sql_text& key, bool beside_keys);
  sql_text keyed_rows();
  sql_text keys(const orm_relation& followed);
  bind key_parameter(const orm_relation& followed, bind_form form) const;
  bool has_one_key() const { return has_flag(s_, ORM_STATEMENT_ONE_KEY) && s_.parent == nullptr; }
  sql_text plain_find();
  sql_text rows(const sql_text& selected);
  sql_text distinct_find();
  sql_list named_columns(std::vector<std::uint32_t> fields) const;
  bool pages() const { return s_.cursor_count != 0 || s_.take != ORM_NONE || s_.skip != ORM_NONE; }
  sql_text outputs(const scope& from) const;
  sql_text limits() const;
  sql_text reach() const;
  sql_text ordering(const scope& from) const;
  std::vector<orm_order> total_order() const;

  bool pages_from_null(const std::vector<orm_order>& keys) const;
  sql_text find_after_null_or_not(const sql_text& selected);
  sql_text after_cursor(const scope& row);
  bool is_uniform(std::span<const orm_order> keys) const;
  sql_text row_comparison(const scope& row, std::span<const orm_order> keys);
  sql_text cursor_key(const scope& at) const;
  sql_text cursor_row(const scope& at, const sql_text& selected, const sql_text& condition) const;
  sql_text from_cursor_on(const scope& row, const scope& at) const;
  bool has_plain_order(const scope& row, const orm_order& key) const {
    return d_.sort_form(b_.field_of(row, key.field).type) == bind_form::value;
  }
  sql_text later(const scope& row, const scope& at, std::size_t key) const;

  void add_output(orm_cell_type type, bool nullable) {
    result_.output.push_back({type, nullable, output_source::result, result_.result_columns++});
  }
  void add_outputs() {
    for (const std::uint32_t field : output(s_)) {
      const orm_field& f = b_.field_of(table_, field);
      add_output(cell_type_of(f.type), is_nullable(f));
    }
    joined_.each_output([&](const scope& table, std::uint32_t field) {
      add_output(cell_type_of(b_.field_of(table, field).type), true);
    });
  }

  query_builder& b_;
  const orm_statement& s_;
  const dialect& d_;
  scope table_;
  joined_rows joined_;
  compiled_statement result_;
};

// What rows are sorted by is spelled here as it is there: PostgreSQL would carry it beside each row a second time.
sql_text read_compiler::outputs(const scope& from) const {
  const auto keys = order(s_);
  sql_list columns(", ");
  for (const std::uint32_t field : output(s_)) {
    const bool sorts = std::any_of(keys.begin(), keys.end(), [&](const orm_order& key) { return key.field == field; });
    columns.add(sorts ? b_.exact_column(from, field) : b_.column(from, field));
  }
  joined_.each_output([&](const scope& table, std::uint32_t field) { columns.add(b_.column(table, field)); });
  return columns.empty() ? sql_text("1") : columns.text();
}

sql_text read_compiler::limits() const {
  return s_.take == ORM_NONE && s_.skip == ORM_NONE ? sql_text() : d_.limit(b_.amount(s_.take), b_.amount(s_.skip));
}

// How many rows a page looks at: those that it takes and those that it skips.
sql_text read_compiler::reach() const {
  const sql_text take = bind{s_.take, bind_source::parameter, bind_form::value, 0};
  if (s_.skip == ORM_NONE) return take;
  const sql_text skip = bind{s_.skip, bind_source::parameter, bind_form::value, 0};
  const char* half = ", 4611686018427387903)";  // so that the sum can't overflow
  return "least(" + take + half + " + least(" + skip + half;
}

sql_text read_compiler::ordering(const scope& from) const {
  return s_.order_count == 0 ? sql_text() : " ORDER BY " + b_.order_by(from, order(s_));
}

compiled_statement read_compiler::find() {
  add_outputs();
  if (result_.result_columns == 0) result_.result_columns = 1;  // rows without cells still come one by one
  result_.main = d_.finish(s_.distinct_count == 0 ? plain_find() : distinct_find());
  return std::move(result_);
}

sql_text read_compiler::plain_find() {
  if (joined_.empty() || !pages()) return rows(outputs(table_));
  // A page is found first, then joined: nothing is joined to the rows that it leaves out.
  std::vector<std::uint32_t> needed = joined_.local_fields();
  needed.insert(needed.end(), output(s_).begin(), output(s_).end());
  for (const orm_order& key : order(s_)) needed.push_back(key.field);
  const scope page{s_.model, "p", true};
  return "SELECT " + outputs(page) + " FROM (" + rows(named_columns(needed).text()) + ") AS p" + joined_.beside(page) +
         ordering(page);
}

sql_text read_compiler::rows(const sql_text& selected) {
  if (s_.cursor_count != 0 && pages_from_null(total_order())) return find_after_null_or_not(selected);
  sql_text text = "SELECT " + selected + " FROM " + b_.from(table_) + (pages() ? sql_text() : joined_.beside(table_)) +
                  where({b_.filter(table_), b_.visible(table_), after_cursor(table_)});
  return text + ordering(table_) + limits();
}

// Columns under the names by which those of a derived table go.
sql_list read_compiler::named_columns(std::vector<std::uint32_t> fields) const {
  std::sort(fields.begin(), fields.end());
  fields.erase(std::unique(fields.begin(), fields.end()), fields.end());
  sql_list columns(", ");
  for (const std::uint32_t field : fields) columns.add(b_.column(table_, field) + " AS f" + std::to_string(field));
  return columns;
}

// What decides which row of equals comes first; the id when nothing was asked.
std::vector<orm_order> read_compiler::total_order() const {
  std::vector<orm_order> keys(order(s_).begin(), order(s_).end());
  if (keys.empty()) keys.push_back({b_.id_of(table_), 0});
  return keys;
}

sql_text read_compiler::distinct_find() {
  if (!joined_.empty()) throw_unsupported("distinct in a find with joins");
  const std::vector<orm_order> keys = total_order();
  std::vector<std::uint32_t> needed(output(s_).begin(), output(s_).end());
  for (const orm_order& key : keys) needed.push_back(key.field);
  sql_list columns = named_columns(needed);
  sql_list equal(", ");
  for (const std::uint32_t field : distinct(s_)) equal.add(b_.exact_column(table_, field));
  columns.add("row_number() OVER (PARTITION BY " + equal.text() + " ORDER BY " + b_.order_by(table_, keys) +
              ") AS place");
  const sql_text ranked =
      "SELECT " + columns.text() + " FROM " + b_.from(table_) + where({b_.filter(table_), b_.visible(table_)});

  const scope first{s_.model, "d", true};
  return "SELECT " + outputs(first) + " FROM (" + ranked + ") AS d" + where({"d.place = 1", after_cursor(first)}) +
         " ORDER BY " + b_.order_by(first, keys) + limits();
}

// ---- cursors

// The row with the cursor's unique key.
sql_text read_compiler::cursor_key(const scope& at) const {
  sql_list key(" AND ");
  for (std::size_t i = 0; i < s_.cursor_count; ++i) {
    const orm_field& field = b_.field_of(at, s_.cursor_fields[i]);
    key.add(b_.column(at, s_.cursor_fields[i]) + " = " + b_.parameter(s_.cursor_parameters[i], field));
  }
  return key.text();
}

sql_text read_compiler::cursor_row(const scope& at, const sql_text& selected, const sql_text& condition) const {
  return "(SELECT " + selected + " FROM " + b_.from(at) + where({cursor_key(at), b_.visible(at), condition}) + ")";
}

// Whether the keys go in one direction and are never null.
bool read_compiler::is_uniform(std::span<const orm_order> keys) const {
  return std::all_of(keys.begin(), keys.end(), [&](const orm_order& key) {
    return key.descending == keys.front().descending && !is_nullable(b_.field_of(table_, key.field));
  });
}

// Uniform keys compare as a row, which an index serves.
sql_text read_compiler::row_comparison(const scope& row, std::span<const orm_order> keys) {
  const scope at = b_.open(s_.model);
  const std::string sign = keys.front().descending != 0 ? " < " : " > ";
  if (keys.size() == 1) {
    return b_.sort_column(row, keys[0].field) + sign + cursor_row(at, b_.sort_column(at, keys[0].field), {});
  }
  sql_list here(", "), there(", "), apart(", ");
  for (const orm_order& key : keys) {
    here.add(b_.sort_column(row, key.field));
    there.add(has_plain_order(row, key) ? d_.row_part(b_.column(at, key.field)) : b_.sort_column(at, key.field));
    apart.add(cursor_row(at, b_.sort_column(at, key.field), {}));
  }
  const sql_text rows = d_.compares_row_with_subquery() ? cursor_row(at, there.text(), {}) : "(" + apart.text() + ")";
  const sql_text after = "(" + here.text() + ")" + sign + rows;
  return has_plain_order(row, keys.front()) ? after : from_cursor_on(row, at) + " AND " + after;
}

// The condition that row comes after the cursor's row.
sql_text read_compiler::after_cursor(const scope& row) {
  if (s_.cursor_count == 0) return {};
  const std::vector<orm_order> keys = total_order();
  if (is_uniform(keys)) return row_comparison(row, keys);
  const scope at = b_.open(s_.model);
  const sql_text spelled = "EXISTS " + cursor_row(at, "1", later(row, at, 0));
  return is_nullable(b_.field_of(row, keys.front().field)) ? spelled : from_cursor_on(row, at) + " AND " + spelled;
}

// A leading key with nulls, then uniform keys in its direction.
bool read_compiler::pages_from_null(const std::vector<orm_order>& keys) const {
  return keys.size() > 1 && is_nullable(b_.field_of(table_, keys[0].field)) &&
         keys[0].descending == keys[1].descending && is_uniform(std::span(keys).subspan(1));
}

// No single condition over a leading key with nulls is served by an index, but each of these is, and the store merges
// what they find: the rest of the nulls, everything on the other side of the nulls, the rest of the values. The
// cursor's row comes first in each, so that those which don't apply end before they begin.
sql_text read_compiler::find_after_null_or_not(const sql_text& selected) {
  const std::vector<orm_order> keys = total_order();
  const bool descending = keys[0].descending != 0;
  const std::string sign = descending ? " < " : " > ";
  const scope at = b_.open(s_.model);
  sql_list ordered(", "), order(", "), here(", "), there(", "), here_rest(", "), there_rest(", ");
  const bool scalars = d_.reads_cursor_by_scalars();
  const auto cursor_is = [&](const char* null_or_not) { return b_.column(at, keys[0].field) + null_or_not; };
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const std::string name = "o" + std::to_string(i);
    const sql_text key = b_.sort_column(table_, keys[i].field);
    const sql_text value = has_plain_order(table_, keys[i]) ? d_.row_part(b_.column(at, keys[i].field))
                                                            : b_.sort_column(at, keys[i].field);
    ordered.add(key + " AS " + name);
    order.add(name + (descending ? " DESC" : "") + d_.order_suffix(descending, i == 0));
    here.add(key);
    there.add(scalars ? cursor_row(at, value, cursor_is(" IS NOT NULL")) : value);
    if (i == 0) continue;
    here_rest.add(key);
    there_rest.add(scalars ? cursor_row(at, value, cursor_is(" IS NULL")) : value);
  }
  const auto rows = [](const sql_list& list) { return list.count() > 1 ? "(" + list.text() + ")" : list.text(); };
  const auto arm = [&](const char* null_or_not, const sql_text& condition) {
    const sql_text head = "SELECT " + selected + ", " + ordered.text() + " FROM ";
    if (scalars) {
      const sql_text text = head + b_.from(table_) +
                            where({condition, "EXISTS " + cursor_row(at, "1", cursor_is(null_or_not)),
                                   b_.filter(table_), b_.visible(table_)});
      // Each by itself ends as soon as it has a page.
      if (s_.take == ORM_NONE) return text;
      return "(" + text + " ORDER BY " + b_.order_by(table_, keys) + d_.limit(reach(), {}) + ")";
    }
    return head + b_.from(at) + " CROSS JOIN " + b_.from(table_) +
           where({cursor_key(at), b_.visible(at), cursor_is(null_or_not), condition, b_.filter(table_),
                  b_.visible(table_)});
  };
  const sql_text leading = b_.column(table_, keys[0].field);
  sql_list arms(" UNION ALL ");
  arms.add(arm(" IS NULL", leading + " IS NULL AND " + rows(here_rest) + sign + rows(there_rest)));
  arms.add(descending ? arm(" IS NOT NULL", leading + " IS NULL") : arm(" IS NULL", leading + " IS NOT NULL"));
  arms.add(arm(" IS NOT NULL", rows(here) + sign + rows(there)));
  if (joined_.empty()) result_.result_columns += static_cast<std::uint32_t>(keys.size());
  return arms.text() + " ORDER BY " + order.text() + limits();
}

// Implied by what comes after it, but an index can start there.
sql_text read_compiler::from_cursor_on(const scope& row, const scope& at) const {
  const orm_order leading = total_order().front();
  return b_.sort_column(row, leading.field) + (leading.descending != 0 ? " <= " : " >= ") +
         cursor_row(at, b_.sort_column(at, leading.field), {});
}

sql_text read_compiler::later(const scope& row, const scope& at, std::size_t index) const {
  const std::vector<orm_order> keys = total_order();
  const orm_order& key = keys[index];
  const bool descending = key.descending != 0;
  const sql_text here = b_.sort_column(row, key.field);
  const sql_text there = b_.sort_column(at, key.field);
  const bool nullable = is_nullable(b_.field_of(row, key.field));
  sql_text after = here + (descending ? " < " : " > ") + there;
  if (nullable) {
    const sql_text& null_one = descending ? here : there;  // nulls come first ascending, last descending
    const sql_text& other = descending ? there : here;
    after = "(" + after + " OR (" + null_one + " IS NULL AND " + other + " IS NOT NULL))";
  }
  if (index + 1 == keys.size()) return after;
  const sql_text same = nullable ? d_.null_safe_equal(here, there) : here + " = " + there;
  return "(" + after + " OR (" + same + " AND " + later(row, at, index + 1) + "))";
}

// ---- the rows that a relation leads to from each key of a list

compiled_statement read_compiler::keyed_find() {
  if (s_.cursor_count != 0 || s_.distinct_count != 0) throw_unsupported("cursor and distinct in a find by keys");
  add_output(ORM_CELL_INTEGER, false);
  add_outputs();
  const sql_text cells = result_.result_columns == 1 ? sql_text() : ", " + outputs(table_);
  if (has_flag(s_, ORM_STATEMENT_ONE_KEY)) {
    result_.main = d_.finish("SELECT 0" + cells + keyed_rows() + ordering(table_));
    return std::move(result_);
  }
  const sql_text ordinal = d_.key_ordinal();
  result_.main = d_.finish("SELECT " + ordinal + cells + keyed_rows() + " ORDER BY " + ordinal +
                           (s_.order_count == 0 ? sql_text() : ", " + b_.order_by(table_, order(s_))));
  return std::move(result_);
}

// FROM and WHERE of a find by keys: the keys as k unless there is but one, the rows as table_, what is joined beside
// them.
sql_text read_compiler::keyed_rows() {
  const orm_relation& followed = sdk::relation(b_.schema(), s_.relation);
  const sql_text beside = joined_.beside(table_);
  const sql_text from = has_one_key() ? sql_text(" FROM ") : " FROM " + keys(followed) + " CROSS JOIN ";
  const sql_text key = has_one_key() ? sql_text(key_parameter(followed, bind_form::only)) : sql_text("k.value");
  if (has_flag(s_, ORM_STATEMENT_FIRST_PER_KEY) && !b_.leads_to_one(followed)) {
    return from + b_.from(table_) + beside + where({b_.first_linked(followed, table_, key), b_.filter(table_)});
  }
  const scope found = pages() && d_.paging() == keyed_page::id_in_subquery ? b_.open(s_.model) : table_;
  const target rows = target_of(followed, found, key, !pages() && !has_one_key());
  const sql_text conditions = where({rows.link, b_.filter(found), b_.visible(found)});
  if (!pages()) return from + rows.from + beside + conditions;
  const sql_text page = " FROM " + rows.from + conditions + " ORDER BY " + b_.order_by(found, total_order()) + limits();
  if (d_.paging() == keyed_page::lateral) {
    return from + "LATERAL (SELECT " + table_.alias + ".*" + page + ") AS " + table_.alias + beside;
  }
  return from + b_.from(table_) + beside + " WHERE " + b_.column(table_, b_.id_of(table_)) + " IN (SELECT " +
         b_.column(found, b_.id_of(found)) + page + ")";
}

// The rows of a table that a relation leads to from a key. Through a model they are found by what its rows name, each
// once: asked the other way round, a planner that does not turn a subquery about k into a join reads the whole table
// for each key.
read_compiler::target read_compiler::target_of(const orm_relation& followed, const scope& table, const sql_text& key,
                                               bool beside_keys) {
  if (followed.through_model == ORM_NONE || d_.paging() != keyed_page::lateral) {
    return {b_.from(table), b_.linked(followed, table, key)};
  }
  const scope through = b_.open(followed.through_model);
  const sql_text named = "SELECT DISTINCT " + b_.column(through, followed.through_remote) + " AS value FROM " +
                         b_.from(through) +
                         where({b_.column(through, followed.through_local) + " = " + key, b_.visible(through)});
  return {(beside_keys ? "LATERAL (" : "(") + named + ") AS l CROSS JOIN " + b_.from(table),
          b_.column(table, followed.remote_field) + " = l.value"};
}

bind read_compiler::key_parameter(const orm_relation& followed, bind_form form) const {
  return b_.parameter(s_.key_list, sdk::field(b_.schema(), followed.from_model, followed.local_field), form);
}

// The table k(value, ordinal): a list of keys, or those that the rows of the level above hold.
sql_text read_compiler::keys(const orm_relation& followed) {
  if (s_.parent == nullptr) return d_.keys(key_parameter(followed, bind_form::list));
  query_builder parent(b_.schema(), *s_.parent, d_, b_.first_parameter() + s_.parent_parameters);
  const std::uint32_t join = join_count(*s_.parent) == 0 ? ORM_NONE : s_.parent_join;
  return "(" + read_compiler(parent).keys_in_rows(followed.local_field, join) + ") AS k";
}

// What the rows of this find hold in a field, numbered in their order. A find that is no find by keys has at most one.
sql_text read_compiler::keys_in_rows(std::uint32_t field, std::uint32_t join) {
  const sql_text key = b_.leading_column(join == ORM_NONE ? table_ : joined_.table(join), field);
  if (!has_flag(s_, ORM_STATEMENT_KEYED)) {
    if (!has_flag(s_, ORM_STATEMENT_UNIQUE)) throw_unsupported("finds linked to one of several rows");
    return "SELECT " + key + " AS value, " + d_.first_ordinal() + " AS ordinal FROM " + b_.from(table_) +
           joined_.beside(table_) + where({b_.filter(table_), b_.visible(table_)});
  }
  const sql_text found = keyed_rows();
  return "SELECT " + key + " AS value, row_number() OVER (ORDER BY k.ordinal" +
         (s_.order_count == 0 ? sql_text() : ", " + b_.order_by(table_, order(s_))) + ") AS ordinal" + found;
}

compiled_statement read_compiler::aggregate() {
  sql_list columns(", ");
  sql_list groups(", ");
  for (const std::uint32_t field : group(s_)) {
    const orm_field& f = b_.field_of(table_, field);
    add_output(cell_type_of(f.type), is_nullable(f));
    columns.add(b_.exact_column(table_, field));
    groups.add(b_.exact_column(table_, field));
  }
  for (const orm_aggregate& a : aggregates(s_)) {
    const bool counts = a.kind == ORM_AGGREGATE_COUNT || a.kind == ORM_AGGREGATE_COUNT_ALL;
    const std::uint16_t type = a.field == ORM_NONE ? std::uint16_t{0} : b_.field_of(table_, a.field).type;
    const sql_text column = a.field == ORM_NONE ? sql_text() : b_.column(table_, a.field);
    columns.add(d_.aggregate(a.kind, type, column));
    if (counts) {
      add_output(ORM_CELL_INTEGER, false);
    } else if (a.kind == ORM_AGGREGATE_SUM) {
      add_output(type == ORM_FIELD_DOUBLE ? ORM_CELL_DOUBLE : ORM_CELL_DECIMAL, true);
    } else {
      add_output(cell_type_of(type), true);
    }
  }
  result_.main = d_.finish("SELECT " + columns.text() + " FROM " + b_.from(table_) +
                           where({b_.filter(table_), b_.visible(table_)}) +
                           (groups.empty() ? sql_text() : " GROUP BY " + groups.text()));
  return std::move(result_);
}

}  // namespace

compiled_statement compile_read(query_builder& builder) {
  read_compiler compiler(builder);
  if (builder.statement().kind == ORM_AGGREGATE) return compiler.aggregate();
  return has_flag(builder.statement(), ORM_STATEMENT_KEYED) ? compiler.keyed_find() : compiler.find();
}

}  // namespace orm::sdk::sql
