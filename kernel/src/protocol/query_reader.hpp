// Requests on a model: `op` and `args` into an ast::query.
#pragma once

#include <optional>
#include <string_view>

#include "json/document.hpp"
#include "orm/ast/query.hpp"
#include "orm/schema.hpp"

namespace orm::detail {

// The operation of a request on a model by its protocol name; none for push, transaction and the like.
std::optional<ast::operation> find_operation(std::string_view name) noexcept;

bool writes(ast::operation operation) noexcept;

// Reads the arguments of an operation; args may be missing where all of them are optional. Throws error.
ast::query read_query(const schema& schema, std::uint32_t model, ast::operation operation,
                      const std::optional<json::node>& args);

// `select` into what records consist of; none: every scalar field.
ast::selection read_selection(const schema& schema, std::uint32_t model, const std::optional<json::node>& select);

}  // namespace orm::detail
