// All tables of a store, and what connects them. The tables change under the store's lock, the rest never.
#ifndef ORM_MEMORY_TABLES_HPP
#define ORM_MEMORY_TABLES_HPP

#include <orm/sdk/driver.h>

#include "relations.hpp"
#include "table.hpp"

#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <vector>

namespace orm::memory {

// A foreign key.
struct reference {
  table* from;
  std::uint32_t from_field;
  std::uint32_t from_key;  // the ordered key of from_field
  table* to;
  std::uint32_t to_field;
  std::uint32_t to_key;  // the unique key of to_field
  std::uint32_t on_delete;
};

class tables {
 public:
  // schema: borrowed.
  explicit tables(const orm_schema& schema);

  const orm_schema& schema() const { return schema_; }

  // Null: there is no such model or relation.
  table* at(std::uint32_t model) { return model < tables_.size() ? tables_[model].get() : nullptr; }
  const relation_path* relation(std::uint32_t index) const {
    return index < relations_.size() ? &relations_[index] : nullptr;
  }

  // The foreign keys of a model, and those that lead to it.
  std::span<const reference> from(const table& model) const { return outgoing_[model.model_index()]; }
  std::span<const reference> to(const table& model) const { return incoming_[model.model_index()]; }

  std::span<const std::unique_ptr<table>> all() { return tables_; }

 private:
  void connect(std::uint32_t model, std::uint32_t field);

  const orm_schema& schema_;
  std::vector<std::unique_ptr<table>> tables_;
  std::vector<relation_path> relations_;
  std::vector<std::vector<reference>> outgoing_;
  std::vector<std::vector<reference>> incoming_;
};

}  // namespace orm::memory

#endif
