// The rules of FORMATS, section 3, on what fits where.
#include "check/query_rules.hpp"

#include <algorithm>

#include "orm/error.hpp"

namespace orm::detail {
namespace {

using ast::filter_kind;

[[noreturn]] void refuse(const model& model, const std::string& what) {
  throw error(error_code::invalid_query, model.name + ": " + what).at_model(model.name);
}
[[noreturn]] void refuse(const model& model, const field& field, const std::string& what) {
  throw error(error_code::invalid_query, model.name + "." + field.name + ": " + what)
      .at_model(model.name)
      .at_field(field.name);
}

void check_comparison(const model& model, const ast::filter_code& code) {
  const field& field = model.fields[code.operand];
  const bool insensitive = code.flags & ast::insensitive;
  switch (code.kind) {
    case filter_kind::is_null:
      if (!field.nullable)
        throw error(error_code::invalid_value, model.name + "." + field.name + ": is never null")
            .at_model(model.name)
            .at_field(field.name);
      return;
    case filter_kind::eq:
    case filter_kind::in:
      if (insensitive && !is_text(field.type)) refuse(model, field, "mode \"insensitive\" is for text");
      return;
    case filter_kind::lt:
    case filter_kind::le:
    case filter_kind::gt:
    case filter_kind::ge:
      if (!is_ordered(field.type))
        refuse(model, field, "a " + std::string(to_string(field.type)) + " field takes no gt, gte, lt, lte");
      if (insensitive) refuse(model, field, "mode \"insensitive\" does not go with gt, gte, lt, lte");
      return;
    case filter_kind::contains:
    case filter_kind::starts_with:
    case filter_kind::ends_with:
      if (!is_text(field.type)) refuse(model, field, "contains, startsWith and endsWith are for text");
      return;
    default:
      return;
  }
}

// The subtree that ends at codes[end - 1], on rows of the model.
void check_filter(const schema& schema, std::uint32_t model_index, const std::vector<ast::filter_code>& codes,
                  std::size_t end) {
  const model& model = schema.models()[model_index];
  const ast::filter_code& root = codes[end - 1];
  switch (root.kind) {
    case filter_kind::all_of:
    case filter_kind::any_of:
    case filter_kind::negation: {
      const std::size_t begin = end - root.span;
      for (std::size_t last = end - 1; last > begin; last -= codes[last - 1].span)
        check_filter(schema, model_index, codes, last);
      return;
    }
    case filter_kind::some:
    case filter_kind::is: {
      const relation& relation = schema.relations()[root.operand];
      if (relation.from_model != model_index) refuse(model, "\"" + relation.name + "\" is a relation of another model");
      if (relation.singular() != (root.kind == filter_kind::is))
        refuse(model, "relation \"" + relation.name + "\" takes " +
                          (relation.singular() ? "is and isNot" : "some, every and none"));
      return check_filter(schema, relation.to_model, codes, end - 1);
    }
    default:
      return check_comparison(model, root);
  }
}

void check_filter(const schema& schema, std::uint32_t model, const ast::filter& filter) {
  if (!filter.empty()) check_filter(schema, model, filter.codes(), filter.codes().size());
}

void check_no_json(const model& model, std::uint32_t field, const char* where) {
  if (model.fields[field].type == field_type::json)
    refuse(model, model.fields[field], std::string("a json field can't be in ") + where);
}

void check_selection(const schema& schema, std::uint32_t model_index, const ast::selection& select) {
  for (const ast::related& level : select.relations) {
    const relation& relation = schema.relations()[level.relation];
    const model& target = schema.models()[relation.to_model];
    if (relation.from_model != model_index)
      refuse(schema.models()[model_index], "\"" + relation.name + "\" is a relation of another model");
    if (relation.singular() && (!level.order.empty() || level.take || level.skip))
      refuse(schema.models()[model_index],
             "relation \"" + relation.name + "\" leads to one row: it takes select and where only");
    check_filter(schema, relation.to_model, level.where);
    for (const ast::order_key& key : level.order) check_no_json(target, key.field, "orderBy");
    check_selection(schema, relation.to_model, level.select);
  }
}

void check_key(const model& model, const ast::unique_key& key, const char* where) {
  if (!is_unique_key(model, key.fields))
    refuse(model, std::string(where) +
                      " needs exactly one unique key: the id, a unique field or all fields of a "
                      "compound unique");
}

void check_assignments(const model& model, const ast::query& query) {
  std::vector<bool> assigned(model.fields.size());
  for (const ast::assignment& change : query.assignments) {
    const field& field = model.fields[change.field];
    if (assigned[change.field]) refuse(model, field, "is assigned twice");
    assigned[change.field] = true;
    const bool arithmetic = change.kind != ast::assignment_kind::set;
    if (arithmetic && !is_number(field.type)) refuse(model, field, "increment, decrement and multiply are for numbers");
    const bool upsert = query.operation == ast::operation::upsert;
    const bool names_key = upsert && std::count(query.key->fields.begin(), query.key->fields.end(), change.field);
    if (field.id && !(names_key && !arithmetic)) refuse(model, field, "an id never changes");
    if (names_key && arithmetic) refuse(model, field, "an upsert can't change the key that it goes by");
    if (arithmetic && query.operation == ast::operation::update_many && in_unique_key(model, change.field))
      refuse(model, field, "updateMany takes no arithmetic on a field of a unique key");
  }
}

void check_aggregates(const model& model, const ast::query& query) {
  for (const ast::aggregate& wanted : query.aggregates) {
    if (wanted.kind == ast::aggregate_kind::count_all) continue;
    const field& field = model.fields[wanted.field];
    const bool adds = wanted.kind == ast::aggregate_kind::sum || wanted.kind == ast::aggregate_kind::average;
    if (adds && !is_number(field.type)) refuse(model, field, "sum and avg are for numbers");
    if (wanted.kind != ast::aggregate_kind::count) check_no_json(model, wanted.field, "min and max");
  }
  for (const std::uint32_t field : query.group) check_no_json(model, field, "groupBy");
}

}  // namespace

bool is_number(field_type type) noexcept {
  return type == field_type::integer || type == field_type::bigint || type == field_type::decimal ||
         type == field_type::real;
}
bool is_text(field_type type) noexcept { return type == field_type::string || type == field_type::enumeration; }
bool is_ordered(field_type type) noexcept { return is_number(type) || is_text(type) || type == field_type::datetime; }

bool is_unique_key(const model& model, std::span<const std::uint32_t> fields) {
  if (fields.size() == 1)
    return fields[0] == model.id || model.fields[fields[0]].unique ||
           std::any_of(model.uniques.begin(), model.uniques.end(),
                       [&](const auto& key) { return key.size() == 1 && key[0] == fields[0]; });
  return std::any_of(model.uniques.begin(), model.uniques.end(), [&](const auto& key) {
    return key.size() == fields.size() && std::is_permutation(key.begin(), key.end(), fields.begin());
  });
}

bool in_unique_key(const model& model, std::uint32_t field) {
  return field == model.id || model.fields[field].unique ||
         std::any_of(model.uniques.begin(), model.uniques.end(),
                     [&](const auto& key) { return std::count(key.begin(), key.end(), field) > 0; });
}

void check_query(const schema& schema, const ast::query& query) {
  const model& model = schema.models()[query.model];
  check_filter(schema, query.model, query.where);
  check_selection(schema, query.model, query.select);
  if (query.key) check_key(model, *query.key, "where");
  if (query.cursor) check_key(model, *query.cursor, "cursor");
  for (const ast::order_key& key : query.order) check_no_json(model, key.field, "orderBy");
  for (const std::uint32_t field : query.distinct) check_no_json(model, field, "distinct");
  check_assignments(model, query);
  if (query.operation == ast::operation::aggregate) check_aggregates(model, query);
  if (query.operation == ast::operation::upsert && model.fields[model.id].default_from == default_kind::increment &&
      std::count(query.key->fields.begin(), query.key->fields.end(), model.id))
    refuse(model, model.fields[model.id], "an id that the store generates is never given");
}

}  // namespace orm::detail
