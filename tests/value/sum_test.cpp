// Sums of doubles: exact, rounded once, whatever the order. Integers: ranges of fields.
#include <orm/sdk/value/double_sum.hpp>
#include <orm/sdk/value/integer.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

namespace orm::tests {
namespace {

constexpr double largest = std::numeric_limits<double>::max();
constexpr double smallest = std::numeric_limits<double>::denorm_min();

std::optional<double> sum_of(const std::vector<double>& values) {
  sdk::double_sum sum;
  for (const double value : values) sum.add(value);
  return sum.result();
}

BOOST_AUTO_TEST_SUITE(sums)

BOOST_AUTO_TEST_CASE(known_sums) {
  BOOST_TEST(*sum_of({}) == 0.0);
  BOOST_TEST(*sum_of({0.1, 0.2}) == 0.1 + 0.2);
  BOOST_TEST(*sum_of({1e308, 1e308, -1e308, -1e308, 0.5}) == 0.5);
  BOOST_TEST(*sum_of({1e16, 1.0, -1e16}) == 1.0);
  BOOST_TEST(*sum_of({1.0, 1e100, 1.0, -1e100}) == 2.0);
  BOOST_TEST(*sum_of({smallest, smallest}) == 2 * smallest);
  BOOST_TEST(*sum_of({-smallest, -largest, largest}) == -smallest);
  BOOST_TEST(!std::signbit(*sum_of({-1.0, 1.0})));
  BOOST_TEST(!std::signbit(*sum_of({-0.0})));
}

BOOST_AUTO_TEST_CASE(ties_go_to_even) {
  const double ulp = std::ldexp(1.0, -52);
  BOOST_TEST(*sum_of({1.0, ulp / 2}) == 1.0);
  BOOST_TEST(*sum_of({1.0 + ulp, ulp / 2}) == 1.0 + 2 * ulp);
  BOOST_TEST(*sum_of({1.0, ulp / 2, smallest}) == 1.0 + ulp);
  BOOST_TEST(*sum_of({1.0, ulp / 2, -smallest}) == 1.0);
}

BOOST_AUTO_TEST_CASE(only_the_exact_sum_overflows) {
  BOOST_TEST(!sum_of({largest, largest}));
  BOOST_TEST(!sum_of({-largest, -1e300}));
  BOOST_TEST(*sum_of({largest, largest, -largest}) == largest);
  BOOST_TEST(*sum_of({largest, 1.0}) == largest);
  const double half_ulp = std::ldexp(1.0, 970);
  BOOST_TEST(!sum_of({largest, half_ulp}));  // the tie's even neighbour is beyond
  BOOST_TEST(*sum_of({largest, half_ulp, -smallest}) == largest);
}

BOOST_AUTO_TEST_CASE(any_order_gives_one_sum) {
  std::mt19937 random(6);
  for (int round = 0; round < 200; ++round) {
    std::vector<double> values;
    for (int i = 0; i < 50; ++i) {
      const double mantissa = static_cast<double>(random()) - 2147483648.0;
      values.push_back(std::ldexp(mantissa, static_cast<int>(random() % 2000) - 1050));
    }
    const auto expected = sum_of(values);
    for (int i = 0; i < 3; ++i) {
      std::shuffle(values.begin(), values.end(), random);
      BOOST_TEST((sum_of(values) == expected));
    }
    for (const double value : std::vector<double>(values)) values.push_back(-value);
    BOOST_TEST(*sum_of(values) == 0.0);
  }
}

BOOST_AUTO_TEST_CASE(sums_that_128_bits_hold_are_exact) {
  std::mt19937 random(7);
  for (int round = 0; round < 500; ++round) {
    __extension__ __int128 exact = 0;
    std::vector<double> values;
    for (int i = 0; i < 20; ++i) {
      const auto value =
          static_cast<std::int64_t>(std::uint64_t{random()} << (random() % 30)) * (random() % 2 == 0 ? 1 : -1);
      values.push_back(static_cast<double>(value));
      exact += value;
    }
    BOOST_TEST(*sum_of(values) == static_cast<double>(exact));
  }
}

BOOST_AUTO_TEST_CASE(integers_know_their_field) {
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
  BOOST_TEST(*sdk::add_integer(ORM_FIELD_INTEGER, 2147483646, 1) == 2147483647);
  BOOST_TEST(!sdk::add_integer(ORM_FIELD_INTEGER, 2147483647, 1));
  BOOST_TEST(!sdk::subtract_integer(ORM_FIELD_INTEGER, -2147483648, 1));
  BOOST_TEST(!sdk::multiply_integer(ORM_FIELD_INTEGER, 65536, 32768));
  BOOST_TEST(*sdk::multiply_integer(ORM_FIELD_INTEGER, 65536, -32768) == -2147483648);
  BOOST_TEST(*sdk::add_integer(ORM_FIELD_BIGINT, 2147483647, 1) == 2147483648);
  BOOST_TEST(!sdk::add_integer(ORM_FIELD_BIGINT, most, 1));
  BOOST_TEST(!sdk::subtract_integer(ORM_FIELD_BIGINT, -most, 2));
  BOOST_TEST(!sdk::multiply_integer(ORM_FIELD_BIGINT, most, 2));
  BOOST_TEST(!sdk::multiply_integer(ORM_FIELD_BIGINT, -most - 1, -1));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace orm::tests
