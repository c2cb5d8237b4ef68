// From what the compiler knows of an application's models to a schema declaration.
#include "orm/typed/declare.hpp"

#include <string>
#include <vector>

namespace orm::detail {
namespace {

std::string_view spelled(field_type type) {
  switch (type) {
    case field_type::real:
      return "double";
    case field_type::enumeration:
      return "enum";
    default:
      return to_string(type);
  }
}

std::string_view spelled(on_delete action) {
  switch (action) {
    case on_delete::cascade:
      return "cascade";
    case on_delete::set_null:
      return "setNull";
    case on_delete::no_action:
      break;
  }
  return "";
}

std::optional<value> default_of(const field_info& from) {
  switch (from.default_from) {
    case default_form::none:
      return std::nullopt;
    case default_form::now:
      return of_text("now");
    case default_form::boolean:
      return value::of_boolean(from.default_number != 0);
    case default_form::number:
      break;
    case default_form::text:
      if (from.type == field_type::decimal) return value::of_decimal(std::string(from.default_text));
      if (from.type == field_type::json) return value::of_json(std::string(from.default_text));
      if (from.type == field_type::real) return value::of_real(std::stod(std::string(from.default_text)));
      return of_text(from.default_text);
  }
  if (from.type == field_type::decimal) return value::of_decimal(std::to_string(from.default_number));
  if (from.type == field_type::real) return value::of_real(static_cast<double>(from.default_number));
  return value::of_integer(from.default_number);
}

field_declaration declare_field(const field_info& from) {
  field_declaration out;
  out.name = from.name;
  out.type = from.id ? "id" : spelled(from.type);
  if (from.id) {
    out.of = to_string(from.type);
    out.generated = from.increment ? "increment" : "";
  }
  out.unique = from.unique;
  out.nullable = from.nullable;
  out.default_value = default_of(from);
  if (from.update_now) out.on_update = "now";
  if (from.references_model) {
    out.references = std::string(from.references_model()) + "." + std::string(from.references_field);
    out.on_delete = spelled(from.on_delete);
  }
  out.column = from.column;
  out.description = from.description;
  out.values.assign(from.values.names, from.values.names + from.values.count);
  return out;
}

relation_declaration declare_relation(const relation_info& from) {
  relation_declaration out;
  out.name = from.name;
  out.kind = to_string(from.kind);
  out.target = from.target();
  out.foreign_key = from.foreign_key;
  if (from.through) {
    out.through = from.through();
    out.from = from.from;
    out.to = from.to;
  }
  return out;
}

std::vector<std::vector<std::string>> declare_lists(const name_list* lists, std::size_t count) {
  std::vector<std::vector<std::string>> out;
  for (std::size_t i = 0; i < count; ++i) out.emplace_back(lists[i].names, lists[i].names + lists[i].count);
  return out;
}

model_declaration declare_model(const model_info& from) {
  model_declaration out;
  out.name = from.name;
  out.table = from.table;
  out.name_space = from.name_space;
  out.description = from.description;
  out.expires = from.expires;
  for (std::size_t i = 0; i < from.field_count; ++i) out.fields.push_back(declare_field(from.fields[i]));
  for (std::size_t i = 0; i < from.relation_count; ++i) out.relations.push_back(declare_relation(from.relations[i]));
  out.unique = declare_lists(from.uniques, from.unique_count);
  out.index = declare_lists(from.indexes, from.index_count);
  return out;
}

}  // namespace

schema_declaration declare(const schema_info& from) {
  schema_declaration out;
  out.name = from.name;
  out.description = from.description;
  for (std::size_t i = 0; i < from.model_count; ++i) out.models.push_back(declare_model(from.models[i]));
  return out;
}

std::shared_ptr<const schema> build(const schema_info& from) { return schema::build(declare(from)); }

}  // namespace orm::detail
