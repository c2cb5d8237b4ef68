// From schema.hpp to driver.h.
#include "schema/abi_schema.hpp"

#include <string>

#include "engine/cells.hpp"
#include "orm/detail/engine.hpp"

namespace orm::detail {
namespace {

orm_text text(const std::string& from) { return {from.data(), from.size()}; }

template <class Vector>
std::uint32_t count(const Vector& from) {
  return static_cast<std::uint32_t>(from.size());
}

std::vector<orm_field_list> lists(const std::vector<std::vector<std::uint32_t>>& from) {
  std::vector<orm_field_list> out;
  for (const auto& fields : from) out.push_back({fields.data(), count(fields)});
  return out;
}

std::uint16_t flags(const field& from) {
  unsigned out = 0;
  if (from.id) out |= ORM_FIELD_ID;
  if (from.unique) out |= ORM_FIELD_UNIQUE;
  if (from.nullable) out |= ORM_FIELD_NULLABLE;
  if (from.default_from == default_kind::increment) out |= ORM_FIELD_INCREMENT;
  return static_cast<std::uint16_t>(out);
}

// What existing rows get when the field is added to them.
orm_cell default_value(const field& from) {
  if (from.default_from == default_kind::literal) return to_cell(from.default_literal);
  if (from.default_from == default_kind::now) return to_cell(value::of_datetime(now_microseconds()));
  orm_cell none{};
  none.type = ORM_CELL_ABSENT;
  return none;
}

orm_field convert_field(const field& from, std::vector<orm_text>& values) {
  for (const std::string& each : from.values) values.push_back(text(each));
  orm_field out{};
  out.size = sizeof out;
  out.type = static_cast<std::uint16_t>(from.type);
  out.flags = flags(from);
  out.name = text(from.name);
  out.column = text(from.column);
  out.references_model = from.references_model;
  out.references_field = from.references_field;
  out.on_delete = static_cast<std::uint32_t>(from.on_delete);
  out.value_count = count(values);
  out.values = values.data();
  out.description = text(from.description);
  out.default_value = default_value(from);
  return out;
}

orm_relation convert_relation(const relation& from) {
  orm_relation out{};
  out.size = sizeof out;
  out.flags = from.singular() ? static_cast<std::uint32_t>(ORM_RELATION_SINGULAR) : 0u;
  out.from_model = from.from_model;
  out.to_model = from.to_model;
  out.local_field = from.local_field;
  out.remote_field = from.remote_field;
  out.through_model = from.through_model;
  out.through_local = from.through_local;
  out.through_remote = from.through_remote;
  out.name = text(from.name);
  return out;
}

}  // namespace

abi_schema::abi_schema(std::shared_ptr<const schema> from, std::string name)
    : schema_(std::move(from)), name_(schema_->name().empty() ? std::move(name) : schema_->name()) {
  storage_.resize(schema_->models().size());
  for (std::size_t i = 0; i < storage_.size(); ++i) models_.push_back(convert(schema_->models()[i], storage_[i]));
  for (const relation& each : schema_->relations()) relations_.push_back(convert_relation(each));
  view_.size = sizeof view_;
  view_.model_count = count(models_);
  view_.models = models_.data();
  view_.relation_count = count(relations_);
  view_.relations = relations_.data();
  view_.name = text(name_);
}

orm_model abi_schema::convert(const model& from, model_storage& storage) const {
  storage.values.resize(from.fields.size());
  for (std::size_t i = 0; i < from.fields.size(); ++i)
    storage.fields.push_back(convert_field(from.fields[i], storage.values[i]));
  storage.uniques = lists(from.uniques);
  storage.indexes = lists(from.indexes);
  orm_model out{};
  out.size = sizeof out;
  out.id = from.id;
  out.expires = from.expires;
  out.field_count = count(storage.fields);
  out.fields = storage.fields.data();
  out.name = text(from.name);
  out.table = text(from.table);
  out.name_space = text(from.name_space);
  out.description = text(from.description);
  out.unique_count = count(storage.uniques);
  out.index_count = count(storage.indexes);
  out.uniques = storage.uniques.data();
  out.indexes = storage.indexes.data();
  return out;
}

}  // namespace orm::detail
