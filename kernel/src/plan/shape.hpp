// The shape of a query: everything but its values, as bytes. Two queries of one shape share a plan.
#pragma once

#include <string>

#include "orm/ast/query.hpp"

namespace orm::detail {

// records: whether the caller wants records back.
void append_shape(const ast::query& query, bool records, std::string& out);

}  // namespace orm::detail
