// RFC 3339 in, the one spelling out.
#include <orm/sdk/value/datetime.hpp>

#include <boost/test/unit_test.hpp>

#include <random>
#include <string>

namespace orm::tests {
namespace {

std::string formatted(std::int64_t instant) {
  char text[sdk::datetime_length];
  BOOST_TEST((sdk::format_datetime(instant, text) == text + sdk::datetime_length));
  return {text, sdk::datetime_length};
}

std::string read(std::string_view text) {
  const auto instant = sdk::parse_datetime(text);
  return instant ? formatted(*instant) : "refused";
}

BOOST_AUTO_TEST_SUITE(datetime)

BOOST_AUTO_TEST_CASE(spellings) {
  BOOST_TEST(*sdk::parse_datetime("1970-01-01T00:00:00Z") == 0);
  BOOST_TEST(*sdk::parse_datetime("0001-01-01T00:00:00Z") == sdk::first_datetime);
  BOOST_TEST(*sdk::parse_datetime("9999-12-31T23:59:59.999999Z") == sdk::last_datetime);
  BOOST_TEST(read("2026-01-01T00:00:00Z") == "2026-01-01T00:00:00.000000Z");
  BOOST_TEST(read("2026-01-01t00:00:00z") == "2026-01-01T00:00:00.000000Z");
  BOOST_TEST(read("2026-01-01T00:00:00.5Z") == "2026-01-01T00:00:00.500000Z");
  BOOST_TEST(read("2026-01-01T00:00:00.1234569999Z") == "2026-01-01T00:00:00.123456Z");
  BOOST_TEST(read("1969-12-31T23:59:59.9999999Z") == "1969-12-31T23:59:59.999999Z");
  BOOST_TEST(read("2026-01-01T00:00:00+05:30") == "2025-12-31T18:30:00.000000Z");
  BOOST_TEST(read("2026-01-01T00:00:00-23:59") == "2026-01-01T23:59:00.000000Z");
  BOOST_TEST(read("2026-01-01T00:00:00-00:00") == "2026-01-01T00:00:00.000000Z");
  BOOST_TEST(read("2024-02-29T12:00:00Z") == "2024-02-29T12:00:00.000000Z");
  BOOST_TEST(read("2000-02-29T12:00:00Z") == "2000-02-29T12:00:00.000000Z");
}

BOOST_AUTO_TEST_CASE(refused) {
  for (const char* text : {"",
                           "2026-01-01",
                           "2026-01-01T00:00:00",
                           "2026-01-01 00:00:00Z",
                           "2026-01-01T00:00Z",
                           "2026-01-01T00:00:60Z",
                           "2026-01-01T24:00:00Z",
                           "2026-01-01T00:60:00Z",
                           "2026-13-01T00:00:00Z",
                           "2026-00-01T00:00:00Z",
                           "2026-01-00T00:00:00Z",
                           "2026-01-32T00:00:00Z",
                           "2026-04-31T00:00:00Z",
                           "2023-02-29T00:00:00Z",
                           "1900-02-29T00:00:00Z",
                           "2026-01-01T00:00:00.Z",
                           "2026-01-01T00:00:00+24:00",
                           "2026-01-01T00:00:00+05:60",
                           "2026-01-01T00:00:00+0530",
                           "2026-01-01T00:00:00+5:30",
                           "2026-01-01T00:00:00Z ",
                           " 2026-01-01T00:00:00Z",
                           "2026-01-01T00:00:00ZZ",
                           "26-01-01T00:00:00Z",
                           "-2026-01-01T00:00:00Z",
                           "12026-01-01T00:00:00Z",
                           "2026-1-01T00:00:00Z",
                           "0000-12-31T23:59:59Z",
                           "0001-01-01T00:00:00+00:01",
                           "9999-12-31T23:59:00-00:01"}) {
    BOOST_TEST(read(text) == "refused", text);
  }
}

BOOST_AUTO_TEST_CASE(the_year_counts_in_utc) {
  BOOST_TEST(read("0000-12-31T23:00:00-02:00") == "0001-01-01T01:00:00.000000Z");
  BOOST_TEST(read("9999-12-31T23:59:59.9999999Z") == "9999-12-31T23:59:59.999999Z");
}

BOOST_AUTO_TEST_CASE(there_and_back) {
  std::mt19937_64 random(8);
  std::uniform_int_distribution<std::int64_t> any(sdk::first_datetime, sdk::last_datetime);
  for (int i = 0; i < 20000; ++i) {
    const std::int64_t instant = any(random);
    BOOST_TEST(*sdk::parse_datetime(formatted(instant)) == instant);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace orm::tests
