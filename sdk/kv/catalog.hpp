// What a store was written with: the catalog of a model says how its records and indexes were laid out, so that a
// schema that has changed since does not miss rows that an older one wrote.
#ifndef ORM_KV_CATALOG_HPP
#define ORM_KV_CATALOG_HPP

#include <orm/sdk/kv/backend.hpp>
#include <orm/sdk/kv/store.hpp>

#include <string>

namespace orm::sdk::kv {

// The catalog of a model as the schema wants it: lines "stored columns", "field column type", "unique columns",
// "index columns".
std::string catalog_text(const model_layout& where);

// Makes sure that a model can be used: writes the catalog of one that never was, and throws MISSING_TABLE where the
// store was laid out otherwise.
void require_catalog(kv_store& store, backend& at, const model_layout& where);

// Brings the store to the schema: entries and unique keys of every record that lack, indexes that are no longer kept.
// Pushes what it does; dry, what it would do. Throws INVALID_SCHEMA, before it changes anything, where records can't be
// read as the schema says, and UNIQUE_CONSTRAINT_VIOLATION where they have a new unique key twice.
void push_catalog(kv_store& store, backend& at, const model_layout& where, bool dry, const text_sink& applied);

}  // namespace orm::sdk::kv

#endif
