// The types of fields by themselves.
#include <boost/test/unit_test.hpp>
#include <string>

#include "fixture.hpp"

namespace {
struct point {
  int x = 0;
};
}  // namespace

template <>
struct orm::json_conversion<point> {
  static std::string dump(const point& from) { return "{\"x\": " + std::to_string(from.x) + "}"; }
  static point parse(std::string_view text) { return {std::stoi(std::string(text.substr(text.find(':') + 1)))}; }
};

BOOST_AUTO_TEST_SUITE(values)

BOOST_AUTO_TEST_CASE(decimals_are_exact_and_compare_by_value) {
  BOOST_TEST(orm::decimal("012.500").text() == "12.5");
  BOOST_TEST(orm::decimal("1e3").text() == "1000");
  BOOST_TEST((orm::decimal("1.0") == orm::decimal(1)));
  BOOST_TEST((orm::decimal(9) < orm::decimal(10)));
  BOOST_TEST((orm::decimal("0.1") + orm::decimal("0.2") == orm::decimal("0.3")));
  BOOST_TEST((orm::decimal("0.1") - orm::decimal("0.2") == orm::decimal("-0.1")));
  BOOST_TEST((orm::decimal("1.5") * orm::decimal(-2) == orm::decimal(-3)));
  BOOST_TEST(orm_test::refusal([] { orm::decimal("twelve"); }) == "INVALID_VALUE");
}

BOOST_AUTO_TEST_CASE(equal_json_has_equal_text) {
  BOOST_TEST(orm::json::parse(R"( {"b": 1.0, "a": [true, null]} )").dump() == R"({"a":[true,null],"b":1})");
  BOOST_TEST((orm::json::parse("[1]") == orm::json::parse("[1.0]")));
  BOOST_TEST(orm::json().is_null());
  BOOST_TEST(orm_test::refusal([] { orm::json::parse(R"({"a":1,"a":2})"); }) == "INVALID_VALUE");
}

BOOST_AUTO_TEST_CASE(json_comes_from_and_goes_to_types_of_the_application) {
  const auto document = orm::json::from(point{7});
  BOOST_TEST(document.dump() == R"({"x":7})");
  BOOST_TEST(document.as<point>().x == 7);
}

BOOST_AUTO_TEST_CASE(an_enumerator_has_the_name_that_is_stored) {
  BOOST_TEST(orm::name_of(club::level::patron) == "patron");
  BOOST_TEST(orm_test::refusal([] { orm::name_of(static_cast<club::level>(7)); }) == "INVALID_VALUE");
}

BOOST_AUTO_TEST_CASE(every_type_comes_back_as_it_went_in) {
  orm_test::on_each_driver([](const auto& db) {
    using namespace club;
    const orm::datetime born = orm::datetime(std::chrono::microseconds(1'234'567'890'123'456));
    const auto made = db.person.create(p.email = "a@x", p.name = "Ada", p.nick = "ada", p.visits = 3,
                                       p.points = 5'000'000'000, p.balance = "12.50", p.ratio = 0.25, p.active = false,
                                       p.standing = level::patron, p.settings = orm::json::parse("{\"b\":1,\"a\":2}"),
                                       p.avatar = orm::bytes(std::string("\0\xff", 2)), p.created_at = born);
    const auto read = db.person.find_unique(p.id == made.id);
    BOOST_TEST_REQUIRE(read.has_value());
    for (const auto& row : {made, *read}) {
      BOOST_TEST(row.email == "a@x");
      BOOST_TEST(row.nick.value() == "ada");
      BOOST_TEST(row.visits == 3);
      BOOST_TEST(row.points == 5'000'000'000);
      BOOST_TEST(row.balance.text() == "12.5");
      BOOST_TEST(row.ratio.value() == 0.25);
      BOOST_TEST(!row.active);
      BOOST_TEST((row.standing == level::patron));
      BOOST_TEST(row.settings->dump() == R"({"a":2,"b":1})");
      BOOST_TEST(row.avatar->view() == std::string_view("\0\xff", 2));
      BOOST_TEST((row.created_at == born));
    }
    // Each of them equals itself in a condition, whole rows come by default, and null is null.
    BOOST_TEST(db.person.count(p.balance == orm::decimal("12.500") && p.ratio == 0.25 && p.active == false &&
                               p.standing == level::patron && p.created_at == born) == 1u);
    BOOST_TEST(db.person.count(p.settings == orm::json::parse("{\"a\":2,\"b\":1.0}")) == 1u);
    BOOST_TEST(db.person.count(p.avatar == orm::bytes(std::string("\0\xff", 2))) == 1u);
    const auto bare = db.person.create(p.email = "b@x", p.name = "Bob");
    BOOST_TEST((!bare.nick && !bare.ratio && !bare.settings && !bare.avatar));
    BOOST_TEST((bare.active && bare.visits == 0 && bare.balance == 0 && bare.standing == level::guest));
    BOOST_TEST(db.person.count(p.ratio == std::nullopt) == 1u);
    BOOST_TEST(db.person.count(p.ratio != std::nullopt) == 1u);
    BOOST_TEST(db.person.count(p.ratio != 0.5) == 2u);
  });
}

BOOST_AUTO_TEST_CASE(what_does_not_fit_is_refused_at_run_time) {
  orm_test::on_each_driver([](const auto& db) {
    using namespace club;
    BOOST_TEST(orm_test::refusal([&] { db.person.count(p.visits == 5'000'000'000); }) == "INVALID_VALUE");
    BOOST_TEST(orm_test::refusal([&] { db.person.create(p.email = "a@x", p.name = "\xff"); }) == "INVALID_VALUE");
    BOOST_TEST(orm_test::refusal([&] { (void)(p.points == 18'446'744'073'709'551'615u); }) == "INVALID_VALUE");
  });
}

BOOST_AUTO_TEST_SUITE_END()
