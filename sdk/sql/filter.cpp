// Filters: the flat postfix nodes of a statement as one SQL condition, with parentheses from precedence.
#include <algorithm>
#include <vector>

#include "query_builder.hpp"

namespace orm::sdk::sql {

namespace {
enum precedence { or_level, and_level, not_level, comparison_level };

// Chains of AND and OR are nested by halves beyond this length: SQLite limits the depth of an expression to 1,000.
constexpr std::size_t flat_chain = 64;

sql_text chain(std::span<const sql_text> terms, const char* separator) {
  if (terms.size() > flat_chain) {
    const std::size_t half = terms.size() / 2;
    return "(" + chain(terms.first(half), separator) + ")" + separator + "(" + chain(terms.subspan(half), separator) +
           ")";
  }
  sql_list list(separator);
  for (const sql_text& term : terms) list.add(term);
  return list.text();
}

[[noreturn]] void malformed() {
  throw driver_error(ORM_INVALID_QUERY, "the filter's nodes do not form a tree: a fault of the caller");
}
}  // namespace

struct query_builder::expression {
  sql_text text;
  precedence level = comparison_level;
  bool two_valued = true;   // never null
  std::uint32_t depth = 0;  // of parentheses and subqueries

  expression at(precedence wanted) const {
    return level < wanted ? expression{"(" + text + ")", comparison_level, two_valued, depth + 1} : *this;
  }
  // The rows that the condition does not match, those where it is null included.
  expression opposite() const {
    if (two_valued) return {"NOT " + at(comparison_level).text, not_level, true, depth};
    return {"(" + text + ") IS NOT TRUE", comparison_level, true, depth};
  }
};

sql_text query_builder::filter(const scope& table) {
  if (statement_.filter_count == 0) return {};
  const std::uint32_t root = statement_.filter_count - 1;
  if (statement_.filter[root].kind == ORM_NODE_TRUE) return {};
  return node(table, root, false).at(and_level).text;
}

// Negation goes down to the comparisons, which keeps the text flat: SQLite's parser has room for fewer than a hundred
// open parentheses.
query_builder::expression query_builder::node(const scope& table, std::uint32_t index, bool negated) {
  const orm_node& n = statement_.filter[index];
  if (n.span == 0 || n.span > index + 1) malformed();
  switch (static_cast<orm_node_kind>(n.kind)) {
    case ORM_NODE_TRUE:
    case ORM_NODE_FALSE:
      return {(n.kind == ORM_NODE_TRUE) != negated ? "1 = 1" : "1 = 0"};
    case ORM_NODE_AND:
    case ORM_NODE_OR:
      return junction(table, index, negated);
    case ORM_NODE_NOT:
      if (n.span < 2) malformed();
      return node(table, index - 1, !negated);
    case ORM_NODE_IS_NULL:
      return {column(table, n.operand) + (negated ? " IS NOT NULL" : " IS NULL")};
    case ORM_NODE_EQ:
    case ORM_NODE_LT:
    case ORM_NODE_LE:
    case ORM_NODE_GT:
    case ORM_NODE_GE:
    case ORM_NODE_IN:
    case ORM_NODE_CONTAINS:
    case ORM_NODE_STARTS_WITH:
    case ORM_NODE_ENDS_WITH:
      return negated ? comparison(table, n).opposite() : comparison(table, n);
    case ORM_NODE_SOME:
    case ORM_NODE_IS:
      if (n.span < 2) malformed();
      return negated ? related(table, n, index - 1).opposite() : related(table, n, index - 1);
  }
  throw_unsupported("filter nodes of kind " + std::to_string(n.kind));
}

query_builder::expression query_builder::junction(const scope& table, std::uint32_t index, bool negated) {
  const orm_node& n = statement_.filter[index];
  const precedence level = (n.kind == ORM_NODE_AND) != negated ? and_level : or_level;
  if (n.operand == 0) return {level == and_level ? "1 = 1" : "1 = 0"};
  std::vector<expression> operands(n.operand);
  std::uint32_t end = index;  // one past the operand being looked at
  for (std::uint32_t i = n.operand; i-- > 0;) {
    if (end == 0 || end + n.span <= index + 1) malformed();
    operands[i] = node(table, end - 1, negated);
    end -= statement_.filter[end - 1].span;
  }
  if (n.operand == 1) return operands.front();

  // The deepest first: what stands before an open parenthesis takes room in the parser, what follows does not.
  std::stable_sort(operands.begin(), operands.end(),
                   [](const expression& a, const expression& b) { return a.depth > b.depth; });
  expression out{{}, level, true, 0};
  std::vector<sql_text> terms;
  for (const expression& operand : operands) {
    const expression placed = operand.at(level);
    out.two_valued = out.two_valued && placed.two_valued;
    out.depth = std::max(out.depth, placed.depth);
    terms.push_back(placed.text);
  }
  out.text = chain(terms, level == and_level ? " AND " : " OR ");
  return out;
}

query_builder::expression query_builder::comparison(const scope& table, const orm_node& n) {
  const orm_field& field = field_of(table, n.operand);
  const bool folded = (n.flags & ORM_NODE_INSENSITIVE) != 0;
  const bool two_valued = !is_nullable(field);
  const sql_text plain = column(table, n.operand);
  const auto compared = [&](const char* sign) -> expression {
    const sql_text value = parameter(n.parameter, field, dialect_.sort_form(field.type));
    return {sort_column(table, n.operand) + sign + value, comparison_level, two_valued, 0};
  };
  const sql_text exact = dialect_.exact(plain, field.type);
  const sql_text text = folded ? dialect_.fold(plain) : exact;
  const bind placeholder = parameter(n.parameter, field);
  const sql_text value = folded ? dialect_.fold(placeholder) : sql_text(placeholder);
  switch (n.kind) {
    case ORM_NODE_EQ:
      // An index holds the sort key where that is not the column itself; equal values have equal keys.
      if (is_indexed(table, n.operand) && dialect_.sort_form(field.type) != bind_form::value) return compared(" = ");
      // The column's own comparison is the one that its index serves; it may be coarser.
      if (text.text() != plain.text() && !folded) {
        return {plain + " = " + value + " AND " + text + " = " + value, and_level, two_valued, 0};
      }
      return {text + " = " + value, comparison_level, two_valued, 0};
    case ORM_NODE_LT:
      return compared(" < ");
    case ORM_NODE_LE:
      return compared(" <= ");
    case ORM_NODE_GT:
      return compared(" > ");
    case ORM_NODE_GE:
      return compared(" >= ");
    case ORM_NODE_IN:
      return {dialect_.in_list(folded ? text : plain, parameter(n.parameter, field, bind_form::list), folded),
              comparison_level, two_valued, 0};
    case ORM_NODE_CONTAINS:
      return {dialect_.contains(text, value), comparison_level, two_valued, 0};
    case ORM_NODE_STARTS_WITH:
      return {dialect_.starts_with(text, placeholder, folded), comparison_level, two_valued, 0};
    case ORM_NODE_ENDS_WITH:
      return {dialect_.ends_with(text, value), comparison_level, two_valued, 0};
    default:
      malformed();
  }
}

query_builder::expression query_builder::related(const scope& table, const orm_node& n, std::uint32_t child) {
  const orm_relation& followed = sdk::relation(schema_, n.operand);
  const scope target = open(followed.to_model);
  const sql_text local = column(table, followed.local_field);
  const bool first = n.kind == ORM_NODE_IS && !leads_to_one(followed);
  // Joined, not nested: PostgreSQL makes one join of the whole. SQLite keeps to this order, and looks the rows up by
  // what is on the left where the right side is no column of its own.
  const bool joins = followed.through_model != ORM_NONE && !first;
  const scope through = joins ? open(followed.through_model) : scope();
  const sql_text tables = joins ? from(through) + " CROSS JOIN " + from(target) : from(target);
  const sql_text link = joins ? column(through, followed.through_local) + " = " + local + " AND " +
                                    column(target, followed.remote_field) + " = " +
                                    dialect_.row_part(column(through, followed.through_remote))
                        : first ? first_linked(followed, target, local)
                                : linked(followed, target, local);
  const sql_text seen = first ? sql_text() : visible(target);
  expression condition;
  if (statement_.filter[child].kind != ORM_NODE_TRUE) condition = node(target, child, false).at(and_level);
  // The condition comes first for the same reason as the deepest operand.
  return {"EXISTS (SELECT 1 FROM " + tables +
              where({condition.text, link, joins ? visible(through) : sql_text(), seen}) + ")",
          comparison_level, true, condition.depth + 1};
}

}  // namespace orm::sdk::sql
