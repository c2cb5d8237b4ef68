// One request on a model, from its JSON to the JSON of its answer.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "orm/ast/query.hpp"
#include "protocol/aggregate_reader.hpp"
#include "protocol/record.hpp"

namespace orm::detail {

// A query that has been read, and what its rows become. Stays where it is: the destination points into it.
class model_request {
 public:
  model_request(const schema& schema, ast::query read);
  model_request(const model_request&) = delete;
  model_request& operator=(const model_request&) = delete;

  ast::query& query() noexcept { return query_; }
  destination to() noexcept;

  // The JSON behind "ok", once the query has run.
  std::string answer(std::uint64_t affected) const;

 private:
  ast::query query_;
  std::optional<group_writer> groups_;
  std::optional<record_layout> layout_;
  std::vector<record> records_;
};

}  // namespace orm::detail
