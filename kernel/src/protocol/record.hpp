// Records of a selection known only at run time, written as JSON while their rows arrive.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "orm/ast/query.hpp"
#include "orm/detail/engine.hpp"
#include "orm/schema.hpp"
#include "orm/sdk/driver.h"

namespace orm::detail {

// Appends a cell in the protocol's form of its field type.
void append_cell(std::string& out, field_type type, const orm_cell& cell);

// One record: its scalar members as JSON text, and the records of each relation.
struct record {
  std::string members;
  std::vector<std::vector<record>> related;
};

// Reads and writes the records of one selection. Immutable once made; keeps pointers to the schema.
class record_layout : public row_reader {
 public:
  record_layout(const schema& schema, std::uint32_t model, const ast::selection& select);
  record_layout(const record_layout&) = delete;
  record_layout& operator=(const record_layout&) = delete;

  // A destination that appends records to the list.
  destination to(std::vector<record>& records) const noexcept {
    return {&root_, &records, [](void* target) { static_cast<std::vector<record>*>(target)->clear(); }};
  }

  void append_json(std::string& out, const record& record) const;

 private:
  struct column {
    std::string name;
    std::string key;  // quoted, with colon
    field_type type;
  };
  struct relation_member {
    std::string key;
    bool singular;
    std::unique_ptr<record_layout> layout;
  };

  void read_members(record& into, const orm_cell* cells) const;

  const model& model_;
  std::vector<column> columns_;
  std::vector<relation_member> relations_;
  std::vector<child_reader> readers_;
  child_reader root_;
};

}  // namespace orm::detail
