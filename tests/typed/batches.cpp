// Queries that wait for a batch, and those of a shape that the compiler knows beside those of any other.
#include "fixture.hpp"

#include <string>
#include <vector>

using namespace club;
using namespace orm;

namespace {

std::string padded(int number) { return "a text that is too long to stay inside a string: " + std::to_string(number); }

void add_groups(const client<Club>& db, int count) {
  std::vector<draft<Group>> groups;
  for (int i = 0; i < count; ++i) groups.emplace_back(g.slug = padded(i));
  db.group.create_many(std::move(groups), no_record);
}

// Everything that the query is made from is gone when it is answered.
deferred<std::optional<record<Group>>> find_later(const client<Club>& db, int number) {
  const std::string slug = padded(number);
  const auto wanted = g.slug == slug;
  const auto later = db.group.later();
  return later.find_unique(wanted);
}

// With a condition that is put together at run time.
deferred<std::vector<record<Group>>> list_later(const client<Club>& db, int number) {
  const std::string slug = padded(number);
  pred<Group> wanted = g.slug.contains("inside");
  wanted = wanted && g.slug == slug;
  return db.group.later().find_many(wanted, order_by(g.slug), take(1));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(batches)

BOOST_AUTO_TEST_CASE(answers_come_in_the_order_of_queries_of_any_kind) {
  orm_test::on_each_driver([](const auto& db) {
    add_groups(db, 3);
    const auto later = db.group.later();
    const auto [found, listed, failed, none, sums, nested, missing, refused, counted] = db.batch(
        find_later(db, 2), list_later(db, 1), later.create(g.slug = padded(0)), find_later(db, 9),
        later.aggregate(count()), later.find_unique(g.slug == padded(1), select(g.slug, g.memberships.select(m.role))),
        later.find_many(g.slug == padded(9)), later.create(g.slug = std::string("\0", 1)), later.count());
    BOOST_TEST((*found)->slug == padded(2));
    BOOST_TEST_REQUIRE(listed->size() == 1u);
    BOOST_TEST(listed->front().slug == padded(1));
    BOOST_TEST(orm_test::refusal([&failed = failed] { failed.value(); }) == "UNIQUE_CONSTRAINT_VIOLATION");
    BOOST_TEST(!none->has_value());
    BOOST_TEST(sums->count_all == 3);
    BOOST_TEST((*nested)->slug == padded(1));
    BOOST_TEST(missing->empty());
    BOOST_TEST(orm_test::refusal([&refused = refused] { refused.value(); }) == "INVALID_VALUE");
    BOOST_TEST(*counted == 3u);
  });
}

BOOST_AUTO_TEST_CASE(a_query_may_be_run_again) {
  orm_test::on_each_driver([](const auto& db) {
    add_groups(db, 2);
    const auto find = find_later(db, 1);
    const auto list = list_later(db, 0);
    const auto create = db.group.later().create(g.slug = "made");
    for (int round = 0; round < 2; ++round) {
      const auto [found, listed, made, again] = db.batch(find, list, create, find);
      BOOST_TEST((*found)->slug == padded(1));
      BOOST_TEST((*again)->slug == padded(1));
      BOOST_TEST(listed->front().slug == padded(0));
      BOOST_TEST(made.ok() == (round == 0));
    }
    const auto twice = db.batch(std::vector{find, find});
    BOOST_TEST((twice[0].value()->slug == padded(1) && twice[1].value()->slug == padded(1)));
  });
}

BOOST_AUTO_TEST_CASE(a_query_may_be_copied_and_replaced) {
  orm_test::on_each_driver([](const auto& db) {
    add_groups(db, 2);
    auto one = find_later(db, 0);
    auto other = one;
    other = find_later(db, 1);
    one = deferred(one);
    auto listed = list_later(db, 0);
    listed = deferred(list_later(db, 1));
    // Of one type, but not of one kind: a condition of certain values beside one put together at run time.
    auto same_type = db.group.later().find_many(g.slug == padded(0));
    const auto copy = same_type;
    same_type = listed;
    const auto [first, second, third, fourth] = db.batch(one, other, same_type, copy);
    BOOST_TEST((*first)->slug == padded(0));
    BOOST_TEST((*second)->slug == padded(1));
    BOOST_TEST(third->front().slug == padded(1));
    BOOST_TEST(fourth->front().slug == padded(0));
  });
}

BOOST_AUTO_TEST_CASE(each_of_many_fails_or_not_by_itself) {
  constexpr int many = 300;
  orm_test::on_each_driver([](const auto& db) {
    add_groups(db, many / 3);
    for (int round = 0; round < 2; ++round) {
      std::vector<deferred<record<Group>>> creations;
      std::vector<deferred<std::optional<record<Group>>>> finds;
      for (int i = 0; i < many; ++i) {
        finds.push_back(find_later(db, i));
        creations.push_back(db.group.later().create(g.slug = padded(i % 3 == 0 ? i / 3 : many * (round + 1) + i)));
      }
      const auto found = db.batch(finds);
      const auto made = db.batch(creations);
      BOOST_TEST_REQUIRE((found.size() == many && made.size() == many));
      for (int i = 0; i < many; ++i) {
        const auto at = static_cast<std::size_t>(i);
        BOOST_TEST_REQUIRE(found[at].value().has_value() == (i < many / 3));
        if (i < many / 3) BOOST_TEST_REQUIRE(found[at].value()->slug == padded(i));
        BOOST_TEST_REQUIRE(made[at].ok() == (i % 3 != 0));
        if (i % 3 != 0) BOOST_TEST_REQUIRE(made[at]->slug == padded(many * (round + 1) + i));
      }
    }
  });
}

BOOST_AUTO_TEST_CASE(inside_a_transaction_one_that_fails_is_undone_alone) {
  orm_test::on_each_driver([](const auto& db) {
    add_groups(db, 1);
    if (!capabilities(db).interactive_transactions) return;
    db.transaction([](auto& tx) {
      const auto later = tx.group.later();
      const auto [made, taken, changed, removed, counted] = tx.batch(
          later.create(g.slug = "new", no_record), later.create(g.slug = padded(0)),
          later.update_many(g.slug == "new", g.slug = "newer"), later.remove(g.slug == padded(0)), later.count());
      BOOST_TEST(*made == 1u);
      BOOST_TEST(!taken.ok());
      BOOST_TEST(*changed == 1u);
      BOOST_TEST(*removed);
      BOOST_TEST(*counted == 1u);
    });
    BOOST_TEST(db.group.count(g.slug == "newer") == 1u);
  });
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(conditions_of_certain_values)

// At once and later; equal to null is another question than equal to a value.
BOOST_AUTO_TEST_CASE(find_null_as_a_value) {
  orm_test::on_each_driver([](const auto& db) {
    for (int i = 0; i < 3; ++i)
      db.person.create(p.email = padded(i), p.name = "n" + std::to_string(i % 2),
                       p.ratio = i == 0 ? std::optional(0.5) : std::nullopt, no_record);
    const std::optional<double> half = 0.5, none;
    const auto size = [](const auto& rows) { return rows.size(); };
    for (int round = 0; round < 2; ++round) {
      BOOST_TEST(size(db.person.find_many(p.ratio == half)) == 1u);
      BOOST_TEST(size(db.person.find_many(p.ratio == none)) == 2u);
      BOOST_TEST(db.person.count(where(p.ratio == none && p.name == "n0")) == 1u);
      BOOST_TEST(db.person.count(where(p.ratio == half && p.name == "n0")) == 1u);
      const auto later = db.person.later();
      const auto [some, others, touched] =
          db.batch(later.find_many(p.ratio == half, select(p.email)), later.find_many(p.ratio == none, select(p.email)),
                   later.update_many(p.ratio == none, p.visits += 1));
      BOOST_TEST(some->size() == 1u);
      BOOST_TEST(others->size() == 2u);
      BOOST_TEST(*touched == 2u);
    }
  });
}

BOOST_AUTO_TEST_CASE(choose_the_rows_of_each_operation) {
  orm_test::on_each_driver([](const auto& db) {
    for (int i = 0; i < 4; ++i) db.room.create(rooms.number = i, rooms.name = i < 3 ? "small" : "large", no_record);
    BOOST_TEST(db.room.find_many(rooms.name == "small").size() == 3u);
    BOOST_TEST(db.room.find_many(rooms.name == "small" && rooms.number == 2, select(rooms.number)).front().number == 2);
    BOOST_TEST(db.room.count(rooms.name == "small") == 3u);
    for (int round = 0; round < 2; ++round) {
      BOOST_TEST(db.room.find_first(rooms.name == "small")->number == 0);
      BOOST_TEST(db.room.find_first(rooms.number == 3, select(rooms.name))->name == "large");
      BOOST_TEST(!db.room.find_first(rooms.name == "none"));
      const auto later = db.room.later();
      const auto [first, none] = db.batch(later.find_first(rooms.name == "small"), later.find_first(rooms.number == 9));
      BOOST_TEST((*first)->number == 0);
      BOOST_TEST(!none->has_value());
    }
    BOOST_TEST(db.room.update(rooms.name == "small", rooms.name = "tiny")->number == 0);
    BOOST_TEST(db.room.update(rooms.name == "none", rooms.name = "tiny", no_record) == 0u);
    BOOST_TEST(db.room.update_many(rooms.name == "small", rooms.name = "medium") == 2u);
    BOOST_TEST(db.room.update_many(rooms.name == "small", rooms.name = "medium") == 0u);
    BOOST_TEST(db.room.remove(rooms.name == "medium"));
    BOOST_TEST(db.room.find_unique(rooms.number == 2)->name == "medium");
    BOOST_TEST(db.room.remove_many(rooms.name == "medium") == 1u);
    BOOST_TEST(!db.room.remove(rooms.name == "medium"));
    BOOST_TEST(db.room.count() == 2u);
  });
}

BOOST_AUTO_TEST_CASE(are_checked_like_any_other) {
  orm_test::on_each_driver([](const auto& db) {
    BOOST_TEST(orm_test::refusal([&] { db.room.find_many(rooms.name == std::string("\xff")); }) == "INVALID_VALUE");
    BOOST_TEST(orm_test::refusal([&] { db.room.remove_many(rooms.name == std::string("\xff")); }) == "INVALID_VALUE");
    const auto [refused] = db.batch(db.room.later().update_many(rooms.name == std::string("\xff"), rooms.name = "x"));
    BOOST_TEST(orm_test::refusal([&refused = refused] { refused.value(); }) == "INVALID_VALUE");
  });
}

BOOST_AUTO_TEST_SUITE_END()
