// The words of schema files: field types, relation kinds, what happens on delete.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "orm/schema.hpp"

namespace orm::detail {

// A field type other than "id"; none for an unknown word.
std::optional<field_type> find_field_type(std::string_view word) noexcept;
const std::vector<std::string_view>& field_type_words();  // "id" included

std::optional<relation_kind> find_relation_kind(std::string_view word) noexcept;
const std::vector<std::string_view>& relation_kind_words();

// "restrict" is noAction: both are judged on the state after the statement.
std::optional<on_delete> find_on_delete(std::string_view word) noexcept;
const std::vector<std::string_view>& on_delete_words();

}  // namespace orm::detail
