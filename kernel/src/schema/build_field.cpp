// One field: its type and what its keys may say for that type.
#include <algorithm>

#include "orm/sdk/value/text.hpp"
#include "schema/builder.hpp"
#include "schema/default_value.hpp"
#include "schema/identifier.hpp"
#include "schema/names.hpp"
#include "text/nearest.hpp"

namespace orm::detail {
namespace {

void resolve_id(const builder& to, const field_declaration& declared, const std::string& path, field& made) {
  made.id = true;
  made.unique = false;  // an id is unique as it is; saying so again changes nothing
  if (declared.of == "integer") {
    made.type = field_type::integer;
  } else if (!declared.of.empty() && declared.of != "string") {
    to.fail(path + ".of", "unknown type of id " + in_quotes(declared.of) + suggest(declared.of, {"string", "integer"}));
  }
  if (declared.nullable) to.fail(path + ".nullable", "an id is never null");
  if (declared.default_value)
    to.fail(path + ".default",
            "an id takes no default: a string id left out is generated, an integer id with "
            "generated = \"increment\" too");
  if (declared.generated.empty()) {
    if (made.type == field_type::string) made.default_from = default_kind::uuid;
    return;
  }
  if (declared.generated != "increment")
    to.fail(path + ".generated",
            "unknown value " + in_quotes(declared.generated) + suggest(declared.generated, {"increment"}));
  if (made.type != field_type::integer)
    to.fail(path + ".generated",
            "only an id with of = \"integer\" is incremented; a string id is generated when left "
            "out");
  made.default_from = default_kind::increment;
}

void resolve_type(const builder& to, const field_declaration& declared, const std::string& path, field& made) {
  if (declared.type.empty()) to.fail(path, "missing key \"type\"");
  if (declared.type == "id") return resolve_id(to, declared, path, made);
  const auto type = find_field_type(declared.type);
  if (!type)
    to.fail(path + ".type", "unknown type " + in_quotes(declared.type) + suggest(declared.type, field_type_words()));
  made.type = *type;
  if (!declared.of.empty()) to.fail(path + ".of", "only a field of type \"id\" has it");
  if (!declared.generated.empty()) to.fail(path + ".generated", "only a field of type \"id\" has it");
  if (made.unique && made.type == field_type::json) to.fail(path + ".unique", "a json field can't be unique");
}

void resolve_values(const builder& to, const field_declaration& declared, const std::string& path, field& made) {
  if (made.type != field_type::enumeration) {
    if (!declared.values.empty()) to.fail(path + ".values", "only a field of type \"enum\" has them");
    return;
  }
  if (declared.values.empty()) to.fail(path, "an enum needs \"values\"");
  for (std::size_t i = 0; i < declared.values.size(); ++i) {
    const std::string& name = declared.values[i];
    const std::string element = path + ".values[" + std::to_string(i) + ']';
    if (name.empty()) to.fail(element, "is empty");
    if (sdk::check_text(name) != sdk::text_status::ok) to.fail(element, "must be valid UTF-8 without NUL");
    if (std::find(made.values.begin(), made.values.end(), name) != made.values.end())
      to.fail(element, in_quotes(name) + " is among the values already");
    made.values.push_back(name);
  }
}

void resolve_column(const builder& to, const model& owner, const std::string& path, field& made) {
  if (const auto problem = physical_name_problem(made.column); !problem.empty()) to.fail(path + ".column", problem);
  for (const field& other : owner.fields) {
    if (other.name == made.name) to.fail(path, "there is already a field of this name");
    if (other.column == made.column)
      to.fail(path + ".column",
              "column " + in_quotes(made.column) + " is already that of field " + in_quotes(other.name));
  }
}

void resolve_on_update(const builder& to, const field_declaration& declared, const std::string& path, field& made) {
  if (declared.on_update.empty()) return;
  if (declared.on_update != "now")
    to.fail(path + ".on_update",
            "unknown value " + in_quotes(declared.on_update) + suggest(declared.on_update, {"now"}));
  if (made.type != field_type::datetime) to.fail(path + ".on_update", "only a field of type \"datetime\" has it");
  made.on_update_now = true;
}

void resolve_on_delete(const builder& to, const field_declaration& declared, const std::string& path, field& made) {
  if (declared.on_delete.empty()) return;
  const auto action = find_on_delete(declared.on_delete);
  if (!action)
    to.fail(path + ".onDelete",
            "unknown action " + in_quotes(declared.on_delete) + suggest(declared.on_delete, on_delete_words()));
  if (declared.references.empty()) to.fail(path + ".onDelete", "only a field with \"references\" has it");
  if (*action == on_delete::set_null && !made.nullable) to.fail(path + ".onDelete", "setNull needs nullable = true");
  made.on_delete = *action;
}

}  // namespace

void resolve_field(builder& to, std::uint32_t model, const field_declaration& declared) {
  const std::string path = to.model_path(model) + ".fields." + declared.name;
  if (const auto problem = member_name_problem(declared.name); !problem.empty()) to.fail(path, problem);

  field made;
  made.name = declared.name;
  made.column = declared.column.empty() ? declared.name : declared.column;
  made.unique = declared.unique;
  made.nullable = declared.nullable;
  made.description = declared.description;
  resolve_type(to, declared, path, made);
  resolve_values(to, declared, path, made);
  resolve_column(to, to.models[model], path, made);
  resolve_on_update(to, declared, path, made);
  resolve_on_delete(to, declared, path, made);
  if (declared.default_value) {
    const std::string problem = resolve_default(to.models[model], *declared.default_value, made);
    if (!problem.empty()) to.fail(path + ".default", problem);
  }
  to.models[model].fields.push_back(std::move(made));
}

void resolve_reference(builder& to, std::uint32_t model, std::uint32_t index) {
  const std::string& reference = to.declaration.models[model].fields[index].references;
  if (reference.empty()) return;
  const std::string path = to.field_path(model, index) + ".references";
  const std::size_t dot = reference.find('.');
  if (dot == std::string::npos) to.fail(path, "expected \"model.field\", found " + in_quotes(reference));
  field& made = to.models[model].fields[index];
  made.references_model = to.find_model(reference.substr(0, dot), path);
  made.references_field = to.find_field(made.references_model, reference.substr(dot + 1), path);

  const orm::model& target_model = to.models[made.references_model];
  const field& target = target_model.fields[made.references_field];
  if (!target.id && !target.unique)
    to.fail(path, in_quotes(reference) + " is neither an id nor unique, so it can't be referenced");
  if (target_model.expires != no_index)
    to.fail(path, "model " + in_quotes(target_model.name) + " has \"expires\", so it can't be referenced");
  if (target.type != made.type)
    to.fail(path, "a field of type " + std::string(to_string(made.type)) + " can't reference " + in_quotes(reference) +
                      " of type " + std::string(to_string(target.type)));
}

}  // namespace orm::detail
