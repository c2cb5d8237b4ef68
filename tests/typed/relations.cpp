// Selections that narrow rows at every depth, and conditions on related rows.
#include <boost/test/unit_test.hpp>
#include <string>
#include <type_traits>
#include <vector>

#include "fixture.hpp"

using namespace club;
using namespace orm;

namespace {

// Ada owns two groups, Bob is a member of the first, Cleo of none.
template <class Client>
void fill(const Client& db) {
  const auto person = [&](const char* name) {
    return db.person.create(p.email = std::string(name) + "@x", p.name = name, select(p.id)).id;
  };
  const std::string ada = person("Ada"), bob = person("Bob");
  person("Cleo");
  const auto first = db.group.create(g.slug = "first"), second = db.group.create(g.slug = "second");
  db.membership.create(m.person_id = ada, m.group_id = first.id, m.role = "owner");
  db.membership.create(m.person_id = ada, m.group_id = second.id, m.role = "owner");
  db.membership.create(m.person_id = bob, m.group_id = first.id);
  db.profile.create(profiles.person_id = ada, profiles.about = "numbers");
}

// What a selection makes of its rows is known to the compiler.
constexpr auto card = select(p.id, p.nick, p.memberships.select(m.role, m.group.select(g.slug)));
using member = decltype(row<card>::memberships)::value_type;
static_assert(std::is_same_v<decltype(row<card>::id), std::string>);
static_assert(std::is_same_v<decltype(row<card>::nick), std::optional<std::string>>);
static_assert(std::is_same_v<decltype(member::role), std::string>);
static_assert(std::is_same_v<decltype(member::group)::value_type, row<select(g.slug)>>);
static_assert(std::is_same_v<decltype(record<Person>::standing), level>);
static_assert(!std::is_same_v<decltype(row<card>::name), std::string>);

}  // namespace

BOOST_AUTO_TEST_SUITE(relations)

BOOST_AUTO_TEST_CASE(rows_are_narrowed_at_every_depth) {
  orm_test::on_each_driver([](const auto& db) {
    fill(db);
    const auto group = db.group.find_unique(
        g.slug == "first",
        select(g.slug, g.memberships.select(m.role, m.person.select(p.name, p.profile.select(profiles.about)))));
    BOOST_TEST_REQUIRE(group.has_value());
    BOOST_TEST_REQUIRE(group->memberships.size() == 2u);
    for (const auto& each : group->memberships) {
      BOOST_TEST_REQUIRE(each.person.has_value());
      BOOST_TEST((each.role == "owner") == (each.person->name == "Ada"));
      BOOST_TEST(each.person->profile.has_value() == (each.person->name == "Ada"));
      if (each.person->profile) BOOST_TEST(each.person->profile->about == "numbers");
    }
    const auto copy = *group;  // rows are ordinary structs
    BOOST_TEST(copy.memberships.size() == 2u);
  });
}

BOOST_AUTO_TEST_CASE(related_rows_are_filtered_ordered_and_cut) {
  orm_test::on_each_driver([](const auto& db) {
    fill(db);
    const auto people = db.person.find_many(
        order_by(p.name),
        select(p.name, p.groups.where(g.slug != "none").order_by(g.slug.desc()).take(1).select(g.slug),
               p.memberships.where(m.role == "owner").select(m.group.select(g.slug))));
    BOOST_TEST_REQUIRE(people.size() == 3u);
    BOOST_TEST_REQUIRE(people[0].groups.size() == 1u);
    BOOST_TEST(people[0].groups[0].slug == "second");
    BOOST_TEST(people[0].memberships.size() == 2u);
    BOOST_TEST(people[1].groups[0].slug == "first");
    BOOST_TEST(people[1].memberships.empty());
    BOOST_TEST(people[2].groups.empty());
    const auto second = db.person.find_many(order_by(p.name), take(1), select(p.groups.order_by(g.slug).skip(1)));
    BOOST_TEST_REQUIRE(second[0].groups.size() == 1u);
    BOOST_TEST(second[0].groups[0].slug == "second");
  });
}

BOOST_AUTO_TEST_CASE(a_relation_without_select_has_every_scalar) {
  orm_test::on_each_driver([](const auto& db) {
    fill(db);
    const auto ada = db.person.find_unique(p.email == "Ada@x", select(all, p.memberships, p.profile));
    BOOST_TEST_REQUIRE(ada.has_value());
    BOOST_TEST(ada->name == "Ada");
    BOOST_TEST_REQUIRE(ada->memberships.size() == 2u);
    BOOST_TEST(ada->memberships[0].person_id == ada->id);
    BOOST_TEST(ada->profile->about == "numbers");
  });
}

BOOST_AUTO_TEST_CASE(conditions_on_related_rows) {
  orm_test::on_each_driver([](const auto& db) {
    fill(db);
    const auto found = [&](const pred<Person>& wanted) {
      std::string out;
      for (const auto& row : db.person.find_many(wanted, order_by(p.name), select(p.name))) out += row.name[0];
      return out;
    };
    BOOST_TEST(found(p.memberships.some()) == "AB");
    BOOST_TEST(found(p.memberships.some(m.role == "owner")) == "A");
    BOOST_TEST(found(p.memberships.every(m.role == "owner")) == "AC");
    BOOST_TEST(found(p.memberships.none(m.role == "owner")) == "BC");
    BOOST_TEST(found(p.memberships.none()) == "C");
    BOOST_TEST(found(p.groups.some(g.slug == "second")) == "A");
    BOOST_TEST(found(p.profile.is(profiles.about == "numbers")) == "A");
    BOOST_TEST(found(p.profile.is_not(profiles.about == "numbers")) == "BC");
    BOOST_TEST(found(p.profile.is(std::nullopt)) == "BC");
    BOOST_TEST(found(p.profile.is_not(std::nullopt)) == "A");
    BOOST_TEST(found(p.memberships.some(m.group.is(g.slug == "first" && g.memberships.some(m.role == "member"))) &&
                     (p.name == "Ada" || p.name == "Bob")) == "AB");
  });
}

BOOST_AUTO_TEST_CASE(one_model_serves_several_applications) {
  orm_test::on_each_driver<Annex>([](const auto& db) {
    fill(db);
    BOOST_TEST(db.person.count(p.memberships.some(m.group.is(g.slug == "second"))) == 1u);
    const auto ada = db.person.find_unique(p.email == "Ada@x", select(p.name, p.groups.select(g.slug), p.profile));
    BOOST_TEST(ada->groups.size() == 2u);
    BOOST_TEST(ada->profile->about == "numbers");
  });
}

BOOST_AUTO_TEST_SUITE_END()
