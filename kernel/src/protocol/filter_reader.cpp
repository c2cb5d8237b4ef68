// Reading `where`.
#include "protocol/filter_reader.hpp"

#include <algorithm>
#include <optional>

#include "check/query_rules.hpp"
#include "protocol/request_shape.hpp"
#include "protocol/value_reader.hpp"
#include "text/nearest.hpp"

namespace orm::detail {
namespace {

using ast::filter;
using ast::filter_kind;

std::string at(const model& model, const field& field) { return model.name + "." + field.name; }

[[noreturn]] void refuse_field(const model& model, const field& field, const std::string& what) {
  throw error(error_code::invalid_query, at(model, field) + ": " + what).at_model(model.name).at_field(field.name);
}

// A text that is only looked for: an enum's field may be searched for what is none of its values.
value read_search_text(const model& model, const field& field, const json::node& node) {
  orm::field as_text = field;
  as_text.type = field_type::string;
  return read_value(model, as_text, node);
}

value read_list(const model& model, const field& field, const json::node& node, bool as_text) {
  expect_array(node, at(model, field) + ": in and notIn");
  std::vector<value> items;
  items.reserve(node.size());
  for (const json::node item : node)
    items.push_back(as_text ? read_search_text(model, field, item) : read_value(model, field, item));
  return value::of_list(std::move(items));
}

std::optional<comparison> read_operator(const model& model, const field& field, const json::node& member,
                                        bool insensitive) {
  struct spelling {
    std::string_view name;
    filter_kind kind;
    bool negated;
  };
  static constexpr spelling spellings[] = {
      {"eq", filter_kind::eq, false},
      {"not", filter_kind::eq, true},
      {"in", filter_kind::in, false},
      {"notIn", filter_kind::in, true},
      {"gt", filter_kind::gt, false},
      {"gte", filter_kind::ge, false},
      {"lt", filter_kind::lt, false},
      {"lte", filter_kind::le, false},
      {"contains", filter_kind::contains, false},
      {"startsWith", filter_kind::starts_with, false},
      {"endsWith", filter_kind::ends_with, false},
  };
  const auto known = std::find_if(std::begin(spellings), std::end(spellings),
                                  [&](const spelling& s) { return s.name == member.key(); });
  if (known == std::end(spellings)) return std::nullopt;
  const bool part_of_text = known->kind == filter_kind::contains || known->kind == filter_kind::starts_with ||
                            known->kind == filter_kind::ends_with;
  const bool range = known->kind == filter_kind::lt || known->kind == filter_kind::le ||
                     known->kind == filter_kind::gt || known->kind == filter_kind::ge;
  if (part_of_text && !is_text(field.type)) refuse_field(model, field, std::string(known->name) + " is for text");
  if (range && !is_ordered(field.type))
    refuse_field(model, field,
                 "a " + std::string(to_string(field.type)) + " field takes no " + std::string(known->name));
  if (insensitive && !is_text(field.type)) refuse_field(model, field, "mode \"insensitive\" is for text");
  if (insensitive && range)
    refuse_field(model, field, "mode \"insensitive\" does not go with " + std::string(known->name));
  if (known->negated && known->kind == filter_kind::eq && field.type != field_type::json &&
      member.is(json::kind::object))
    refuse_field(model, field, "not takes a value, not operators");

  comparison made;
  made.kind = known->kind;
  made.negated = known->negated;
  made.flags = insensitive ? ast::insensitive : std::uint16_t{0};
  const bool as_text = part_of_text || insensitive;
  if (known->kind == filter_kind::in)
    made.argument = read_list(model, field, member, as_text);
  else
    made.argument = as_text ? read_search_text(model, field, member) : read_value(model, field, member);
  return made;
}

// Of a json field: an object is an operator only when it is nothing else.
bool is_json_operator(const json::node& condition) {
  if (!condition.is(json::kind::object) || condition.size() != 1) return false;
  const std::string_view key = (*condition.begin()).key();
  return key == "eq" || key == "not" || key == "in" || key == "notIn";
}

class filter_reader {
 public:
  filter_reader(const schema& schema, std::uint32_t model_index)
      : schema_(schema), index_(model_index), model_(schema.models()[model_index]) {}

