// Reading: keys, conditions, orders, pages.
#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

#include "fixture.hpp"

using namespace club;
using namespace orm;

namespace {

// Ada, bob, Cleo and Dora in three standings.
template <class Client>
void fill(const Client& db) {
  db.person.create_many({{p.email = "ada@x", p.name = "Ada", p.visits = 1, p.standing = level::patron},
                         {p.email = "bob@x", p.name = "bob", p.visits = 2, p.nick = "b"},
                         {p.email = "cleo@x", p.name = "Cleo 100%", p.visits = 3, p.standing = level::regular},
                         {p.email = "dora@x", p.name = "Dora", p.visits = 4, p.nick = "d"}},
                        no_record);
}

template <class Rows>
std::string names(const Rows& rows) {
  std::string out;
  for (const auto& row : rows) out += (out.empty() ? "" : ",") + row.name.substr(0, 3);
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(finds)

BOOST_AUTO_TEST_CASE(a_row_is_found_by_each_unique_key) {
  orm_test::on_each_driver([](const auto& db) {
    const auto made = db.person.create(p.email = "a@x", p.name = "Ada", p.nick = "a");
    const auto group = db.group.create(g.slug = "g");
    db.membership.create(m.person_id = made.id, m.group_id = group.id, m.role = "owner");
    BOOST_TEST(db.person.find_unique(p.id == made.id)->name == "Ada");
    BOOST_TEST(db.person.find_unique(p.email == std::string("a@x"), select(p.name))->name == "Ada");
    BOOST_TEST(db.person.find_unique(p.nick == "a", select(p.id))->id == made.id);
    BOOST_TEST(db.membership.find_unique(m.group_id == group.id && m.person_id == made.id)->role == "owner");
    BOOST_TEST(db.membership.find_unique(m.person_id == made.id && m.group_id == group.id)->role == "owner");
    BOOST_TEST(!db.person.find_unique(p.id == "nobody"));
    const auto no_key = p.nick == std::optional<std::string>();
    BOOST_TEST(orm_test::refusal([&] { db.person.find_unique(no_key); }) == "INVALID_QUERY");
    BOOST_TEST(orm_test::refusal([&] { db.person.find_many(cursor(no_key)); }) == "INVALID_QUERY");
    BOOST_TEST(orm_test::refusal([&] {
                 db.person.upsert(no_key, create(p.email = "b@x", p.name = "Bob"), update());
               }) == "INVALID_QUERY");
    BOOST_TEST(db.room.create(rooms.number = 7, rooms.name = "Hall").number == 7);
    BOOST_TEST(db.room.find_unique(rooms.number == 7)->name == "Hall");
  });
}

BOOST_AUTO_TEST_CASE(conditions_on_text) {
  orm_test::on_each_driver([](const auto& db) {
    fill(db);
    const auto found = [&](const pred<Person>& wanted) {
      return names(db.person.find_many(where(wanted), order_by(p.visits), select(p.name)));
    };
    BOOST_TEST(found(p.name.contains("o")) == "bob,Cle,Dor");
    BOOST_TEST(found(p.name.starts_with("b")) == "bob");
    BOOST_TEST(found(p.name.ends_with("%")) == "Cle");
    BOOST_TEST(found(p.name.contains("_")) == "");
    BOOST_TEST(found(p.name.insensitive() == "BOB") == "bob");
    BOOST_TEST(found(p.name.insensitive() != "BOB") == "Ada,Cle,Dor");
    BOOST_TEST(found(p.name.insensitive().contains("A")) == "Ada,Dor");
    BOOST_TEST(found(p.name.insensitive().starts_with("D")) == "Dor");
    BOOST_TEST(found(p.name.insensitive().ends_with("A")) == "Ada,Dor");
    BOOST_TEST(found(p.name.insensitive().in({"ADA", "BOB"})) == "Ada,bob");
    BOOST_TEST(found(p.name.insensitive().not_in({"ADA", "BOB"})) == "Cle,Dor");
    BOOST_TEST(found(p.name > "Cleo" && p.name <= "bob") == "bob,Cle,Dor");  // by bytes: capitals come first
  });
}

BOOST_AUTO_TEST_CASE(conditions_on_numbers_enums_and_null) {
  orm_test::on_each_driver([](const auto& db) {
    fill(db);
    const auto found = [&](const pred<Person>& wanted) {
      return names(db.person.find_many(wanted, order_by(p.visits)));
    };
    BOOST_TEST(found(p.visits > 1 && p.visits < 4) == "bob,Cle");
    BOOST_TEST(found(p.visits >= 4 || p.visits <= 1) == "Ada,Dor");
    BOOST_TEST(found(!(p.visits == 1)) == "bob,Cle,Dor");
    BOOST_TEST(found(p.visits.in({1, 3, 9})) == "Ada,Cle");
    BOOST_TEST(found(p.visits.not_in(std::vector<int>{1, 3})) == "bob,Dor");
    BOOST_TEST(found(p.visits.in(std::vector<int>{})) == "");
    BOOST_TEST(found(p.standing == level::guest) == "bob,Dor");
    BOOST_TEST(found(p.standing.in({level::patron, level::regular})) == "Ada,Cle");
    BOOST_TEST(found(p.nick == std::nullopt) == "Ada,Cle");
    BOOST_TEST(found(p.nick != std::nullopt) == "bob,Dor");
    BOOST_TEST(found(p.nick != "b") == "Ada,Cle,Dor");
    BOOST_TEST(found(p.nick.not_in({"b"})) == "Ada,Cle,Dor");
    BOOST_TEST(found(p.nick == std::optional<std::string>("b")) == "bob");
    BOOST_TEST(found(p.nick == std::optional<std::string>()) == "Ada,Cle");
    BOOST_TEST(found(p.nick.in(std::vector<std::optional<std::string>>{"d", std::nullopt})) == "Ada,Cle,Dor");
  });
}

BOOST_AUTO_TEST_CASE(predicates_compose_at_run_time) {
  orm_test::on_each_driver([](const auto& db) {
    fill(db);
    pred<Person> wanted;
    BOOST_TEST(db.person.count(wanted) == 4u);
    wanted = wanted && p.visits > 1;
    BOOST_TEST(db.person.count(wanted) == 3u);
    pred<Person> either = p.visits == 2;
    for (const int visits : {3, 4}) either = either || p.visits == visits;
    BOOST_TEST(db.person.count(wanted && either) == 3u);
    BOOST_TEST(db.person.count(where(wanted), where(!either)) == 0u);
    BOOST_TEST(db.person.count(all) == 4u);
    BOOST_TEST(db.person.count() == 4u);
  });
}

BOOST_AUTO_TEST_CASE(orders_and_pages) {
  orm_test::on_each_driver([](const auto& db) {
    fill(db);
    BOOST_TEST(names(db.person.find_many(order_by(p.name.desc()))) == "bob,Dor,Cle,Ada");
    BOOST_TEST(names(db.person.find_many(order_by(p.standing, p.visits.desc()))) == "Dor,bob,Ada,Cle");
    BOOST_TEST(names(db.person.find_many(order_by(p.nick, p.visits))) == "Ada,Cle,bob,Dor");  // nulls first
    BOOST_TEST(names(db.person.find_many(order_by(p.visits), skip(1), take(2))) == "bob,Cle");
    BOOST_TEST(names(db.person.find_many(take(2), cursor(p.email == "bob@x"), order_by(p.visits))) == "Cle,Dor");
    BOOST_TEST(names(db.person.find_many(distinct(p.standing), order_by(p.visits))) == "Ada,bob,Cle");
    BOOST_TEST(db.person.find_many(take(0)).empty());
    BOOST_TEST(db.person.find_many(take(std::uint64_t(-1))).size() == 4u);
    const order<Person> chosen = true ? p.visits.desc() : p.name.asc();
    BOOST_TEST(names(db.person.find_many(order_by(chosen))) == "Dor,Cle,bob,Ada");
    BOOST_TEST(db.person.find_first(order_by(p.visits.desc()), select(p.name))->name == "Dora");
    BOOST_TEST(db.person.find_first(order_by(p.visits), skip(1))->name == "bob");
    BOOST_TEST(!db.person.find_first(where(p.visits > 100)));
  });
}

BOOST_AUTO_TEST_CASE(expired_rows_are_gone) {
  orm_test::on_each_driver([](const auto& db) {
    const auto now = std::chrono::system_clock::now();
    db.pass.create(passes.table = "old", passes.valid_until = now - std::chrono::hours(1));
    db.pass.create(passes.table = "new", passes.valid_until = now + std::chrono::hours(1));
    const auto left = db.pass.find_many();
    BOOST_TEST_REQUIRE(left.size() == 1u);
    BOOST_TEST(left[0].table == "new");
  });
}

BOOST_AUTO_TEST_SUITE_END()
