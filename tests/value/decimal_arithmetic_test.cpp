// Sums, differences and products of decimals against plain arithmetic.
#include <orm/sdk/value/decimal.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <limits>

#include "naive_decimal.hpp"

namespace orm::tests {
namespace {

using sdk::decimal_status;

std::string normal_random(std::mt19937& random, unsigned most_digits) {
  return naive_decimal(random_decimal(random, most_digits)).text();
}

BOOST_AUTO_TEST_SUITE(decimal_arithmetic)

BOOST_AUTO_TEST_CASE(random_operands) {
  std::mt19937 random(4);
  for (int i = 0; i < 3000; ++i) {
    const unsigned most = i % 3 == 0 ? 60 : i % 3 == 1 ? 9 : 3;
    const std::string a = normal_random(random, most);
    const std::string b = i % 10 == 0 ? a : normal_random(random, most);
    std::string out;
    BOOST_TEST((sdk::add_decimal(a, b, out) == decimal_status::ok));
    BOOST_TEST(out == (naive_decimal(a) + naive_decimal(b)).text(), a + " + " + b);
    BOOST_TEST((sdk::subtract_decimal(a, b, out) == decimal_status::ok));
    BOOST_TEST(out == (naive_decimal(a) + -naive_decimal(b)).text(), a + " - " + b);
    BOOST_TEST((sdk::multiply_decimal(a, b, out) == decimal_status::ok));
    BOOST_TEST(out == (naive_decimal(a) * naive_decimal(b)).text(), a + " * " + b);
  }
}

BOOST_AUTO_TEST_CASE(results_have_a_thousand_digits_too) {
  const std::string nines(1000, '9');
  std::string out = "untouched";
  BOOST_TEST((sdk::add_decimal(nines, "1", out) == decimal_status::too_long));
  BOOST_TEST((sdk::subtract_decimal(nines, "0.5", out) == decimal_status::too_long));
  BOOST_TEST((sdk::multiply_decimal(nines, "2", out) == decimal_status::too_long));
  BOOST_TEST((sdk::multiply_decimal("0." + std::string(600, '0') + "1", "0." + std::string(600, '0') + "1", out) ==
              decimal_status::too_long));
  BOOST_TEST(out == "untouched");
  BOOST_TEST((sdk::subtract_decimal(nines, nines, out) == decimal_status::ok));
  BOOST_TEST(out == "0");
  BOOST_TEST((sdk::multiply_decimal(nines, "-1", out) == decimal_status::ok));
  BOOST_TEST(out == "-" + nines);
  BOOST_TEST((sdk::add_decimal(out, "1", out) == decimal_status::ok));  // out may be an operand
  BOOST_TEST(out == "-" + std::string(999, '9') + "8");
  BOOST_TEST((sdk::multiply_decimal("-0.5", "0", out) == decimal_status::ok));
  BOOST_TEST(out == "0");
}

BOOST_AUTO_TEST_CASE(running_sums) {
  std::mt19937 random(5);
  for (int round = 0; round < 50; ++round) {
    sdk::decimal_sum sum;
    naive_decimal expected("0");
    for (int i = 0; i < 100; ++i) {
      if (random() % 2 == 0) {
        const auto value = static_cast<std::int64_t>((std::uint64_t{random()} << 32) | random());
        sum.add(value);
        expected = expected + naive_decimal(std::to_string(value));
      } else {
        const std::string text = normal_random(random, 25);
        sum.add(text);
        expected = expected + naive_decimal(text);
      }
    }
    std::string out;
    BOOST_TEST((sum.result(out) == decimal_status::ok));
    BOOST_TEST(out == expected.text());
  }
}

BOOST_AUTO_TEST_CASE(sums_pass_64_bits_and_may_be_too_long_on_the_way) {
  sdk::decimal_sum sum;
  for (int i = 0; i < 3; ++i) sum.add(std::numeric_limits<std::int64_t>::max());
  std::string out;
  BOOST_TEST((sum.result(out) == decimal_status::ok));
  BOOST_TEST(out == "27670116110564327421");
  sdk::decimal_sum long_one;
  const std::string nines(1000, '9');
  long_one.add(nines);
  long_one.add(std::int64_t{1});
  BOOST_TEST((long_one.result(out) == decimal_status::too_long));
  long_one.subtract(nines);
  BOOST_TEST((long_one.result(out) == decimal_status::ok));
  BOOST_TEST(out == "1");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace orm::tests
