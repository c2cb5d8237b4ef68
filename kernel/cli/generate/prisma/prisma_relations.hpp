// Relation fields of a Prisma schema. Prisma wants each relation on both of its models, once, and every many-to-many
// relation over a model with columns of its own as two relations to that model.
#pragma once

#include <string>
#include <vector>

#include "orm/schema.hpp"
#include "prisma_names.hpp"

namespace orm::cli {

struct prisma_relation_field {
  std::string name;
  std::string type;       // "User", "User?", "Post[]"
  std::string attribute;  // "@relation(...)" or empty
};

struct prisma_relations {
  std::vector<std::vector<prisma_relation_field>> fields;  // per model
  std::vector<std::vector<std::string>> comments;          // per model: relations that have no counterpart
};

// named_keys: foreign keys need names that are unique, so a second one on a column gets its own.
prisma_relations relations_of(const schema& schema, const prisma_names& names, bool named_keys);

}  // namespace orm::cli
