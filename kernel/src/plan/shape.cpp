// Shapes as bytes: every list with its length, so that no two shapes have one text.
#include "plan/shape.hpp"

#include <type_traits>

namespace orm::detail {
namespace {

class writer {
 public:
  explicit writer(std::string& out) : out_(out) {}

  template <class Number>
  void number(Number n) {
    static_assert(std::is_integral_v<Number> || std::is_enum_v<Number>);
    const auto wide = static_cast<std::uint32_t>(n);
    out_.append(reinterpret_cast<const char*>(&wide), sizeof wide);
  }
  void fields(const std::vector<std::uint32_t>& list) {
    number(list.size());
    for (const std::uint32_t field : list) number(field);
  }
  void filter(const ast::filter& filter) {
    number(filter.codes().size());
    for (const ast::filter_code& code : filter.codes()) {
      number(static_cast<std::uint32_t>(code.kind) | std::uint32_t{code.flags} << 16);
      number(code.operand);
      number(code.span);
    }
  }
  void order(const std::vector<ast::order_key>& keys) {
    number(keys.size());
    for (const ast::order_key& key : keys) number(key.field << 1 | std::uint32_t{key.descending});
  }
  void key(const std::optional<ast::unique_key>& key) {
    number(key.has_value());
    if (key) fields(key->fields);
  }
  void selection(const ast::selection& select) {
    fields(select.fields);
    number(select.relations.size());
    for (const ast::related& level : select.relations) {
      number(level.relation);
      filter(level.where);
      order(level.order);
      number(level.skip.has_value());
      number(level.take.has_value());
      selection(level.select);
    }
  }

 private:
  std::string& out_;
};

}  // namespace

void append_shape(const ast::query& query, bool records, std::string& out) {
  writer to(out);
  to.number(query.operation);
  to.number(query.model << 1 | std::uint32_t{records});
  to.filter(query.where);
  to.key(query.key);
  to.order(query.order);
  to.number(query.skip.has_value());
  to.number(query.take.has_value());
  to.key(query.cursor);
  to.fields(query.distinct);
  to.selection(query.select);
  to.number(query.assignments.size());
  for (const ast::assignment& change : query.assignments) {
    to.number(change.field);
    to.number(change.kind);
  }
  to.number(query.skip_duplicates);
  to.number(query.aggregates.size());
  for (const ast::aggregate& wanted : query.aggregates) {
    to.number(wanted.kind);
    to.number(wanted.field);
  }
  to.number(query.grouped);
  to.fields(query.group);
}

}  // namespace orm::detail
