// Logical names: which texts may name a model, a field or a relation.
#pragma once

#include <string>
#include <string_view>

namespace orm::detail {

// Empty when the text is an identifier: letters, digits and `_` of any script, no digit first. Else what is wrong.
std::string identifier_problem(std::string_view name);

// The same for what stands in queries beside the words of the query language: the name of a field or a relation.
std::string member_name_problem(std::string_view name);

// Empty when the text may be a physical name (table, column, namespace). Else what is wrong.
std::string physical_name_problem(std::string_view name);

}  // namespace orm::detail
