// The arguments of `aggregate` and the shape of its answer.
#pragma once

#include <optional>
#include <string>

#include "json/document.hpp"
#include "orm/ast/query.hpp"
#include "orm/detail/engine.hpp"
#include "orm/schema.hpp"

namespace orm::detail {

// Fills in aggregates, group, having and group_order_by. Throws error.
void read_aggregate(const model& model, const std::optional<json::node>& args, ast::query& query);

// Writes groups as JSON objects of the answer's shape, separated by commas.
class group_writer : public row_reader {
 public:
  group_writer(const model& model, const ast::query& query);

  // To be passed to run(): the target is the text.
  destination to() noexcept { return {&root_, &text_}; }
  const std::string& text() const noexcept { return text_; }

 private:
  void write(const orm_cell* cells);

  const model& model_;
  const ast::query& query_;
  child_reader root_;
  std::string text_;
};

}  // namespace orm::detail
