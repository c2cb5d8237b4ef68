// Counts, sums, averages and extremes, with groups.
#include <boost/test/unit_test.hpp>

#include "fixture.hpp"

using namespace club;
using namespace orm;

namespace {
template <class Client>
void fill(const Client& db) {
  db.person.create_many(
      {{p.email = "a@x", p.name = "Ada", p.visits = 1, p.points = 10, p.ratio = 0.5, p.balance = "0.10"},
       {p.email = "b@x", p.name = "Bob", p.visits = 2, p.points = 20, p.balance = "0.20"},
       {p.email = "c@x", p.name = "Cleo", p.visits = 6, p.standing = level::patron}},
      no_record);
}
}  // namespace

BOOST_AUTO_TEST_SUITE(aggregates)

BOOST_AUTO_TEST_CASE(one_answer_over_all_rows) {
  orm_test::on_each_driver([](const auto& db) {
    fill(db);
    const auto whole = db.person.aggregate(count(), count(p.ratio), sum(p.visits), sum(p.balance), sum(p.ratio),
                                           avg(p.visits), min(p.name), max(p.visits), max(p.standing));
    BOOST_TEST(whole.count_all == 3);
    BOOST_TEST(whole.count.ratio == 1);
    BOOST_TEST((whole.sum.visits == decimal(9)));
    BOOST_TEST((whole.sum.balance == decimal("0.3")));
    BOOST_TEST(whole.sum.ratio.value() == 0.5);
    BOOST_TEST(whole.avg.visits.value() == 3.0);
    BOOST_TEST(whole.min.name.value() == "Ada");
    BOOST_TEST(whole.max.visits.value() == 6);
    BOOST_TEST((whole.max.standing == level::patron));
    const auto none = db.person.aggregate(where(p.visits > 100), count(), sum(p.visits), avg(p.visits), min(p.name));
    BOOST_TEST(none.count_all == 0);
    BOOST_TEST((!none.sum.visits && !none.avg.visits && !none.min.name));
  });
}

BOOST_AUTO_TEST_CASE(groups_with_conditions_and_orders) {
  orm_test::on_each_driver([](const auto& db) {
    fill(db);
    const auto groups =
        db.person.aggregate(group_by(p.standing, p.active), count(), sum(p.visits), order_by(p.standing));
    BOOST_TEST_REQUIRE(groups.size() == 2u);
    BOOST_TEST((groups[0].group.standing == level::guest && groups[0].group.active));
    BOOST_TEST(groups[0].count_all == 2);
    const auto by_sum = db.person.aggregate(group_by(p.standing), sum(p.visits), order_by(sum(p.visits).desc()));
    BOOST_TEST((by_sum[0].group.standing == level::patron));
    const auto groups_with = [&](const auto& wanted) {
      return db.person.aggregate(group_by(p.standing), count(), having(wanted)).size();
    };
    BOOST_TEST(groups_with(count() > 1) == 1u);
    BOOST_TEST(groups_with(!(count() > 1)) == 1u);
    BOOST_TEST(groups_with(count() > 1 || sum(p.visits) == 6) == 2u);
    BOOST_TEST(groups_with(count() >= 1 && p.standing == level::guest) == 1u);
    BOOST_TEST(groups_with(avg(p.visits) < 2.0) == 1u);
    BOOST_TEST(groups_with(sum(p.ratio) == std::nullopt) == 1u);
    BOOST_TEST(groups_with(min(p.name) != "Ada" && max(p.name) <= "D") == 1u);
    BOOST_TEST(groups_with(p.standing == level::guest || p.standing == level::regular) == 1u);
  });
}

BOOST_AUTO_TEST_SUITE_END()
