// Counts, sums and extremes.
#include <orm/sdk/driver.hpp>
#include <orm/sdk/rows/aggregate.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>

#include "sample.hpp"

namespace orm::tests {
namespace {

std::string spell(const orm_cell& cell) {
  if (sdk::is_null(cell)) return "null";
  if (sdk::has_text(cell)) return std::string(sdk::text_of(cell));
  return cell.type == ORM_CELL_DOUBLE ? std::to_string(cell.as.real) : std::to_string(cell.as.integer);
}

std::vector<std::string> aggregate(std::vector<row> rows, std::vector<std::uint32_t> group,
                                   std::vector<orm_aggregate> aggregates) {
  sdk::check_aggregates(sample_model(), group, aggregates);
  sdk::row_aggregation totals(sample_model(), 0, group, aggregates);
  for (row& each : rows) {
    std::string name(sdk::is_null(each[item::name]) ? "" : sdk::text_of(each[item::name]));
    if (!sdk::is_null(each[item::name])) each[item::name] = sdk::text_cell(name);
    totals.add(each.data());
    std::fill(name.begin(), name.end(), '?');  // a row lives only while it is added
  }
  std::vector<std::string> answer;
  totals.finish([&](std::span<const orm_cell> cells) {
    std::string line;
    for (const orm_cell& cell : cells) line += (line.empty() ? "" : "|") + spell(cell);
    answer.push_back(line);
    return true;
  });
  std::sort(answer.begin(), answer.end());
  return answer;
}

using lines = std::vector<std::string>;

BOOST_AUTO_TEST_SUITE(aggregates)

BOOST_AUTO_TEST_CASE(without_groups_there_is_one_line) {
  const std::vector<orm_aggregate> all{{ORM_AGGREGATE_COUNT_ALL, ORM_NONE}, {ORM_AGGREGATE_COUNT, item::name},
                                       {ORM_AGGREGATE_SUM, item::size},     {ORM_AGGREGATE_SUM, item::price},
                                       {ORM_AGGREGATE_SUM, item::ratio},    {ORM_AGGREGATE_MIN, item::price},
                                       {ORM_AGGREGATE_MAX, item::name}};
  BOOST_TEST(aggregate({}, {}, all) == lines{"0|0|null|null|null|null|null"}, boost::test_tools::per_element());
  BOOST_TEST(aggregate({make_item("a", "x", 5, "10", 1e308), make_item("b", nullptr, -1, "9.5", -1e308),
                        make_item("c", "y", 7, "-3", 0.5)},
                       {}, all) == lines{"3|2|12|16.5|0.500000|-3|y"},
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(null_is_a_group) {
  BOOST_TEST(aggregate({make_item("a", "x", 5), make_item("b", nullptr, 1), make_item("c", "x", -1),
                        make_item("d", nullptr, 2)},
                       {item::name}, {{ORM_AGGREGATE_COUNT_ALL, ORM_NONE}, {ORM_AGGREGATE_SUM, item::size}}) ==
                 (lines{"null|2|3", "x|2|5"}),
             boost::test_tools::per_element());
  BOOST_TEST(aggregate({}, {item::name}, {{ORM_AGGREGATE_COUNT_ALL, ORM_NONE}}).empty());
}

BOOST_AUTO_TEST_CASE(sums_out_of_range) {
  const std::string nines(1000, '9');
  const auto code = [](auto&& body) -> std::int32_t {
    try {
      body();
    } catch (const sdk::driver_error& error) {
      return error.code();
    }
    return ORM_OK;
  };
  BOOST_TEST(code([&] {
               aggregate({make_item("a", "x", 1, nines.c_str()), make_item("b", "x", 1, "1")}, {},
                         {{ORM_AGGREGATE_SUM, item::price}});
             }) == ORM_INVALID_VALUE);
  BOOST_TEST(code([&] {
               aggregate({make_item("a", "x", 1, "0", 1.7e308), make_item("b", "x", 1, "0", 1.7e308)}, {},
                         {{ORM_AGGREGATE_SUM, item::ratio}});
             }) == ORM_INVALID_VALUE);
  BOOST_TEST(code([&] { aggregate({}, {}, {{ORM_AGGREGATE_SUM, item::name}}); }) == ORM_INVALID_QUERY);
  BOOST_TEST(code([&] { aggregate({}, {}, {{77, item::name}}); }) == ORM_UNSUPPORTED);
  BOOST_TEST(code([&] { aggregate({}, {77}, {}); }) == ORM_INVALID_QUERY);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace orm::tests
