// schema::load(): a TOML schema file into a declaration, which schema::build() then judges.
#include <stdexcept>

#include "orm/error.hpp"
#include "orm/schema.hpp"
#include "orm/sdk/value/datetime.hpp"
#include "toml/toml_file.hpp"

namespace orm {
namespace {

using detail::toml_file;
using detail::toml_kind;
using detail::toml_node;

const std::vector<std::string_view> schema_keys{"name", "description", "models"};
const std::vector<std::string_view> model_keys{"table",  "namespace", "description", "expires",
                                               "fields", "relations", "unique",      "index"};
const std::vector<std::string_view> field_keys{"type",        "unique",     "nullable", "default",
                                               "on_update",   "references", "onDelete", "column",
                                               "description", "values",     "of",       "generated"};
const std::vector<std::string_view> relation_keys{"kind", "target", "foreignKey", "through", "from", "to"};

// Reads the optional keys of one table.
class table_reader {
 public:
  table_reader(const toml_file& file, const toml_node& table, const std::vector<std::string_view>& known)
      : file_(file), table_(table) {
    file.check_keys(table, known);
  }

  void name(std::string_view key, std::string& to) const {
    if (const toml_node* node = table_.find(key)) to = file_.name(*node);
  }
  void text(std::string_view key, std::string& to) const {
    if (const toml_node* node = table_.find(key)) to = file_.text(*node);
  }
  void flag(std::string_view key, bool& to) const {
    if (const toml_node* node = table_.find(key)) to = file_.boolean(*node);
  }
  void lists(std::string_view key, std::vector<std::vector<std::string>>& to) const {
    const toml_node* node = table_.find(key);
    if (node == nullptr) return;
    for (const toml_node& element : file_.array(*node)) to.push_back(file_.texts(element));
  }

 private:
  const toml_file& file_;
  const toml_node& table_;
};

value read_default(const toml_file& file, const toml_node& node, const std::string& type) {
  if (type == "json") {
    try {
      return value::of_json(detail::to_json(node));
    } catch (const std::invalid_argument& problem) {
      file.fail(node, problem.what());
    }
  }
  switch (node.kind) {
    case toml_kind::boolean:
      return value::of_boolean(node.boolean);
    case toml_kind::integer:
      return value::of_integer(node.integer);
    case toml_kind::real:
      return value::of_real(node.real);
    case toml_kind::text:
      return value::of_text(node.text);
    case toml_kind::datetime:
      if (const auto moment = sdk::parse_datetime(node.text)) return value::of_datetime(*moment);
      file.fail(node, "a datetime lies in the years 0001 to 9999 and has no second 60");
    case toml_kind::local_time:
      file.fail(node, "a date-time needs an offset, as in 2026-01-01T00:00:00Z");
    case toml_kind::array:
    case toml_kind::table:
      file.fail(node, "only a json field has " + std::string(to_string(node.kind)) + " as its default");
  }
  return {};
}

field_declaration read_field(const toml_file& file, const toml_node& node) {
  const table_reader keys(file, node, field_keys);
  field_declaration field;
  field.name = node.key;
  keys.name("type", field.type);
  keys.name("of", field.of);
  keys.flag("unique", field.unique);
  keys.flag("nullable", field.nullable);
  keys.name("generated", field.generated);
  keys.name("on_update", field.on_update);
  keys.name("references", field.references);
  keys.name("onDelete", field.on_delete);
  keys.name("column", field.column);
  keys.text("description", field.description);
  if (const toml_node* values = node.find("values")) field.values = file.texts(*values);
  if (const toml_node* given = node.find("default")) field.default_value = read_default(file, *given, field.type);
  return field;
}

relation_declaration read_relation(const toml_file& file, const toml_node& node) {
  const table_reader keys(file, node, relation_keys);
  relation_declaration relation;
  relation.name = node.key;
  keys.name("kind", relation.kind);
  keys.name("target", relation.target);
  keys.name("foreignKey", relation.foreign_key);
  keys.name("through", relation.through);
  keys.name("from", relation.from);
  keys.name("to", relation.to);
  return relation;
}

model_declaration read_model(const toml_file& file, const toml_node& node) {
  const table_reader keys(file, node, model_keys);
  model_declaration model;
  model.name = node.key;
  keys.name("table", model.table);
  keys.name("namespace", model.name_space);
  keys.text("description", model.description);
  keys.name("expires", model.expires);
  keys.lists("unique", model.unique);
  keys.lists("index", model.index);
  if (const toml_node* fields = node.find("fields")) {
    for (const toml_node& each : file.table(*fields)) model.fields.push_back(read_field(file, each));
  }
  if (const toml_node* relations = node.find("relations")) {
    for (const toml_node& each : file.table(*relations)) model.relations.push_back(read_relation(file, each));
  }
  return model;
}

}  // namespace

std::shared_ptr<const schema> schema::load(const std::string& path) {
  const toml_file file(path, error_code::invalid_schema);
  const table_reader keys(file, file.root(), schema_keys);
  schema_declaration declaration;
  keys.name("name", declaration.name);
  keys.text("description", declaration.description);
  if (const toml_node* models = file.root().find("models")) {
    for (const toml_node& each : file.table(*models)) declaration.models.push_back(read_model(file, each));
  }
  declaration.location = [&file](std::string_view key_path) { return file.location(key_path); };
  return build(declaration);
}

}  // namespace orm
