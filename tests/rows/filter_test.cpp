// Filters: every operator, any nesting, what is refused.
#include <orm/sdk/driver.hpp>
#include <orm/sdk/rows/filter.hpp>

#include <boost/test/unit_test.hpp>

#include <functional>
#include <random>

#include "sample.hpp"

namespace orm::tests {
namespace {

using filter = std::vector<orm_node>;

sdk::filter_program compile(const filter& nodes, sdk::relation_filters relations = sdk::relation_filters::supported) {
  return {sample_schema(), 0, nodes, relations};
}

bool matches(const filter& nodes, const row& of, const std::vector<orm_cell>& parameters = {}) {
  const sdk::filter_program program = compile(nodes);
  return sdk::filter_run(program, parameters.data(), nullptr).matches(of.data());
}

std::int32_t refusal(const filter& nodes, sdk::relation_filters relations = sdk::relation_filters::supported) {
  try {
    compile(nodes, relations);
  } catch (const sdk::driver_error& error) {
    return error.code();
  }
  return ORM_OK;
}

BOOST_AUTO_TEST_SUITE(filters)

BOOST_AUTO_TEST_CASE(comparisons) {
  const row one = make_item("a", "Ada", 5, "9.5");
  const auto size = [&](orm_node_kind kind, std::int64_t value) {
    return matches({node(kind, item::size, 0)}, one, {sdk::integer_cell(value)});
  };
  BOOST_TEST(size(ORM_NODE_EQ, 5));
  BOOST_TEST(!size(ORM_NODE_EQ, 6));
  BOOST_TEST(size(ORM_NODE_LT, 6));
  BOOST_TEST(!size(ORM_NODE_LT, 5));
  BOOST_TEST(size(ORM_NODE_LE, 5));
  BOOST_TEST(size(ORM_NODE_GT, 4));
  BOOST_TEST(!size(ORM_NODE_GT, 5));
  BOOST_TEST(size(ORM_NODE_GE, 5));
  BOOST_TEST(matches({node(ORM_NODE_LT, item::price, 0)}, one, {sdk::decimal_cell("10")}));  // by value
  BOOST_TEST(matches({}, one));
  BOOST_TEST(matches({node(ORM_NODE_TRUE)}, one));
  BOOST_TEST(!matches({node(ORM_NODE_FALSE)}, one));
}

BOOST_AUTO_TEST_CASE(texts) {
  const row one = make_item("a", "Ada", 5);
  const auto name = [&](orm_node_kind kind, const char* value, std::uint16_t flags = 0) {
    return matches({node(kind, item::name, 0, flags)}, one, {sdk::text_cell(value)});
  };
  BOOST_TEST(!name(ORM_NODE_EQ, "ada"));
  BOOST_TEST(name(ORM_NODE_EQ, "aDA", ORM_NODE_INSENSITIVE));
  BOOST_TEST(name(ORM_NODE_CONTAINS, "d"));
  BOOST_TEST(name(ORM_NODE_CONTAINS, "D", ORM_NODE_INSENSITIVE));
  BOOST_TEST(!name(ORM_NODE_STARTS_WITH, "a"));
  BOOST_TEST(name(ORM_NODE_STARTS_WITH, "a", ORM_NODE_INSENSITIVE));
  BOOST_TEST(name(ORM_NODE_ENDS_WITH, "da"));
}

BOOST_AUTO_TEST_CASE(null_matches_only_null) {
  const row none = make_item("a", nullptr, -1);
  BOOST_TEST(matches({node(ORM_NODE_IS_NULL, item::name)}, none));
  BOOST_TEST(!matches({node(ORM_NODE_IS_NULL, item::name)}, make_item("a", "", 0)));
  for (const auto kind : {ORM_NODE_EQ, ORM_NODE_LT, ORM_NODE_LE, ORM_NODE_GT, ORM_NODE_GE}) {
    const filter compared{node(kind, item::size, 0)};
    BOOST_TEST(!matches(compared, none, {sdk::integer_cell(0)}));
    BOOST_TEST(matches(join(ORM_NODE_NOT, {compared}), none, {sdk::integer_cell(0)}));  // two-valued
  }
}

BOOST_AUTO_TEST_CASE(lists_short_and_long) {
  for (const int length : {0, 1, 15, 16, 1000}) {
    std::vector<std::string> texts;
    for (int i = 0; i < length; ++i) texts.push_back("Name" + std::to_string(i));
    std::vector<orm_cell> cells;
    for (const std::string& text : texts) cells.push_back(sdk::text_cell(text));
    const std::vector<orm_cell> parameters{sdk::list_cell(cells)};
    const filter exact{node(ORM_NODE_IN, item::name, 0)};
    const filter folded{node(ORM_NODE_IN, item::name, 0, ORM_NODE_INSENSITIVE)};
    const std::string last = "Name" + std::to_string(length - 1);
    const std::string lower = "name" + std::to_string(length - 1);
    BOOST_TEST(matches(exact, make_item("a", last.c_str(), 0), parameters) == (length > 0));
    BOOST_TEST(!matches(exact, make_item("a", lower.c_str(), 0), parameters));
    BOOST_TEST(matches(folded, make_item("a", lower.c_str(), 0), parameters) == (length > 0));
    BOOST_TEST(!matches(exact, make_item("a", nullptr, 0), parameters));
  }
}

// A random formula over the truth of `size == k`, with its value by plain recursion.
struct formula {
  filter nodes;
  std::function<bool(std::int64_t)> value;
};

formula random_formula(std::mt19937& random, int depth) {
  const unsigned choice = random() % (depth == 0 ? 3 : 6);
  if (choice == 0) return {{node(ORM_NODE_TRUE)}, [](std::int64_t) { return true; }};
  if (choice < 3) {
    const std::uint32_t k = random() % 3;
    return {{node(ORM_NODE_EQ, item::size, k)}, [k](std::int64_t size) { return size == k; }};
  }
  if (choice == 3) {
    formula inner = random_formula(random, depth - 1);
    return {join(ORM_NODE_NOT, {inner.nodes}), [value = inner.value](std::int64_t size) { return !value(size); }};
  }
  const bool all = choice == 4;
  std::vector<filter> operands;
  std::vector<std::function<bool(std::int64_t)>> values;
  for (unsigned i = 0, count = 1 + random() % 4; i < count; ++i) {
    formula operand = random_formula(random, depth - 1);
    operands.push_back(operand.nodes);
    values.push_back(operand.value);
  }
  return {join(all ? ORM_NODE_AND : ORM_NODE_OR, operands), [all, values](std::int64_t size) {
            for (const auto& value : values) {
              if (value(size) != all) return !all;
            }
            return all;
          }};
}

BOOST_AUTO_TEST_CASE(random_formulas) {
  std::mt19937 random(10);
  const std::vector<orm_cell> parameters{sdk::integer_cell(0), sdk::integer_cell(1), sdk::integer_cell(2)};
  for (int i = 0; i < 2000; ++i) {
    const formula made = random_formula(random, 5);
    for (std::int64_t size = 0; size < 4; ++size) {
      BOOST_TEST(matches(made.nodes, make_item("a", "n", size), parameters) == made.value(size));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_million_levels_need_no_stack) {
  filter deep{node(ORM_NODE_EQ, item::size, 0)};
  for (int i = 0; i < 500'000; ++i) {
    deep.push_back({ORM_NODE_NOT, 0, static_cast<std::uint32_t>(deep.size() + 1), 0, ORM_NONE});
    deep.push_back({ORM_NODE_AND, 0, static_cast<std::uint32_t>(deep.size() + 1), 1, ORM_NONE});
  }
  BOOST_TEST(matches(deep, make_item("a", "n", 1), {sdk::integer_cell(1)}));
  BOOST_TEST(!matches(deep, make_item("a", "n", 2), {sdk::integer_cell(1)}));
}

// Follows `next` in a map of rows.
struct chain : sdk::relation_source {
  void related(std::uint32_t, const orm_cell* from, sdk::row_visitor visit) override {
    for (const row& each : rows) {
      if (sdk::equal_cells(each[item::id], from[item::name]) && !visit(each.data())) return;
    }
  }
  std::vector<row> rows;
};

BOOST_AUTO_TEST_CASE(relations) {
  chain links;
  links.rows = {make_item("a", "b", 1), make_item("b", "c", 2), make_item("c", nullptr, 3)};
  const filter twice = join(ORM_NODE_SOME, {join(ORM_NODE_SOME, {{node(ORM_NODE_EQ, item::size, 0)}})});
  const filter or_own = join(ORM_NODE_OR, {{node(ORM_NODE_EQ, item::size, 1)}, twice});
  const std::vector<orm_cell> parameters{sdk::integer_cell(3), sdk::integer_cell(2)};
  const sdk::filter_program program = compile(or_own);
  const bool expected[] = {true, true, false};
  for (std::size_t i = 0; i < 3; ++i) {
    BOOST_TEST(sdk::filter_run(program, parameters.data(), &links).matches(links.rows[i].data()) == expected[i]);
  }
}

BOOST_AUTO_TEST_CASE(refused) {
  const filter some = join(ORM_NODE_SOME, {{node(ORM_NODE_TRUE)}});
  BOOST_TEST(refusal(some) == ORM_OK);
  BOOST_TEST(refusal(some, sdk::relation_filters::refused) == ORM_UNSUPPORTED);
  BOOST_TEST(refusal({{99, 0, 1, 0, ORM_NONE}}) == ORM_UNSUPPORTED);
  BOOST_TEST(refusal({node(ORM_NODE_EQ, 77, 0)}) == ORM_INVALID_QUERY);
  BOOST_TEST(refusal({node(ORM_NODE_EQ, item::size)}) == ORM_INVALID_QUERY);
  BOOST_TEST(refusal({node(ORM_NODE_CONTAINS, item::size, 0)}) == ORM_INVALID_QUERY);
  BOOST_TEST(refusal({node(ORM_NODE_EQ, item::size, 0, ORM_NODE_INSENSITIVE)}) == ORM_INVALID_QUERY);
  BOOST_TEST(refusal({node(ORM_NODE_NOT)}) == ORM_INVALID_QUERY);
  BOOST_TEST(refusal({{ORM_NODE_AND, 0, 1, 0, ORM_NONE}}) == ORM_INVALID_QUERY);
  BOOST_TEST(refusal({node(ORM_NODE_TRUE), {ORM_NODE_AND, 0, 3, 2, ORM_NONE}}) == ORM_INVALID_QUERY);
  BOOST_TEST(refusal({node(ORM_NODE_TRUE), node(ORM_NODE_TRUE)}) == ORM_INVALID_QUERY);
  BOOST_TEST(refusal({node(ORM_NODE_TRUE), {ORM_NODE_NOT, 0, 7, 0, ORM_NONE}}) == ORM_INVALID_QUERY);
  filter nested{node(ORM_NODE_TRUE)};
  for (int i = 0; i < 300; ++i) nested = join(ORM_NODE_SOME, {nested});
  BOOST_TEST(refusal(nested) == ORM_INVALID_QUERY);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace orm::tests
