// Putting queries together from the constant data that the compiler made of selections, and from what comes at run
// time.
#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include "orm/error.hpp"
#include "orm/typed/parts.hpp"
#include "orm/typed/shape.hpp"

namespace orm::detail {

namespace {

void fill(const selection_table& from, ast::selection& to) {
  to.fields.assign(from.fields, from.fields + from.field_count);
  to.relations.clear();
  to.relations.resize(from.relation_count);
  for (std::uint32_t i = 0; i < from.relation_count; ++i) {
    to.relations[i].relation = from.relations[i].relation;
    fill(*from.relations[i].select, to.relations[i].select);
  }
}

}  // namespace

query_part::query_part(ast::operation operation, std::uint32_t model) {
  this->operation = operation;
  this->model = model;
}
query_part::query_part(const query_part& other) = default;
query_part::query_part(query_part&& other) noexcept = default;
query_part& query_part::operator=(const query_part& other) = default;
query_part& query_part::operator=(query_part&& other) noexcept = default;
query_part::~query_part() = default;

selection_part::selection_part(const selection_table& from) { fill(from, *this); }
selection_part::selection_part(const selection_part& other) = default;
selection_part::selection_part(selection_part&& other) noexcept = default;
selection_part::~selection_part() = default;

level_part::level_part() = default;
level_part::level_part(const level_part& other) = default;
level_part::level_part(level_part&& other) noexcept = default;
level_part::~level_part() = default;

void level_part::narrow(filter_part&& more) { where = std::move(where) && static_cast<ast::filter&&>(more); }
void level_part::sort(ast::order_key key) { order.push_back(key); }

void place(selection_part& tree, std::size_t position, level_part&& level) {
  tree.relations[position] = static_cast<ast::related&&>(level);
}

void set_selection(level_part& level, std::uint32_t relation, const selection_table& from) {
  level.relation = relation;
  fill(from, level.select);
}

void set_selection(level_part& level, std::uint32_t relation, selection_part&& from) {
  level.relation = relation;
  level.select = static_cast<ast::selection&&>(from);
}

void narrow(ast::query& query, filter_part&& more) {
  query.where = std::move(query.where) && static_cast<ast::filter&&>(more);
}

void sort(ast::query& query, const ast::order_key* keys, std::size_t count) {
  query.order.insert(query.order.end(), keys, keys + count);
}

namespace {

ast::unique_key make_key(const std::uint32_t* fields, value* values, std::size_t count) {
  ast::unique_key out;
  out.fields.assign(fields, fields + count);
  out.values.assign(std::make_move_iterator(values), std::make_move_iterator(values + count));
  return out;
}

}  // namespace

void set_key(ast::query& query, const std::uint32_t* fields, value* values, std::size_t count) {
  query.key = make_key(fields, values, count);
}

void set_cursor(ast::query& query, const std::uint32_t* fields, value* values, std::size_t count) {
  query.cursor = make_key(fields, values, count);
}

bool any_null(const value* values, std::size_t count) noexcept {
  return std::any_of(values, values + count, [](const value& each) { return each.is_null(); });
}

void refuse_null_key(std::string_view model, const value* values, std::size_t count) {
  if (!any_null(values, count)) return;
  throw error(error_code::invalid_query, std::string(model) + ": a unique key is never looked up by null")
      .at_model(std::string(model));
}

void set_distinct(ast::query& query, const std::uint32_t* fields, std::size_t count) {
  query.distinct.assign(fields, fields + count);
}

void set_selection(ast::query& query, const selection_table& from) { fill(from, query.select); }

void set_selection(ast::query& query, selection_part&& from) { query.select = static_cast<ast::selection&&>(from); }

value* add_row(ast::query& query, std::size_t fields) {
  return query.rows.emplace_back(fields, value::absent()).data();
}

void add_row(ast::query& query, ast::row&& row) { query.rows.push_back(std::move(row)); }

void add_assignment(ast::query& query, std::uint32_t field, ast::assignment_kind how, value&& operand) {
  query.assignments.push_back({field, how, std::move(operand)});
}

}  // namespace orm::detail
