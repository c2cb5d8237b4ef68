// The AST's values as the typed API holds them: the same values with all their members out of line, and what queries
// are put together with. A translation unit with many queries compiles none of their vectors.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "orm/ast/filter.hpp"
#include "orm/ast/query.hpp"
#include "orm/schema.hpp"
#include "orm/value.hpp"

namespace orm::detail {

struct filter_part : ast::filter {
  filter_part();
  filter_part(ast::filter&& from);  // not explicit: what the AST's functions answer
  filter_part(const filter_part& other);
  filter_part(filter_part&& other) noexcept;
  filter_part& operator=(const filter_part& other);
  filter_part& operator=(filter_part&& other) noexcept;
  ~filter_part();
};

filter_part both(filter_part&& left, filter_part&& right);
filter_part either(filter_part&& left, filter_part&& right);
filter_part negated(filter_part&& operand);

// field = value, a null value as "is null"; for each of several fields.
filter_part equal(std::uint32_t field, value to);
filter_part equal_all(const std::uint32_t* fields, value* values, std::size_t count);
filter_part compared(ast::filter_kind kind, std::uint32_t field, value with, std::uint16_t flags = 0);
filter_part in_list(std::uint32_t field, std::vector<value>&& values, std::uint16_t flags);
// relation: position among the model's relations, until the query is resolved.
filter_part related(ast::filter_kind kind, std::uint32_t relation, filter_part&& on_related);

struct selection_table;

struct selection_part : ast::selection {
  explicit selection_part(const selection_table& from);
  selection_part(const selection_part& other);
  selection_part(selection_part&& other) noexcept;
  selection_part& operator=(const selection_part&) = delete;
  ~selection_part();
};

// A relation inside a selection, with what narrows its rows.
struct level_part : ast::related {
  level_part();
  level_part(const level_part& other);
  level_part(level_part&& other) noexcept;
  level_part& operator=(const level_part&) = delete;
  ~level_part();

  void narrow(filter_part&& more);
  void sort(ast::order_key key);
};
void place(selection_part& tree, std::size_t position, level_part&& level);
void set_selection(level_part& level, std::uint32_t relation, const selection_table& from);
void set_selection(level_part& level, std::uint32_t relation, selection_part&& from);

struct query_part : ast::query {
  query_part(ast::operation operation, std::uint32_t model);
  query_part(const query_part& other);
  query_part(query_part&& other) noexcept;
  query_part& operator=(const query_part& other);
  query_part& operator=(query_part&& other) noexcept;
  ~query_part();
};

void narrow(ast::query& query, filter_part&& more);
void sort(ast::query& query, const ast::order_key* keys, std::size_t count);
void set_key(ast::query& query, const std::uint32_t* fields, value* values, std::size_t count);
void set_cursor(ast::query& query, const std::uint32_t* fields, value* values, std::size_t count);
void set_distinct(ast::query& query, const std::uint32_t* fields, std::size_t count);
void set_selection(ast::query& query, const selection_table& from);
void set_selection(ast::query& query, selection_part&& from);
value* add_row(ast::query& query, std::size_t fields);  // every field absent
void add_row(ast::query& query, ast::row&& row);
void add_assignment(ast::query& query, std::uint32_t field, ast::assignment_kind how, value&& operand);

void refuse_null_key(std::string_view model, const value* values, std::size_t count);
// A unique key with a null in it is no key but a condition, of another shape.
bool any_null(const value* values, std::size_t count) noexcept;

// Gives relations the schema's indexes, in filters and selections, in place of their positions in their models.
void resolve(ast::query& query, const schema& schema);

}  // namespace orm::detail
