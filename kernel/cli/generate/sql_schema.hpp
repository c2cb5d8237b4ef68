// A schema as the SQL that creates its tables.
#pragma once

#include <memory>
#include <string>

#include "orm/schema.hpp"

namespace orm::cli {

// The statements for an empty database of a dialect: postgres, sqlite or mysql. Throws usage_error for another one,
// error(unsupported) for what the dialect can't hold.
std::string sql_schema(const std::shared_ptr<const schema>& schema, const std::string& dialect);

}  // namespace orm::cli