  filter read(const json::node& where) const {
    expect_object(where, "where");
    filter all;
    for (const json::node member : where) all = std::move(all) && read_member(member);
    return all;
  }

 private:
  filter read_member(const json::node& member) const {
    const std::string_view key = member.key();
    if (const std::uint32_t field = model_.find_field(key); field != no_index) return read_field(field, member);
    if (const std::uint32_t relation = schema_.find_relation(index_, key); relation != no_index)
      return read_relation(relation, member);
    if (key == "AND") return read_all(member, "AND");
    if (key == "OR") return read_any(member);
    if (key == "NOT") return read_none(member);
    refuse_name(schema_, index_, key, "where");
  }

  filter read_all(const json::node& node, std::string_view name) const {
    if (node.is(json::kind::object)) return read(node);
    if (!node.is(json::kind::array)) refuse_query(std::string(name) + " must be an array or an object");
    filter all;
    for (const json::node item : node) all = std::move(all) && read(item);
    return all;
  }

  filter read_any(const json::node& node) const {
    expect_array(node, "OR");
    filter any = filter::constant(false);
    bool first = true;
    for (const json::node item : node) {
      filter one = read(item);
      any = first ? std::move(one) : std::move(any) || std::move(one);
      first = false;
      if (any.empty()) any = filter::constant(true);
    }
    return any;
  }

  filter read_none(const json::node& node) const {
    if (node.is(json::kind::object)) return !read(node);
    if (!node.is(json::kind::array)) refuse_query("NOT must be an object or an array");
    filter all;
    for (const json::node item : node) all = std::move(all) && !read(item);
    return all;
  }

  filter read_field(std::uint32_t index, const json::node& member) const {
    filter all;
    for (comparison& one : read_condition(model_, model_.fields[index], member)) {
      filter made = filter::comparison(one.kind, index, std::move(one.argument), one.flags);
      all = std::move(all) && (one.negated ? !std::move(made) : std::move(made));
    }
    return all;
  }

  filter read_relation(std::uint32_t index, const json::node& member) const {
    const relation& relation = schema_.relations()[index];
    const filter_reader target(schema_, relation.to_model);
    const std::string name = model_.name + "." + relation.name;
    filter all;
    if (relation.singular()) {
      expect_keys(member, name, {"is", "isNot"});
      for (const json::node part : member) {
        const bool null = part.is(json::kind::null);
        filter is = filter::related(filter_kind::is, index, null ? filter() : target.read(part));
        all = std::move(all) && ((part.key() == "is") != null ? std::move(is) : !std::move(is));
      }
    } else {
      expect_keys(member, name, {"some", "every", "none"});
      for (const json::node part : member) {
        filter on_related = target.read(part);
        if (part.key() == "every") on_related = !std::move(on_related);
        filter some = filter::related(filter_kind::some, index, std::move(on_related));
        all = std::move(all) && (part.key() == "some" ? std::move(some) : !std::move(some));
      }
    }
    if (member.size() == 0)
      refuse_query(name + " needs " + (relation.singular() ? "is or isNot" : "some, every or none"));
    return all;
  }

