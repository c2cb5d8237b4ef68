// Creating, changing, removing.
#include <boost/test/unit_test.hpp>
#include <string>
#include <thread>
#include <vector>

#include "fixture.hpp"

using namespace club;
using namespace orm;

BOOST_AUTO_TEST_SUITE(writes)

BOOST_AUTO_TEST_CASE(create_answers_what_was_stored) {
  orm_test::on_each_driver([](const auto& db) {
    const auto made = db.person.create(p.name = "Ada", p.email = "a@x", select(p.id, p.visits, p.standing));
    BOOST_TEST(made.id.size() == 36u);
    BOOST_TEST(made.visits == 0);
    BOOST_TEST(db.person.create(draft<Person>(p.name = "Bob", p.email = "b@x")).name == "Bob");
    BOOST_TEST(db.person.create(p.name = "Cleo", p.email = "c@x", no_record) == 1u);
    const auto group = db.group.create(g.id = "own-id", g.slug = "g", select(all, g.memberships));
    BOOST_TEST(group.id == "own-id");
    BOOST_TEST(group.memberships.empty());
    try {
      db.person.create(p.name = "Eve", p.email = "a@x");
      BOOST_ERROR("a second row with one e-mail");
    } catch (const error& refused) {
      BOOST_TEST((refused.code() == error_code::unique_constraint_violation));
      BOOST_TEST(refused.model() == "person");
      BOOST_TEST(refused.fields() == std::vector<std::string>{"email"}, boost::test_tools::per_element());
    }
  });
}

BOOST_AUTO_TEST_CASE(create_many_is_all_or_nothing) {
  orm_test::on_each_driver([](const auto& db) {
    const auto made = db.group.create_many({{g.slug = "a"}, {g.slug = "b"}});
    BOOST_TEST_REQUIRE(made.size() == 2u);
    BOOST_TEST(made[1].slug == "b");
    std::vector<draft<Group>> more;
    for (const char* slug : {"c", "b", "d"}) more.push_back(g.slug = slug);
    BOOST_TEST(orm_test::refusal([&] { db.group.create_many(more); }) == "UNIQUE_CONSTRAINT_VIOLATION");
    BOOST_TEST(db.group.count() == 2u);
    const auto added = db.group.create_many(more, skip_duplicates, select(g.slug));
    BOOST_TEST_REQUIRE(added.size() == 2u);
    BOOST_TEST((added[0].slug == "c" && added[1].slug == "d"));
    BOOST_TEST(db.group.create_many({{g.slug = "e"}}, no_record) == 1u);
  });
}

BOOST_AUTO_TEST_CASE(update_touches_the_first_row) {
  orm_test::on_each_driver([](const auto& db) {
    db.room.create_many({{rooms.number = 2, rooms.name = "x"}, {rooms.number = 1, rooms.name = "x"}}, no_record);
    BOOST_TEST(db.room.update(rooms.name == "x", rooms.name = "y")->number == 1);
    BOOST_TEST(db.room.update(rooms.number == 2, rooms.name = "z", select(rooms.name))->name == "z");
    BOOST_TEST(!db.room.update(rooms.number == 3, rooms.name = "z"));
    BOOST_TEST(db.room.update(rooms.number == 3, rooms.name = "z", no_record) == 0u);
    BOOST_TEST(db.room.update(all, rooms.name = "first")->number == 1);
    BOOST_TEST(db.room.update_many(all, rooms.name = "w") == 2u);
    BOOST_TEST(db.room.update_many(where(rooms.number > 1), rooms.name = "v") == 1u);
    BOOST_TEST(db.room.remove(rooms.name == "w"));
    BOOST_TEST(!db.room.remove(rooms.number == 1));
    BOOST_TEST(db.room.remove(rooms.number == 2));
    db.room.create_many({{rooms.number = 2, rooms.name = "x"}, {rooms.number = 1, rooms.name = "x"}}, no_record);
    BOOST_TEST(db.room.remove_many(rooms.number > 1) == 1u);
    BOOST_TEST(db.room.remove_many(all) == 1u);
  });
}

