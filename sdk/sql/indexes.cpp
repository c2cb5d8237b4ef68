// Which indexes a schema wants, and how they are called.
#include <orm/sdk/driver.hpp>
#include <orm/sdk/sql/ddl.hpp>
#include <orm/sdk/value/text.hpp>

#include <algorithm>
#include <set>

#include "names.hpp"

namespace orm::sdk::sql {

namespace {

// Names of indexes: table, columns and a suffix, or something near where that is taken.
class index_names {
 public:
  index_names(const orm_schema& schema, const dialect& dialect) : limit_(dialect.identifier_limit()) {
    for (std::uint32_t m = 0; m < schema.model_count; ++m) taken_.insert(folded(text_view(model(schema, m).table)));
  }

  std::string make(const std::string& wanted) {
    std::string name = limited_name(wanted, limit_);
    for (std::uint32_t attempt = 1; taken_.count(folded(name)) != 0; ++attempt) {
      name = limited_name(wanted, limit_, attempt);
    }
    taken_.insert(folded(name));
    return name;
  }

 private:
  // Some stores compare names without regard to ASCII case.
  static std::string folded(std::string_view name) {
    std::string out(name);
    std::transform(out.begin(), out.end(), out.begin(), fold_case);
    return out;
  }

  std::size_t limit_;
  std::set<std::string> taken_;
};

class index_collector {
 public:
  index_collector(const orm_schema& schema, const dialect& dialect)
      : schema_(schema), dialect_(dialect), names_(schema, dialect) {}

  void collect(std::uint32_t index) {
    model_ = index;
    first_ = found_.size();
    const orm_model& m = model(schema_, index);
    for (std::uint32_t i = 0; i < m.field_count; ++i) {
      if (is_unique(field(m, i)) && !is_id(field(m, i))) add(true, {i});
    }
    for (const orm_field_list& key : uniques(m)) add(true, {key.fields, key.fields + key.count});
    for (const orm_field_list& list : indexes(m)) add(false, {list.fields, list.fields + list.count});
    // A unique index on a decimal's text keeps it unique, but does not sort it.
    for (std::size_t i = first_, end = found_.size(); i < end; ++i) {
      const std::vector<std::uint32_t> fields = found_[i].fields;
      const bool sorts = std::none_of(fields.begin(), fields.end(),
                                      [&](std::uint32_t f) { return dialect_.needs_sort_index(field(m, f)); });
      if (found_[i].unique && !sorts) add(false, fields);
    }
    for (std::uint32_t i = 0; i < m.field_count; ++i) {
      const bool wanted = is_reference(field(m, i)) || i == m.expires;
      if (wanted && !is_id(field(m, i)) && !begins_one(i)) add(false, {i});
    }
  }

  std::vector<index_definition> take() { return std::move(found_); }

 private:
  bool begins_one(std::uint32_t field) const {
    return std::any_of(found_.begin() + static_cast<std::ptrdiff_t>(first_), found_.end(),
                       [&](const index_definition& known) { return known.fields.front() == field; });
  }

  void add(bool unique, std::vector<std::uint32_t> fields) {
    const auto same = [&](const index_definition& known) { return known.unique == unique && known.fields == fields; };
    if (std::any_of(found_.begin() + static_cast<std::ptrdiff_t>(first_), found_.end(), same)) return;
    const orm_model& m = model(schema_, model_);
    std::string name(text_view(m.table));
    std::string columns;
    bool has_id = false;
    for (const std::uint32_t i : fields) {
      const orm_field& f = field(m, i);
      name += "_" + std::string(text_view(f.column));
      columns +=
          (columns.empty() ? "" : ", ") + (unique ? dialect_.quote(text_view(f.column)) : dialect_.index_column(f));
      has_id = has_id || is_id(f);
    }
    if (!unique && !has_id && !dialect_.index_ends_with_id(m)) {
      columns += ", " + dialect_.quote(text_view(field(m, m.id).column));
    }
    name = names_.make(name + (unique ? "_key" : "_idx"));
    std::string sql = std::string(unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ") + dialect_.quote(name) + " ON " +
                      dialect_.table(m) + " (" + columns + ")";
    found_.push_back({model_, unique, std::move(fields), std::move(name), std::move(sql)});
  }

  const orm_schema& schema_;
  const dialect& dialect_;
  index_names names_;
  std::vector<index_definition> found_;
  std::uint32_t model_ = 0;
  std::size_t first_ = 0;  // of the model's indexes
};

}  // namespace

std::string limited_name(const std::string& wanted, std::size_t limit, std::uint32_t attempt) {
  if (attempt == 0 && (limit == 0 || wanted.size() <= limit)) return wanted;
  std::uint32_t hash = 2166136261u + attempt;  // FNV-1a, 32 bits
  for (const char c : wanted) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
  std::string end = "_";
  for (int shift = 28; shift >= 0; shift -= 4) end += "0123456789abcdef"[(hash >> shift) & 15];
  return std::string(limit == 0 ? wanted : cut_text(wanted, limit - end.size())) + end;
}

std::vector<index_definition> index_definitions(const orm_schema& schema, const dialect& dialect) {
  index_collector collector(schema, dialect);
  for (std::uint32_t m = 0; m < schema.model_count; ++m) collector.collect(m);
  return collector.take();
}

}  // namespace orm::sdk::sql
