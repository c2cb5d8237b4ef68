// Typed queries name a relation by its position in its model: a model does not know which schemas it is part of. Here
// the schema's own indexes take the place of those positions.
#include <utility>
#include <vector>

#include "orm/typed/parts.hpp"

namespace orm::detail {
namespace {

bool follows_relation(const ast::filter_code& code) {
  return code.kind == ast::filter_kind::some || code.kind == ast::filter_kind::is;
}

std::uint32_t index_of(const schema& schema, std::uint32_t model, std::uint32_t position) {
  return schema.models()[model].relations[position];
}

// The model that each code is about: what is below a relation is about its target.
std::vector<std::uint32_t> models_of_codes(const std::vector<ast::filter_code>& codes, const schema& schema,
                                           std::uint32_t model) {
  std::vector<std::uint32_t> out(codes.size(), model);
  for (std::size_t i = codes.size(); i-- > 0;) {
    if (!follows_relation(codes[i])) continue;
    const std::uint32_t target = schema.relations()[index_of(schema, out[i], codes[i].operand)].to_model;
    for (std::size_t below = i + 1 - codes[i].span; below < i; ++below) out[below] = target;
  }
  return out;
}

// Takes the operands off the stack and joins them, first to last.
ast::filter join(std::vector<ast::filter>& stack, const ast::filter_code& code) {
  const std::size_t first = stack.size() - code.operand;
  ast::filter out = std::move(stack[first]);
  for (std::size_t i = first + 1; i < stack.size(); ++i) {
    out = code.kind == ast::filter_kind::all_of ? std::move(out) && std::move(stack[i])
                                                : std::move(out) || std::move(stack[i]);
  }
  stack.resize(first);
  return out;
}

ast::filter pop(std::vector<ast::filter>& stack) {
  ast::filter out = std::move(stack.back());
  stack.pop_back();
  return out;
}

void resolve_filter(ast::filter& filter, const schema& schema, std::uint32_t model) {
  bool any = false;
  for (const ast::filter_code& code : filter.codes()) any = any || follows_relation(code);
  if (!any) return;

  const auto models = models_of_codes(filter.codes(), schema, model);
  std::vector<ast::filter> stack;
  auto argument = filter.arguments().begin();
  for (std::size_t i = 0; i < models.size(); ++i) {
    const ast::filter_code& code = filter.codes()[i];
    switch (code.kind) {
      case ast::filter_kind::always:
      case ast::filter_kind::never:
        stack.push_back(ast::filter::constant(code.kind == ast::filter_kind::always));
        break;
      case ast::filter_kind::all_of:
      case ast::filter_kind::any_of:
        stack.push_back(join(stack, code));
        break;
      case ast::filter_kind::negation:
        stack.push_back(!pop(stack));
        break;
      case ast::filter_kind::is_null:
        stack.push_back(ast::filter::null(code.operand));
        break;
      case ast::filter_kind::some:
      case ast::filter_kind::is:
        stack.push_back(ast::filter::related(code.kind, index_of(schema, models[i], code.operand), pop(stack)));
        break;
      case ast::filter_kind::eq:
      case ast::filter_kind::lt:
      case ast::filter_kind::le:
      case ast::filter_kind::gt:
      case ast::filter_kind::ge:
      case ast::filter_kind::in:
      case ast::filter_kind::contains:
      case ast::filter_kind::starts_with:
      case ast::filter_kind::ends_with:
        stack.push_back(ast::filter::comparison(code.kind, code.operand, std::move(*argument++), code.flags));
        break;
    }
  }
  filter = pop(stack);
}

void resolve_selection(ast::selection& select, const schema& schema, std::uint32_t model) {
  for (ast::related& level : select.relations) {
    level.relation = index_of(schema, model, level.relation);
    const std::uint32_t target = schema.relations()[level.relation].to_model;
    resolve_filter(level.where, schema, target);
    resolve_selection(level.select, schema, target);
  }
}

}  // namespace

void resolve(ast::query& query, const schema& schema) {
  resolve_filter(query.where, schema, query.model);
  resolve_selection(query.select, schema, query.model);
}

}  // namespace orm::detail
