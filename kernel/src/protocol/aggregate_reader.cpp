// Reading and answering `aggregate`.
#include "protocol/aggregate_reader.hpp"

#include <algorithm>
#include <array>

#include "engine/grouping.hpp"
#include "json/writer.hpp"
#include "protocol/filter_reader.hpp"
#include "protocol/record.hpp"
#include "protocol/request_shape.hpp"
#include "text/nearest.hpp"

namespace orm::detail {
namespace {

using ast::aggregate_kind;
using ast::group_condition;

struct aggregate_name {
  std::string_view name;
  aggregate_kind kind;
};
constexpr std::array<aggregate_name, 5> aggregate_names = {{{"count", aggregate_kind::count},
                                                            {"sum", aggregate_kind::sum},
                                                            {"avg", aggregate_kind::average},
                                                            {"min", aggregate_kind::minimum},
                                                            {"max", aggregate_kind::maximum}}};

std::optional<aggregate_kind> find_aggregate(std::string_view name) {
  for (const aggregate_name& known : aggregate_names)
    if (known.name == name) return known.kind;
  return std::nullopt;
}

class aggregate_reader {
 public:
  explicit aggregate_reader(const model& model) : model_(model) {}

  void read(const json::node& args, ast::query& query) const {
    for (const json::node member : args) {
      if (const auto kind = find_aggregate(member.key())) read_list(member, *kind, query);
    }
    if (const auto group = find_member(args, "groupBy")) {
      query.grouped = true;
      expect_array(*group, "groupBy");
      for (const json::node item : *group) {
        if (!item.is(json::kind::string)) refuse_query("groupBy must be a list of fields");
        const std::uint32_t field = field_of(item.text());
        if (std::count(query.group.begin(), query.group.end(), field)) refuse_query("groupBy names a field twice");
        query.group.push_back(field);
      }
      refuse_shared_names(query);
    }
    if (const auto having = find_member(args, "having")) query.having = read_having(*having, query);
    if (const auto order = find_member(args, "orderBy")) read_order(*order, query);
  }

 private:
  // A group's fields and its aggregates stand beside each other in the answer.
  void refuse_shared_names(const ast::query& query) const {
    for (const std::uint32_t field : query.group) {
      const auto kind = find_aggregate(model_.fields[field].name);
      const bool shared =
          kind && std::any_of(query.aggregates.begin(), query.aggregates.end(), [&](const auto& each) {
            return (each.kind == aggregate_kind::count_all ? aggregate_kind::count : each.kind) == *kind;
          });
      if (shared)
        refuse_query("groupBy names the field \"" + model_.fields[field].name +
                     "\", and an aggregate of that name is asked for: one answer can't hold both");
    }
  }

  // In having and orderBy: a grouped field that has the name of an aggregate is meant by it.
  std::optional<aggregate_kind> aggregate_in(const ast::query& query, std::string_view name) const {
    const auto is_grouped = [&](std::uint32_t field) { return model_.fields[field].name == name; };
    if (std::any_of(query.group.begin(), query.group.end(), is_grouped)) return std::nullopt;
    return find_aggregate(name);
  }

  std::uint32_t field_of(std::string_view name) const {
    const std::uint32_t field = model_.find_field(name);
    if (field == no_index) {
      std::vector<std::string_view> known;
      for (const orm::field& each : model_.fields) known.push_back(each.name);
      refuse_query("model \"" + model_.name + "\" has no field \"" + std::string(name) + "\"" +
                   did_you_mean(name, known));
    }
    return field;
  }

  ast::aggregate aggregate_of(aggregate_kind kind, std::string_view field) const {
    if (kind == aggregate_kind::count && field == "_all") return {aggregate_kind::count_all, ast::aggregate::no_field};
    return {kind, field_of(field)};
  }

  void read_list(const json::node& list, aggregate_kind kind, ast::query& query) const {
    expect_array(list, list.key());
    for (const json::node item : list) {
      if (!item.is(json::kind::string)) refuse_query(std::string(list.key()) + " must be a list of fields");
      const ast::aggregate wanted = aggregate_of(kind, item.text());
      const bool again = std::any_of(query.aggregates.begin(), query.aggregates.end(), [&](const auto& known) {
        return known.kind == wanted.kind && known.field == wanted.field;
      });
      if (again) refuse_query(std::string(list.key()) + " names \"" + std::string(item.text()) + "\" twice");
      query.aggregates.push_back(wanted);
    }
  }

  group_condition read_having(const json::node& node, const ast::query& query) const {
    expect_object(node, "having");
    group_condition all;
    all.type = group_condition::kind::all_of;
    for (const json::node member : node) {
      if (const auto kind = aggregate_in(query, member.key())) {
        expect_object(member, "having: " + std::string(member.key()));
        for (const json::node part : member) add_comparisons(aggregate_of(*kind, part.key()), false, part, all);
      } else if (member.key() == "AND" || member.key() == "OR" || member.key() == "NOT") {
        all.operands.push_back(read_connective(member, query));
      } else {
        add_comparisons({aggregate_kind::minimum, field_of(member.key())}, true, member, all);
      }
    }
    return all;
  }

