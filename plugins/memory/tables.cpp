// Tables, foreign keys and relations of a schema.
#include "tables.hpp"

#include <orm/sdk/schema_view.hpp>

namespace orm::memory {

tables::tables(const orm_schema& schema)
    : schema_(schema), outgoing_(schema.model_count), incoming_(schema.model_count) {
  for (std::uint32_t i = 0; i < schema.model_count; ++i) tables_.push_back(std::make_unique<table>(schema, i));
  for (std::uint32_t i = 0; i < schema.model_count; ++i) {
    for (std::uint32_t k = 0; k < tables_[i]->model().field_count; ++k) connect(i, k);
  }
  for (std::uint32_t i = 0; i < schema.relation_count; ++i) {
    const orm_relation& relation = sdk::relation(schema, i);
    relations_.emplace_back(relation, at(relation.to_model), at(relation.through_model));
  }
}

void tables::connect(std::uint32_t model, std::uint32_t field) {
  table* from = at(model);
  const orm_field& referring = sdk::field(from->model(), field);
  if (!sdk::is_reference(referring)) return;
  table* to = at(referring.references_model);
  const std::uint32_t to_field = referring.references_field;
  const reference found{from,
                        field,
                        from->ordered_key_of(field),
                        to,
                        to_field,
                        sdk::unique_key_of(to->keys(), {&to_field, 1}),
                        referring.on_delete};
  outgoing_[model].push_back(found);
  incoming_[referring.references_model].push_back(found);
}

}  // namespace orm::memory
