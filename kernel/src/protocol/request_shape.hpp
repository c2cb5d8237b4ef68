// The shapes that requests are made of: objects with known keys, lists of names. What does not fit is invalid_query.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "json/document.hpp"
#include "orm/error.hpp"

namespace orm::detail {

[[noreturn]] void refuse_query(const std::string& what);

// Throws unless the node is an object without a key twice. what: how messages call it.
void expect_object(const json::node& node, std::string_view what);
void expect_array(const json::node& node, std::string_view what);

// As expect_object, and every key is one of these.
void expect_keys(const json::node& node, std::string_view what, std::initializer_list<std::string_view> known);

std::optional<json::node> find_member(const json::node& object, std::string_view key);

}  // namespace orm::detail
