// Whether two stores gave one answer.
#pragma once

#include <string>

#include "orm/schema.hpp"
#include "support/json.hpp"

namespace orm_test {

// A response in a form that is equal for equal answers: generated ids and times are set aside, lists whose order the
// request leaves open are sorted, of an error the code and the index are kept.
json comparable(const orm::schema& schema, const json& request, const json& response);

}  // namespace orm_test
