// Names in a Prisma schema: what it accepts as an identifier is narrower than what a schema may hold.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "orm/schema.hpp"

namespace orm::cli {

// Makes names unique in one scope by a number at the end.
class name_scope {
 public:
  explicit name_scope(std::set<std::string> taken = {}) : taken_(std::move(taken)) {}
  bool has(const std::string& name) const { return taken_.contains(name); }
  std::string claim(const std::string& wanted);

 private:
  std::set<std::string> taken_;
};

// The text as an identifier: what one can't hold becomes `_`, and where it can't begin, the prefix comes first.
std::string identifier(std::string_view text, std::string_view prefix);

std::string with_capital(std::string_view name);
std::string with_small_letter(std::string_view name);

struct prisma_enum_value {
  std::string name;   // the identifier
  std::string value;  // the text in the database
};

// The identifier that each model, field, enum and enum value has.
struct prisma_names {
  explicit prisma_names(const schema& schema);

  struct enumeration {
    std::string name;  // empty: the field is no enum
    std::vector<prisma_enum_value> values;
  };
  std::vector<std::string> models;
  std::vector<std::vector<std::string>> fields;        // per model
  std::vector<std::vector<enumeration>> enumerations;  // per model and field
};

}  // namespace orm::cli
