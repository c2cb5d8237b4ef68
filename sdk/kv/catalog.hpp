// What a store was written with: the catalog of a model says how its records and indexes were laid out, so that a
// schema that has changed since does not miss rows that an older one wrote.
#ifndef ORM_KV_CATALOG_HPP
#define ORM_KV_CATALOG_HPP

#include <orm/sdk/kv/backend.hpp>
#include <orm/sdk/kv/store.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace orm::sdk::kv {

// The catalog of a model as the schema wants it: lines "stored columns", "field column type", "expires column",
// "unique columns", "index columns".
std::string catalog_text(const model_layout& where);

// One line of it, and that of a field with its type.
std::string line_of(const orm_model& model, std::string word, std::span<const std::uint32_t> fields);
std::string field_line(const orm_model& model, std::uint32_t index);

std::string model_name(const model_layout& where);

// What the store was written with, if it was.
std::optional<std::string> stored_catalog(backend& at, const model_layout& where);

// Makes sure that a model can be used: writes the catalog of one that never was, and throws MISSING_TABLE where the
// store was laid out otherwise.
void require_catalog(kv_store& store, backend& at, const model_layout& where);

// Brings the store to the schema: new columns and entries and unique keys of every record that lack, another expiry,
// and then away with indexes that are no longer kept and entries that lead nowhere. Pushes what it does; dry, what it
// would do. Throws INVALID_SCHEMA where records can't be read as the schema says, lack a new column without default or
// have a new unique key twice; what the catalog says of before can be used as before.
void push_catalogs(kv_store& store, backend& at, bool dry, const text_sink& applied);

}  // namespace orm::sdk::kv

#endif
