// Scalar fields of a Prisma schema: types, the store's native types, defaults.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "orm/schema.hpp"
#include "prisma_names.hpp"

namespace orm::cli {

enum class prisma_provider { postgresql, mysql, sqlite };
std::optional<prisma_provider> find_prisma_provider(std::string_view name);

// A text as a string literal of a Prisma schema, quotes included.
std::string prisma_text(std::string_view text);

// "String?", or the name of the field's enum.
std::string prisma_type(const field& field, const prisma_names::enumeration& enumeration);

// "@id @default(uuid(7)) @map("user_id")": everything that stands behind the type.
std::string prisma_attributes(const model& model, std::uint32_t index, const std::string& name,
                              const prisma_names::enumeration& enumeration, prisma_provider provider);

}  // namespace orm::cli
