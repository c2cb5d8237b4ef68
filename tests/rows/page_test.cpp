// Order, distinct, cursor, skip and take; expiry.
#include <orm/sdk/rows/order.hpp>
#include <orm/sdk/rows/page.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <random>
#include <set>

#include "sample.hpp"

namespace orm::tests {
namespace {

using rows = std::vector<const orm_cell*>;

std::string ids(const rows& all) {
  std::string joined;
  for (const orm_cell* each : all) joined += sdk::text_of(each[item::id]);
  return joined;
}

struct items {
  items() {
    made = {make_item("a", "x", 3), make_item("b", nullptr, 1), make_item("c", "x", 1), make_item("d", "y", -1),
            make_item("e", nullptr, 3)};
    for (const row& each : made) all.push_back(each.data());
  }
  // The page by way of sorting.
  std::string page(std::vector<orm_order> order, std::vector<std::uint32_t> distinct, const orm_cell* cursor,
                   std::uint64_t skip, std::uint64_t take) {
    sdk::row_page page(order, distinct, skip, take);
    page.start_after(cursor);
    rows candidates;
    std::copy_if(all.begin(), all.end(), std::back_inserter(candidates),
                 [&](const orm_cell* each) { return page.can_matter(each); });
    sdk::sort_rows(order, candidates, page.rows_needed());
    rows taken;
    for (const orm_cell* each : candidates) {
      if (page.accepts(each)) taken.push_back(each);
      if (page.complete()) break;
    }
    return ids(taken);
  }
  std::vector<row> made;
  rows all;
};

constexpr std::uint64_t everything = sdk::row_page::everything;

BOOST_FIXTURE_TEST_SUITE(pages, items)

BOOST_AUTO_TEST_CASE(nulls_first_ascending_last_descending) {
  BOOST_TEST(page({{item::name, 0}, {item::id, 0}}, {}, nullptr, 0, everything) == "beacd");
  BOOST_TEST(page({{item::name, 1}, {item::id, 1}}, {}, nullptr, 0, everything) == "dcaeb");
  BOOST_TEST(page({{item::size, 0}, {item::name, 1}, {item::id, 1}}, {}, nullptr, 0, everything) == "dcbae");
}

BOOST_AUTO_TEST_CASE(steps_in_their_order) {
  const std::vector<orm_order> order{{item::name, 0}, {item::id, 0}};
  BOOST_TEST(page(order, {}, nullptr, 1, 2) == "ea");
  BOOST_TEST(page(order, {}, nullptr, 9, 2).empty());
  BOOST_TEST(page(order, {}, nullptr, 0, 0).empty());
  BOOST_TEST(page(order, {}, nullptr, 1, everything) == "eacd");
  BOOST_TEST(page(order, {item::name}, nullptr, 0, everything) == "bad");
  BOOST_TEST(page(order, {item::name, item::size}, nullptr, 0, everything) == "beacd");
  BOOST_TEST(page(order, {}, made[0].data(), 0, 1) == "c");
  BOOST_TEST(page(order, {}, made[0].data(), 1, 1) == "d");
  BOOST_TEST(page(order, {item::name}, made[2].data(), 0, everything) == "d");  // c is no first one, d comes after it
}

BOOST_AUTO_TEST_CASE(leaving_rows_out_early_changes_nothing) {
  std::mt19937 random(11);
  for (int round = 0; round < 500; ++round) {
    std::vector<std::string> names;
    for (int i = 0; i < 30; ++i) names.push_back(std::string(1, static_cast<char>('A' + i)));
    made.clear();
    all.clear();
    for (const std::string& name : names) {
      made.push_back(make_item(name.c_str(),
                               random() % 3 == 0   ? nullptr
                               : random() % 2 == 0 ? "p"
                                                   : "q",
                               static_cast<std::int64_t>(random() % 4) - 1));
    }
    for (const row& each : made) all.push_back(each.data());
    std::shuffle(all.begin(), all.end(), random);
    const auto direction = [&] { return static_cast<std::uint32_t>(random() % 2); };
    const std::vector<orm_order> order{{item::name, direction()}, {item::size, direction()}, {item::id, direction()}};
    const std::vector<std::uint32_t> distinct =
        random() % 2 == 0 ? std::vector<std::uint32_t>{} : std::vector<std::uint32_t>{item::size};
    const orm_cell* cursor = random() % 2 == 0 ? nullptr : all[random() % all.size()];
    const std::uint64_t skip = random() % 5;
    const std::uint64_t take = random() % 8;

    rows sorted = all;
    std::sort(sorted.begin(), sorted.end(), [&](auto* a, auto* b) { return sdk::compare_rows(order, a, b) < 0; });
    rows expected;
    std::set<std::int64_t> seen;
    for (const orm_cell* each : sorted) {
      const std::int64_t size = sdk::is_null(each[item::size]) ? -1 : each[item::size].as.integer;
      if (!distinct.empty() && !seen.insert(size).second) continue;
      if (cursor == nullptr || sdk::compare_rows(order, each, cursor) > 0) expected.push_back(each);
    }
    expected.erase(expected.begin(),
                   expected.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(skip, expected.size())));
    if (expected.size() > take) expected.resize(take);
    BOOST_TEST(page(order, distinct, cursor, skip, take) == ids(expected));
  }
}

BOOST_AUTO_TEST_CASE(expiry_is_at_the_instant) {
  row one = make_item("a", "x", 1);
  const orm_cell now = sdk::datetime_cell(100);
  BOOST_TEST(!sdk::is_expired(sample_model(), one.data(), &now));
  one[item::until] = sdk::datetime_cell(100);
  BOOST_TEST(sdk::is_expired(sample_model(), one.data(), &now));
  one[item::until] = sdk::datetime_cell(101);
  BOOST_TEST(!sdk::is_expired(sample_model(), one.data(), &now));
  BOOST_TEST(!sdk::is_expired(sample_model(), one.data(), nullptr));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace orm::tests
