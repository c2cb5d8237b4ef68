// Values of requests: JSON into the kind of a field (FORMATS, section 3, "Values").
#pragma once

#include "json/document.hpp"
#include "orm/schema.hpp"

namespace orm::detail {

// The field's value, not yet conformed. Throws error(invalid_value): the wrong type of JSON, or a null where the field
// is never null.
value read_value(const model& model, const field& field, const json::node& node);

}  // namespace orm::detail
