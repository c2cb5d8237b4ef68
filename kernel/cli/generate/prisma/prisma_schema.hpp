// A schema as Prisma schema text, in the form that `prisma format` leaves alone.
#pragma once

#include <string>
#include <string_view>

#include "orm/schema.hpp"
#include "prisma_fields.hpp"

namespace orm::cli {

// Where the generated region of a file begins and ends; each a whole line.
inline constexpr std::string_view prisma_begin_mark = "// orm: generated, begin";
inline constexpr std::string_view prisma_end_mark = "// orm: generated, end";

// A file that belongs to the generator alone: generator, datasource, models and enums.
// Throws error(unsupported) for namespaces where the provider has none.
std::string prisma_file(const schema& schema, prisma_provider provider);

// A file that also belongs to someone else: the region between the marks is replaced and every other byte kept.
// Without marks the region goes to the end; an empty text gets generator and datasource before it.
// Throws error(invalid_config) for marks that don't pair up, and what prisma_file() throws.
std::string prisma_file_with_block(std::string_view existing, const schema& schema, prisma_provider provider);

}  // namespace orm::cli