  group_condition read_connective(const json::node& node, const ast::query& query) const {
    group_condition made;
    made.type = node.key() == "OR" ? group_condition::kind::any_of : group_condition::kind::all_of;
    const auto add = [&](const json::node& item) {
      group_condition one = read_having(item, query);
      if (node.key() == "NOT") {
        group_condition negation;
        negation.type = group_condition::kind::negation;
        negation.operands.push_back(std::move(one));
        one = std::move(negation);
      }
      made.operands.push_back(std::move(one));
    };
    if (node.is(json::kind::object) && node.key() != "OR") return add(node), made;
    expect_array(node, "having: " + std::string(node.key()));
    for (const json::node item : node) add(item);
    return made;
  }

  void add_comparisons(const ast::aggregate& on, bool on_field, const json::node& node, group_condition& to) const {
    field like = on_field ? model_.fields[on.field] : aggregate_field(model_, on);
    like.nullable = true;
    for (comparison& one : read_condition(model_, like, node)) {
      group_condition made;
      made.type = group_condition::kind::comparison;
      made.on = on;
      made.on_field = on_field;
      made.compare = one.kind;
      made.flags = one.flags;
      made.operand = std::move(one.argument);
      if (one.negated) {
        group_condition negation;
        negation.type = group_condition::kind::negation;
        negation.operands.push_back(std::move(made));
        made = std::move(negation);
      }
      to.operands.push_back(std::move(made));
    }
  }

  void read_order(const json::node& node, ast::query& query) const {
    const auto read_keys = [&](const json::node& object) {
      expect_object(object, "orderBy");
      for (const json::node member : object) {
        if (const auto kind = aggregate_in(query, member.key())) {
          expect_object(member, "orderBy: " + std::string(member.key()));
          for (const json::node part : member)
            query.group_order_by.push_back({aggregate_of(*kind, part.key()), false, descending(part)});
        } else {
          query.group_order_by.push_back({{aggregate_kind::minimum, field_of(member.key())}, true, descending(member)});
        }
      }
    };
    if (node.is(json::kind::object)) return read_keys(node);
    if (!node.is(json::kind::array)) refuse_query("orderBy must be an object or an array of objects");
    for (const json::node item : node) read_keys(item);
  }

  static bool descending(const json::node& node) {
    if (node.is(json::kind::string) && node.text() == "asc") return false;
    if (node.is(json::kind::string) && node.text() == "desc") return true;
    refuse_query("orderBy: " + std::string(node.key()) + " must be \"asc\" or \"desc\"");
  }

  const model& model_;
};

}  // namespace

void read_aggregate(const model& model, const std::optional<json::node>& args, ast::query& query) {
  if (args) aggregate_reader(model).read(*args, query);
  if (query.aggregates.empty() && query.group.empty())
    refuse_query("aggregate needs at least one of count, sum, avg, min, max, or a field in groupBy");
}

group_writer::group_writer(const model& model, const ast::query& query)
    : row_reader{}, model_(model), query_(query), root_{} {
  read = [](const row_reader& self, void* row, const orm_cell* cells) {
    static_cast<group_writer*>(row)->write(cells);
    (void)self;
  };
  root_.reader = this;
  root_.context = this;
  root_.append = [](const child_reader& self, void*) { return const_cast<void*>(self.context); };
}

void group_writer::write(const orm_cell* cells) {
  if (!text_.empty()) text_.push_back(',');
  text_.push_back('{');
  bool first = true;
  const auto key = [&](std::string_view name) {
    if (!first) text_.push_back(',');
    first = false;
    json::append_string(text_, name);
    text_.push_back(':');
  };
  for (std::size_t i = 0; i < query_.group.size(); ++i) {
    const field& field = model_.fields[query_.group[i]];
    key(field.name);
    append_cell(text_, field.type, cells[i]);
  }
  for (const aggregate_name& name : aggregate_names) {
    bool open = false;
    for (std::size_t i = 0; i < query_.aggregates.size(); ++i) {
      const ast::aggregate& wanted = query_.aggregates[i];
      const bool counts = wanted.kind == aggregate_kind::count || wanted.kind == aggregate_kind::count_all;
      if (counts ? name.kind != aggregate_kind::count : wanted.kind != name.kind) continue;
      if (!open) {
        key(name.name);
        text_.push_back('{');
      } else {
        text_.push_back(',');
      }
      open = true;
      const field like = aggregate_field(model_, wanted);
      json::append_string(text_, like.name);
      text_.push_back(':');
      // A count is a number although it may pass 32 bits; every other bigint travels as text.
      append_cell(text_, counts ? field_type::integer : like.type, cells[query_.group.size() + i]);
    }
    if (open) text_.push_back('}');
  }
  text_.push_back('}');
}

}  // namespace orm::detail
