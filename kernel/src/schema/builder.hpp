// The parts of schema::build(): each resolves one kind of declaration and throws error(invalid_schema) at its key path.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "orm/schema.hpp"

namespace orm::detail {

// What is resolved so far. The steps run in the order of the functions below, each over all models, because
// references need every field and relations need every reference.
struct builder {
  const schema_declaration& declaration;
  std::vector<orm::model> models;  // same indexes as in the declaration
  std::vector<orm::relation> relations;

  [[noreturn]] void fail(const std::string& key_path, const std::string& problem) const;

  // fail()s unless there is one; path is that of the key that names it.
  std::uint32_t find_model(const std::string& name, const std::string& path) const;
  std::uint32_t find_field(std::uint32_t model, const std::string& name, const std::string& path) const;

  std::string model_path(std::uint32_t model) const { return "models." + declaration.models[model].name; }
  std::string field_path(std::uint32_t model, std::uint32_t field) const {
    return model_path(model) + ".fields." + declaration.models[model].fields[field].name;
  }
};

// Adds a field: its type, flags, default and enum values.
void resolve_field(builder& to, std::uint32_t model, const field_declaration& declared);

// Links a field to the one that it references, once every model has its fields.
void resolve_reference(builder& to, std::uint32_t model, std::uint32_t field);

// Adds a relation, once every reference is resolved.
void resolve_relation(builder& to, std::uint32_t model, const relation_declaration& declared);

}  // namespace orm::detail
