// schema::build(): models, their tables and keys; fields and relations are in files of their own.
#include <algorithm>
#include <utility>

#include "orm/error.hpp"
#include "schema/builder.hpp"
#include "schema/identifier.hpp"
#include "text/nearest.hpp"

namespace orm {
namespace detail {

void builder::fail(const std::string& key_path, const std::string& problem) const {
  const std::string where = declaration.location ? declaration.location(key_path) : std::string();
  throw error(error_code::invalid_schema, where + key_path + ": " + problem);
}

std::uint32_t builder::find_model(const std::string& name, const std::string& path) const {
  std::vector<std::string_view> names;
  for (std::uint32_t i = 0; i < models.size(); ++i) {
    if (models[i].name == name) return i;
    names.push_back(models[i].name);
  }
  fail(path, "unknown model " + in_quotes(name) + suggest(name, names));
}

std::uint32_t builder::find_field(std::uint32_t model, const std::string& name, const std::string& path) const {
  const std::uint32_t found = models[model].find_field(name);
  if (found != no_index) return found;
  std::vector<std::string_view> names;
  for (const field& each : models[model].fields) names.push_back(each.name);
  fail(path, "unknown field " + in_quotes(name) + " of model " + in_quotes(models[model].name) + suggest(name, names));
}

namespace {

void resolve_model_names(builder& to) {
  if (to.declaration.models.empty()) to.fail("models", "a schema needs at least one model");
  for (std::uint32_t i = 0; i < to.declaration.models.size(); ++i) {
    const model_declaration& declared = to.declaration.models[i];
    const std::string path = to.model_path(i);
    if (const auto problem = identifier_problem(declared.name); !problem.empty()) to.fail(path, problem);
    model made;
    made.name = declared.name;
    made.table = declared.table.empty() ? declared.name : declared.table;
    made.name_space = declared.name_space;
    made.description = declared.description;
    if (const auto problem = physical_name_problem(made.table); !problem.empty()) to.fail(path + ".table", problem);
    if (!made.name_space.empty()) {
      const auto problem = physical_name_problem(made.name_space);
      if (!problem.empty()) to.fail(path + ".namespace", problem);
    }
    for (const model& other : to.models) {
      if (other.name == made.name) to.fail(path, "there is already a model of this name");
      if (other.table == made.table && other.name_space == made.name_space)
        to.fail(path + ".table",
                "table " + in_quotes(made.table) + " is already that of model " + in_quotes(other.name));
    }
    to.models.push_back(std::move(made));
  }
}

void resolve_fields(builder& to, std::uint32_t index) {
  const model_declaration& declared = to.declaration.models[index];
  if (declared.fields.empty()) to.fail(to.model_path(index), "a model needs fields");
  for (const field_declaration& each : declared.fields) resolve_field(to, index, each);

  model& made = to.models[index];
  made.id = no_index;
  for (std::uint32_t i = 0; i < made.fields.size(); ++i) {
    if (!made.fields[i].id) continue;
    if (made.id != no_index)
      to.fail(to.field_path(index, i),
              "a model has one id, and " + in_quotes(made.fields[made.id].name) + " is it already");
    made.id = i;
  }
  if (made.id == no_index) to.fail(to.model_path(index) + ".fields", "a model needs a field of type \"id\"");
}

void resolve_expiry(builder& to, std::uint32_t index) {
  const std::string& name = to.declaration.models[index].expires;
  if (name.empty()) return;
  const std::string path = to.model_path(index) + ".expires";
  model& made = to.models[index];
  made.expires = to.find_field(index, name, path);
  const field_type type = made.fields[made.expires].type;
  if (type != field_type::datetime)
    to.fail(path, "the field must be a datetime, " + in_quotes(name) + " is of type " + std::string(to_string(type)));
}

// The fields of one list of `unique` or `index`.
std::vector<std::uint32_t> resolve_list(const builder& to, std::uint32_t index, const std::vector<std::string>& names,
                                        const std::string& path) {
  if (names.empty()) to.fail(path, "the list is empty");
  std::vector<std::uint32_t> fields;
  for (const std::string& name : names) {
    const std::uint32_t found = to.find_field(index, name, path);
    if (to.models[index].fields[found].type == field_type::json)
      to.fail(path, in_quotes(name) + " is of type json, which can't be in a key or an index");
    if (std::find(fields.begin(), fields.end(), found) != fields.end())
      to.fail(path, in_quotes(name) + " is in this list already");
    fields.push_back(found);
  }
  return fields;
}

std::vector<std::vector<std::uint32_t>> resolve_lists(const builder& to, std::uint32_t index,
                                                      const std::vector<std::vector<std::string>>& lists,
                                                      const std::string& path) {
  std::vector<std::vector<std::uint32_t>> resolved;
  for (std::size_t i = 0; i < lists.size(); ++i) {
    const std::string element = path + '[' + std::to_string(i) + ']';
    auto fields = resolve_list(to, index, lists[i], element);
    const auto same = std::find(resolved.begin(), resolved.end(), fields);
    if (same != resolved.end())
      to.fail(element, "repeats " + path + '[' + std::to_string(same - resolved.begin()) + ']');
    resolved.push_back(std::move(fields));
  }
  return resolved;
}

void resolve_keys(builder& to, std::uint32_t index) {
  const model_declaration& declared = to.declaration.models[index];
  model& made = to.models[index];
  for (auto& key : resolve_lists(to, index, declared.unique, to.model_path(index) + ".unique")) {
    // A list of one field says the same as `unique = true`; drivers see only one way of saying it.
    if (key.size() > 1) {
      made.uniques.push_back(std::move(key));
    } else if (!made.fields[key[0]].id) {
      made.fields[key[0]].unique = true;
    }
  }
  made.indexes = resolve_lists(to, index, declared.index, to.model_path(index) + ".index");
}

}  // namespace
}  // namespace detail

std::shared_ptr<const schema> schema::build(const schema_declaration& declaration) {
  detail::builder parts{declaration, {}, {}};
  detail::resolve_model_names(parts);
  const auto count = static_cast<std::uint32_t>(declaration.models.size());
  for (std::uint32_t i = 0; i < count; ++i) {
    detail::resolve_fields(parts, i);
    detail::resolve_expiry(parts, i);
    detail::resolve_keys(parts, i);
  }
  for (std::uint32_t i = 0; i < count; ++i) {
    for (std::uint32_t j = 0; j < parts.models[i].fields.size(); ++j) detail::resolve_reference(parts, i, j);
  }
  for (std::uint32_t i = 0; i < count; ++i) {
    for (const relation_declaration& each : declaration.models[i].relations) detail::resolve_relation(parts, i, each);
  }
  auto built = std::make_shared<schema>();
  built->name_ = declaration.name;
  built->description_ = declaration.description;
  built->models_ = std::move(parts.models);
  built->relations_ = std::move(parts.relations);
  return built;
}

}  // namespace orm
