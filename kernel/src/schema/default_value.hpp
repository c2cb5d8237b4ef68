// Defaults as declared into defaults of the field's type.
#pragma once

#include <string>

#include "orm/schema.hpp"

namespace orm::detail {

// Sets default_from and default_literal of a field whose type, nullability and enum values are resolved. Empty, or what
// is wrong with the default.
std::string resolve_default(const model& owner, const value& declared, field& made);

}  // namespace orm::detail
