// The choice of a path.
#include <orm/sdk/rows/access.hpp>

#include <boost/test/unit_test.hpp>

#include "sample.hpp"

namespace orm::tests {
namespace {

using sdk::access_kind;
using filter = std::vector<orm_node>;

const std::vector<sdk::access_key> keys{{{item::id}, true, true},
                                        {{item::name, item::price}, true, true},
                                        {{item::name, item::size}, false, true},
                                        {{item::ratio}, false, false}};

sdk::access_path choose(const filter& nodes, const std::vector<orm_order>& order = {},
                        std::uint32_t relation_field = ORM_NONE) {
  return sdk::choose_access({keys, item::id, nodes, order, relation_field});
}

filter all(const std::vector<filter>& operands) { return join(ORM_NODE_AND, operands); }
filter equal(std::uint32_t field, std::uint32_t parameter) { return {node(ORM_NODE_EQ, field, parameter)}; }

BOOST_AUTO_TEST_SUITE(access)

BOOST_AUTO_TEST_CASE(whole_unique_keys) {
  const auto by_id = choose(equal(item::id, 3), {{item::name, 0}, {item::id, 0}});
  BOOST_TEST((by_id.kind == access_kind::unique));
  BOOST_TEST(by_id.equal == std::vector<std::uint32_t>{3}, boost::test_tools::per_element());
  BOOST_TEST(by_id.exact);
  BOOST_TEST(by_id.ordered);
  const auto compound = choose(all({equal(item::price, 1), all({equal(item::name, 0), equal(item::size, 2)})}));
  BOOST_TEST((compound.kind == access_kind::unique));
  BOOST_TEST(compound.key == 1);
  BOOST_TEST(compound.equal == (std::vector<std::uint32_t>{0, 1}), boost::test_tools::per_element());
  BOOST_TEST(!compound.exact);
  BOOST_TEST(!choose(all({equal(item::id, 0), equal(item::id, 1)})).exact);
}

BOOST_AUTO_TEST_CASE(null_pins_no_unique_key) {
  const auto path = choose(all({{node(ORM_NODE_IS_NULL, item::name)}, equal(item::price, 0)}));
  BOOST_TEST((path.kind == access_kind::index));
  BOOST_TEST(path.key == 1);
  BOOST_TEST(path.equal == (std::vector<std::uint32_t>{ORM_NONE, 0}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(lists_and_ranges) {
  const auto ids = choose({node(ORM_NODE_IN, item::id, 0)});
  BOOST_TEST((ids.kind == access_kind::unique));
  BOOST_TEST(ids.list == 0);
  const auto range =
      choose(all({equal(item::name, 0), {node(ORM_NODE_GT, item::size, 1)}, {node(ORM_NODE_LE, item::size, 2)}}));
  BOOST_TEST(range.key == 2);
  BOOST_TEST(range.lower == 1);
  BOOST_TEST(range.lower_open);
  BOOST_TEST(range.upper == 2);
  BOOST_TEST(!range.upper_open);
  BOOST_TEST(choose({node(ORM_NODE_STARTS_WITH, item::name, 4)}).prefix == 4);
}

BOOST_AUTO_TEST_CASE(what_leads_nowhere_is_a_scan) {
  BOOST_TEST((choose({}).kind == access_kind::scan));
  BOOST_TEST((choose({node(ORM_NODE_EQ, item::name, 0, ORM_NODE_INSENSITIVE)}).kind == access_kind::scan));
  BOOST_TEST((choose(join(ORM_NODE_OR, {equal(item::id, 0), equal(item::id, 1)})).kind == access_kind::scan));
  BOOST_TEST((choose(join(ORM_NODE_NOT, {equal(item::id, 0)})).kind == access_kind::scan));
  BOOST_TEST((choose(equal(item::ratio, 0)).kind == access_kind::scan));  // neither unique nor ordered
}

BOOST_AUTO_TEST_CASE(orders) {
  const auto as_a_whole = choose({}, {{item::name, 1}, {item::size, 1}, {item::id, 1}});
  BOOST_TEST(as_a_whole.key == 2);
  BOOST_TEST(as_a_whole.ordered);
  BOOST_TEST(as_a_whole.backward);
  BOOST_TEST(!choose({}, {{item::name, 0}, {item::size, 1}, {item::id, 1}}).ordered);
  BOOST_TEST(!choose({}, {{item::name, 0}, {item::id, 0}}).ordered);  // no key of the name alone
  const auto pinned = choose(equal(item::name, 0), {{item::name, 1}, {item::size, 0}, {item::id, 0}});
  BOOST_TEST(pinned.ordered);  // the name is one value
  BOOST_TEST(!pinned.backward);
  const auto inner = choose(equal(item::size, 0), {{item::name, 0}, {item::id, 0}});
  BOOST_TEST(inner.ordered);  // so is the size
  BOOST_TEST(inner.equal.empty());
  BOOST_TEST(!choose({node(ORM_NODE_IN, item::name, 0)}, {{item::name, 0}, {item::size, 0}, {item::id, 0}}).ordered);
}

BOOST_AUTO_TEST_CASE(keys_of_relations) {
  const auto path = choose({}, {{item::size, 0}, {item::id, 0}}, item::name);
  BOOST_TEST(path.key == 2);
  BOOST_TEST(path.equal == std::vector<std::uint32_t>{sdk::relation_key}, boost::test_tools::per_element());
  BOOST_TEST(path.ordered);
  const auto by_id = choose({}, {}, item::id);
  BOOST_TEST((by_id.kind == access_kind::unique));
  BOOST_TEST(by_id.exact);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace orm::tests
