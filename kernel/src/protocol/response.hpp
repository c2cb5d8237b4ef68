// What responses are made of, as JSON texts.
#pragma once

#include <string>
#include <vector>

#include "orm/error.hpp"
#include "orm/store.hpp"

namespace orm::detail {

std::string error_json(const error& failure);
std::string capabilities_json(const driver_capabilities& can);
std::string string_list(const std::vector<std::string>& texts);

}  // namespace orm::detail
