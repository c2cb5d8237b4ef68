// What a model's descriptors say, as plain constant data: read at compile time by the checks, at run time by declare().
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "orm/schema.hpp"

namespace orm::detail {

struct name_list {
  const std::string_view* names = nullptr;
  std::size_t count = 0;

  constexpr bool has(std::string_view name) const {
    for (std::size_t i = 0; i < count; ++i) {
      if (names[i] == name) return true;
    }
    return false;
  }
};

enum class default_form : std::uint8_t { none, now, boolean, number, text };

struct field_info {
  std::string_view name;
  field_type type{};
  bool id = false;
  bool increment = false;
  bool unique = false;
  bool nullable = false;
  bool update_now = false;
  default_form default_from = default_form::none;
  std::int64_t default_number = 0;
  std::string_view default_text;
  std::string_view (*references_model)() = nullptr;
  std::string_view references_field;
  orm::on_delete on_delete = orm::on_delete::no_action;
  std::string_view column;
  std::string_view description;
  name_list values;  // of an enum

  constexpr bool generated() const { return id && (type == field_type::string || increment); }
  constexpr bool required() const { return !nullable && default_from == default_form::none && !generated(); }
};

struct relation_info {
  std::string_view name;
  relation_kind kind{};
  std::string_view (*target)() = nullptr;
  std::string_view foreign_key;
  std::string_view (*through)() = nullptr;  // manyToMany, with from and to
  std::string_view from, to;
};

struct model_info {
  std::string_view name, table, name_space, description, expires;
  const field_info* fields = nullptr;
  std::size_t field_count = 0;
  const relation_info* relations = nullptr;
  std::size_t relation_count = 0;
  const name_list* uniques = nullptr;
  std::size_t unique_count = 0;
  const name_list* indexes = nullptr;
  std::size_t index_count = 0;
};

}  // namespace orm::detail