BOOST_AUTO_TEST_CASE(arithmetic_is_done_by_the_store) {
  orm_test::on_each_driver([](const auto& db) {
    db.person.create(p.name = "Ada", p.email = "a@x", p.visits = 3, p.balance = "0.1", no_record);
    const auto one = p.email == "a@x";
    BOOST_TEST(db.person.update(one, p.visits += 2, p.points.increment(7), p.balance += decimal("0.2"))->visits == 5);
    const auto now = db.person.update(one, p.visits -= 1, p.points *= 3, p.ratio *= 2);
    BOOST_TEST((now->visits == 4 && now->points == 21 && now->balance == decimal("0.3") && !now->ratio));
    BOOST_TEST(db.person.update(one, p.visits.decrement(1), p.points.multiply(2))->points == 42);
    BOOST_TEST(orm_test::refusal([&] { db.person.update(one, p.visits *= 2'000'000'000); }) == "INVALID_VALUE");
    BOOST_TEST(db.person.find_unique(one)->visits == 3);
  });
}

BOOST_AUTO_TEST_CASE(null_is_set_and_found) {
  orm_test::on_each_driver([](const auto& db) {
    db.person.create(p.name = "Ada", p.email = "a@x", p.nick = "a", p.ratio = 1.5, no_record);
    const auto bare = db.person.update(p.nick == "a", p.nick = std::nullopt, p.ratio = std::optional<double>());
    BOOST_TEST((!bare->nick && !bare->ratio));
    // A unique key that turns out null is no key: the first row that has none.
    BOOST_TEST(db.person.update(p.nick == std::optional<std::string>(), p.name = "A")->name == "A");
    BOOST_TEST(db.person.update(p.nick == std::nullopt, p.name = "B")->name == "B");
    BOOST_TEST(!db.person.remove(p.nick == std::optional<std::string>("a")));
    BOOST_TEST(db.person.remove(p.nick == std::optional<std::string>()));
  });
}

BOOST_AUTO_TEST_CASE(changes_are_put_together_at_run_time) {
  orm_test::on_each_driver([](const auto& db) {
    db.person.create(p.name = "Ada", p.email = "a@x", no_record);
    changes<Person> wanted(p.name = "Eve", p.visits += 1);
    wanted.add(p.name = "Cleo");
    const auto changed = db.person.update(p.email == "a@x", wanted, select(p.name, p.visits));
    BOOST_TEST((changed->name == "Cleo" && changed->visits == 1));
    BOOST_TEST(db.person.update_many(all, wanted) == 1u);
    BOOST_TEST(db.person.upsert(p.email == "a@x", create(p.name = "x"), update(wanted)).visits == 3);
  });
}

BOOST_AUTO_TEST_CASE(upsert_adds_or_changes) {
  orm_test::on_each_driver([](const auto& db) {
    const auto turn = [&](int visits) {
      return db.person.upsert(p.email == "a@x", create(p.name = "Ada", p.visits = visits),
                              update(p.name = "Ada again", p.visits += visits), select(p.name, p.visits));
    };
    BOOST_TEST(turn(1).name == "Ada");
    BOOST_TEST(turn(5).visits == 6);
    const auto person = db.person.find_unique(p.email == "a@x", select(p.id));
    const auto group = db.group.create(g.slug = "g");
    const auto pair = m.group_id == group.id && m.person_id == person->id;
    BOOST_TEST(db.membership.upsert(pair, create(), update(m.role = "owner")).role == "member");
    BOOST_TEST(db.membership.upsert(pair, create(), update(m.role = "owner")).role == "owner");
    BOOST_TEST(db.membership.upsert(pair, create(), update()).role == "owner");
    BOOST_TEST(db.membership.upsert(pair, create(), update(), no_record) == 1u);
  });
}

BOOST_AUTO_TEST_CASE(on_update_now_and_increment_ids) {
  orm_test::on_each_driver([](const auto& db) {
    const auto made = db.person.create(p.name = "Ada", p.email = "a@x");
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
    const auto later = db.person.update(p.id == made.id, p.name = "Eve");
    BOOST_TEST((later->touched_at > made.touched_at && later->created_at == made.created_at));
  });
  for (const orm_test::driver_under_test& driver : orm_test::drivers_under_test()) {
    const orm_test::temporary_directory directory;
    try {
      const auto db = orm_test::open_fresh<Desk>(driver, directory.path().string());
      const auto first = db.ticket.create(tickets.title = "a"), second = db.ticket.create(tickets.title = "b");
      BOOST_TEST(first.id < second.id);
    } catch (const error& refused) {
      BOOST_TEST((refused.code() == error_code::unsupported));
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
