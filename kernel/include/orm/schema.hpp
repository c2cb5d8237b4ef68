// The schema model: what a schema file or a typed C++ declaration says, resolved and checked.
//
// A schema_declaration holds names as they were written; schema::build() resolves and validates it into a schema,
// which is immutable and may be read by any number of threads. Both front doors (TOML files and typed C++
// declarations) end here, so that one set of rules holds for both.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "orm/value.hpp"

namespace orm {

enum class field_type : std::uint8_t {  // numbers: orm_field_type in driver.h
  string = 1,
  boolean = 2,
  integer = 3,
  bigint = 4,
  decimal = 5,
  real = 6,
  enumeration = 7,
  json = 8,
  bytes = 9,
  datetime = 10,
};
std::string_view to_string(field_type type) noexcept;

enum class on_delete : std::uint8_t { no_action = 0, cascade = 1, set_null = 2 };
enum class relation_kind : std::uint8_t { belongs_to, has_one, has_many, many_to_many };
std::string_view to_string(relation_kind kind) noexcept;

// Where a field's value comes from when a create leaves it out.
enum class default_kind : std::uint8_t {
  none,       // required, or null when nullable
  literal,    // default_literal
  now,        // the kernel's clock
  uuid,       // a generated string id (UUIDv7)
  increment,  // the store generates the integer id
};

// ---- declarations: names as written ------------------------------------------------------------------------------

struct field_declaration {
  std::string name;
  std::string type;  // "id", "string", ... as in the schema file
  std::string of;    // of an id: "", "string" or "integer"
  bool unique = false;
  bool nullable = false;
  std::string generated;                  // of an id: "" or "increment"
  std::optional<value> default_value;     // text "now" for a datetime; else of the field's type, unchecked
  std::string on_update;                  // "" or "now"
  std::string references;                 // "model.field" or ""
  std::string on_delete;                  // "" or cascade, restrict, setNull, noAction
  std::string column;                     // "": the name
  std::string description;
  std::vector<std::string> values;        // of an enum
};

struct relation_declaration {
  std::string name;
  std::string kind;  // belongsTo, hasOne, hasMany, manyToMany
  std::string target;
  std::string foreign_key;
  std::string through, from, to;  // manyToMany
};

struct model_declaration {
  std::string name;
  std::string table;  // "": the name
  std::string name_space;
  std::string description;
  std::string expires;
  std::vector<field_declaration> fields;
  std::vector<relation_declaration> relations;
  std::vector<std::vector<std::string>> unique;
  std::vector<std::vector<std::string>> index;
};

struct schema_declaration {
  std::string name;
  std::string description;
  std::vector<model_declaration> models;
  // Says where a key path such as "models.user.fields.email" stands, e.g. "schemas/app.toml:12: "; may be empty.
  std::function<std::string(std::string_view key_path)> location;
};

// ---- the resolved schema ------------------------------------------------------------------------------------------

inline constexpr std::uint32_t no_index = 0xffffffffu;

struct field {
  std::string name;
  std::string column;
  field_type type = field_type::string;
  bool id = false;
  bool unique = false;  // alone; an id is unique without it
  bool nullable = false;
  default_kind default_from = default_kind::none;
  value default_literal;  // conforming to the type: normalised decimal, canonical JSON
  bool on_update_now = false;
  std::uint32_t references_model = no_index;
  std::uint32_t references_field = no_index;
  orm::on_delete on_delete = orm::on_delete::no_action;
  std::vector<std::string> values;
  std::string description;

  // A create must give it.
  bool required() const noexcept { return !nullable && default_from == default_kind::none; }
};

struct relation {
  std::string name;
  relation_kind kind = relation_kind::belongs_to;
  std::uint32_t from_model = 0;
  std::uint32_t to_model = 0;
  // from.local_field = to.remote_field, or over a third model:
  // from.local_field = through.through_local and through.through_remote = to.remote_field.
  std::uint32_t local_field = 0;
  std::uint32_t remote_field = 0;
  std::uint32_t through_model = no_index;
  std::uint32_t through_local = no_index;
  std::uint32_t through_remote = no_index;

  bool singular() const noexcept { return kind == relation_kind::belongs_to || kind == relation_kind::has_one; }
};

struct model {
  std::string name;
  std::string table;
  std::string name_space;
  std::string description;
  std::uint32_t id = 0;              // index of the id field
  std::uint32_t expires = no_index;  // index of the datetime after which a row no longer exists
  std::vector<orm::field> fields;    // in declared order
  std::vector<std::uint32_t> relations;  // indexes in schema::relations, in declared order
  std::vector<std::vector<std::uint32_t>> uniques;  // compound keys, as declared
  std::vector<std::vector<std::uint32_t>> indexes;

  std::uint32_t find_field(std::string_view name) const noexcept;  // no_index when there is none

  // Every unique key: the id, each unique field, each compound. Fields in declared order.
  std::vector<std::vector<std::uint32_t>> unique_keys() const;
};

class schema {
 public:
  // Resolves and checks a declaration. Throws error(invalid_schema) whose message names the location and key path of
  // the first thing wrong, with a near name where a name is unknown.
  static std::shared_ptr<const schema> build(const schema_declaration& declaration);

  // Reads a schema file (FORMATS, section 1). Throws error(invalid_schema); a file that can't be read likewise.
  static std::shared_ptr<const schema> load(const std::string& path);

  const std::string& name() const noexcept { return name_; }
  const std::string& description() const noexcept { return description_; }
  const std::vector<orm::model>& models() const noexcept { return models_; }
  const std::vector<orm::relation>& relations() const noexcept { return relations_; }

  std::uint32_t find_model(std::string_view name) const noexcept;                          // no_index: none
  std::uint32_t find_relation(std::uint32_t model, std::string_view name) const noexcept;  // no_index: none

 private:
  std::string name_, description_;
  std::vector<orm::model> models_;
  std::vector<orm::relation> relations_;
};

}  // namespace orm