  const schema& schema_;
  std::uint32_t index_;
  const model& model_;
};

}  // namespace

std::vector<comparison> read_condition(const model& model, const field& field, const json::node& condition) {
  std::vector<comparison> all;
  const bool operators =
      field.type == field_type::json ? is_json_operator(condition) : condition.is(json::kind::object);
  if (!operators) {
    all.push_back({});
    all.back().argument = read_value(model, field, condition);
    return all;
  }
  expect_object(condition, at(model, field));
  bool insensitive = false;
  const auto mode = field.type == field_type::json ? std::nullopt : find_member(condition, "mode");
  if (mode) {
    if (!mode->is(json::kind::string) || mode->text() != "insensitive")
      refuse_field(model, field, "mode can only be \"insensitive\"");
    if (condition.size() == 1) refuse_field(model, field, "mode needs an operator beside it");
    insensitive = true;
  }
  for (const json::node member : condition) {
    if (mode && member.key() == "mode") continue;
    auto one = read_operator(model, field, member, insensitive);
    if (!one)
      refuse_field(model, field,
                   "unknown operator \"" + std::string(member.key()) + "\"" +
                       did_you_mean(member.key(), {"eq", "not", "in", "notIn", "gt", "gte", "lt", "lte", "contains",
                                                   "startsWith", "endsWith", "mode"}));
    all.push_back(std::move(*one));
  }
  return all;
}

ast::filter read_filter(const schema& schema, std::uint32_t model, const json::node& where) {
  return filter_reader(schema, model).read(where);
}

namespace {

value read_key_part(const model& model, const field& field, const json::node& member) {
  json::node part = member;
  if (part.is(json::kind::object)) {
    const auto eq = part.size() == 1 ? find_member(part, "eq") : std::nullopt;
    if (!eq) refuse_field(model, field, "a unique key is given by value or {\"eq\": value}");
    part = *eq;
  }
  if (part.is(json::kind::null)) refuse_field(model, field, "a unique key is never looked up by null");
  return read_value(model, field, part);
}

ast::unique_key read_parts(const model& model, const json::node& object, std::string_view what) {
  ast::unique_key key;
  for (const json::node member : object) {
    const std::uint32_t field = model.find_field(member.key());
    if (field == no_index)
      refuse_query(std::string(what) + " names \"" + std::string(member.key()) + "\", which is no field of model \"" +
                   model.name + "\"");
    key.fields.push_back(field);
  }
  if (!is_unique_key(model, key.fields))
    refuse_query(std::string(what) + " needs exactly one unique key of model \"" + model.name +
                 "\": its id, a unique field or all fields of a compound unique");
  for (const json::node member : object)
    key.values.push_back(read_key_part(model, model.fields[model.find_field(member.key())], member));
  return key;
}

std::string joined_name(const model& model, const std::vector<std::uint32_t>& key) {
  std::string name;
  for (const std::uint32_t part : key) name += (name.empty() ? "" : "_") + model.fields[part].name;
  return name;
}

bool names_exactly(const model& model, const std::vector<std::uint32_t>& key, const json::node& object) {
  return object.size() == key.size() && std::all_of(key.begin(), key.end(), [&](std::uint32_t part) {
           return find_member(object, model.fields[part].name).has_value();
         });
}

}  // namespace

// Two compound keys may share a joined name, and a field may have it too: what stands behind the name decides.
ast::unique_key read_unique_key(const schema& schema, std::uint32_t model_index, const json::node& where,
                                std::string_view what) {
  const model& model = schema.models()[model_index];
  expect_object(where, what);
  if (where.size() != 1) return read_parts(model, where, what);
  const json::node only = *where.begin();
  bool is_name = false;
  for (const auto& key : model.uniques) {
    if (key.size() < 2 || joined_name(model, key) != only.key()) continue;
    is_name = true;
    if (!only.is(json::kind::object) || !names_exactly(model, key, only)) continue;
    expect_object(only, only.key());
    return read_parts(model, only, only.key());
  }
  if (is_name && model.find_field(only.key()) == no_index) {
    expect_object(only, only.key());
    refuse_query("\"" + std::string(only.key()) + "\" needs exactly the fields that it is named after");
  }
  return read_parts(model, where, what);
}

void refuse_name(const schema& schema, std::uint32_t model_index, std::string_view name, std::string_view where) {
  const model& model = schema.models()[model_index];
  std::vector<std::string_view> known;
  for (const field& field : model.fields) known.push_back(field.name);
  for (const std::uint32_t relation : model.relations) {
    known.push_back(schema.relations()[relation].name);
    if (known.back() == name)
      throw error(error_code::invalid_query, std::string(where) + " takes fields, and \"" + std::string(name) +
                                                 "\" is a relation of model \"" + model.name + "\"")
          .at_model(model.name);
  }
  throw error(error_code::invalid_query, std::string(where) + ": model \"" + model.name +
                                             "\" has no field or relation \"" + std::string(name) + "\"" +
                                             did_you_mean(name, known))
      .at_model(model.name);
}

}  // namespace orm::detail
