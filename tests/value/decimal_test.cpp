// Spelling, order, sort keys and doubles of decimals.
#include <orm/sdk/value/decimal.hpp>

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cmath>
#include <cstdlib>

#include "naive_decimal.hpp"

namespace orm::tests {
namespace {

std::string normalised(std::string_view text) {
  std::string out = "untouched";
  switch (sdk::normalise_decimal(text, out)) {
    case sdk::decimal_status::ok:
      return out;
    case sdk::decimal_status::malformed:
      BOOST_TEST(out == "untouched");
      return "malformed";
    case sdk::decimal_status::too_long:
      BOOST_TEST(out == "untouched");
      return "too long";
  }
  return "";
}

std::string normal_random(std::mt19937& random, unsigned most_digits) {
  return normalised(random_decimal(random, most_digits));
}

BOOST_AUTO_TEST_SUITE(decimal)

BOOST_AUTO_TEST_CASE(spellings) {
  const std::pair<const char*, const char*> cases[] = {{"0", "0"},
                                                       {"-0", "0"},
                                                       {"0.00", "0"},
                                                       {"-0.0e7", "0"},
                                                       {"12", "12"},
                                                       {"007.50", "7.5"},
                                                       {"1.50E3", "1500"},
                                                       {"1e-3", "0.001"},
                                                       {"-12.340e1", "-123.4"},
                                                       {"1.5e+1", "15"},
                                                       {"0.000120", "0.00012"},
                                                       {"100", "100"},
                                                       {"10e-1", "1"},
                                                       {"123456e-3", "123.456"},
                                                       {"0e999999999999999999999", "0"}};
  for (const auto& [text, expected] : cases) BOOST_TEST(normalised(text) == expected, text);
}

BOOST_AUTO_TEST_CASE(refused) {
  for (const char* text : {"", "-", "+1", " 1", "1 ", ".5", "5.", "1e", "1e+", "1e1.5", "0x1", "NaN", "inf", "1,5",
                           "--1", "1..2", "1e5e5", "\xd9\xa1"}) {
    BOOST_TEST(normalised(text) == "malformed", text);
  }
}

BOOST_AUTO_TEST_CASE(a_thousand_digits) {
  const std::string nines(1000, '9');
  BOOST_TEST(normalised(nines) == nines);
  BOOST_TEST(normalised("-" + nines) == "-" + nines);
  BOOST_TEST(normalised(nines + "9") == "too long");
  BOOST_TEST(normalised("000" + nines + ".000") == nines);
  BOOST_TEST(normalised("0." + std::string(999, '9')) == "0." + std::string(999, '9'));
  BOOST_TEST(normalised("0." + nines) == "too long");  // the 0 counts
  BOOST_TEST(normalised("5." + std::string(999, '9')) == "5." + std::string(999, '9'));
  BOOST_TEST(normalised("1e999").size() == 1000);
  BOOST_TEST(normalised("1e1000") == "too long");
  BOOST_TEST(normalised("1e-999").size() == 1001);
  BOOST_TEST(normalised("1e-1000") == "too long");
}

BOOST_AUTO_TEST_CASE(huge_exponents_cost_nothing) {
  const auto before = std::chrono::steady_clock::now();
  for (const char* text :
       {"1e999999999", "1e-999999999", "1e99999999999999999999999999", "-7e-99999999999999999999999"}) {
    BOOST_TEST(normalised(text) == "too long");
  }
  BOOST_TEST((std::chrono::steady_clock::now() - before < std::chrono::milliseconds(200)));
}

BOOST_AUTO_TEST_CASE(a_long_text_of_zeros_and_an_exponent_that_undoes_them) {
  BOOST_TEST(normalised("0." + std::string(100000, '0') + "5e100001") == "5");
  BOOST_TEST(normalised("5" + std::string(100000, '0') + "e-100000") == "5");
}

BOOST_AUTO_TEST_CASE(digits) {
  BOOST_TEST(sdk::decimal_digits("0") == 1);
  BOOST_TEST(sdk::decimal_digits("-12.5") == 3);
  BOOST_TEST(sdk::decimal_digits("0.001") == 4);
}

BOOST_AUTO_TEST_CASE(normalising_agrees_with_plain_arithmetic) {
  std::mt19937 random(1);
  for (int i = 0; i < 3000; ++i) {
    const std::string text = random_decimal(random, 30);
    BOOST_TEST(normalised(text) == naive_decimal(text).text(), text);
    BOOST_TEST(normalised(normalised(text)) == normalised(text), text);
    const int shift = static_cast<int>(random() % 41) - 20;
    const std::string unit = shift < 0 ? "0." + std::string(static_cast<unsigned>(-shift - 1), '0') + "1"
                                       : "1" + std::string(static_cast<unsigned>(shift), '0');
    BOOST_TEST(normalised(text + "e" + std::to_string(shift)) == (naive_decimal(text) * naive_decimal(unit)).text(),
               text);
  }
}

BOOST_AUTO_TEST_CASE(order_and_sort_keys_agree_with_values) {
  BOOST_TEST(sdk::sortable_decimal_key("0") == "100010");
  BOOST_TEST(sdk::sortable_decimal_key("12.5") == "1000212.5");
  BOOST_TEST(sdk::sortable_decimal_key("-12.5") == "09997ih.e~");
  std::mt19937 random(2);
  for (int i = 0; i < 5000; ++i) {
    const std::string left = normal_random(random, i % 2 == 0 ? 3 : 12);
    const std::string right =
        i % 5 == 0 ? left + (left.find('.') == std::string::npos ? ".5" : "5") : normal_random(random, 3);
    const int expected = compare(naive_decimal(left), naive_decimal(right));
    BOOST_TEST(sdk::compare_decimal(left, right) * expected >= 0);
    BOOST_TEST((sdk::compare_decimal(left, right) == 0) == (expected == 0));
    const int by_key = sdk::sortable_decimal_key(left).compare(sdk::sortable_decimal_key(right));
    BOOST_TEST((by_key < 0 ? -1 : by_key > 0 ? 1 : 0) == expected, left + " " + right);
  }
}

BOOST_AUTO_TEST_CASE(to_doubles) {
  BOOST_TEST(*sdk::decimal_to_double("0.1") == 0.1);
  BOOST_TEST(*sdk::decimal_to_double("-2.5") == -2.5);
  BOOST_TEST(*sdk::decimal_to_double("9007199254740993") == 9007199254740992.0);
  BOOST_TEST(*sdk::decimal_to_double("0." + std::string(400, '0') + "1") == 0.0);
  BOOST_TEST(!std::signbit(*sdk::decimal_to_double("-0." + std::string(400, '0') + "1")));
  BOOST_TEST(!sdk::decimal_to_double("1" + std::string(309, '0')));
  BOOST_TEST(!sdk::decimal_to_double("-1" + std::string(400, '0')));
  std::mt19937 random(3);
  for (int i = 0; i < 2000; ++i) {
    const std::string text = normal_random(random, 25);
    BOOST_TEST(*sdk::decimal_to_double(text) == std::strtod(text.c_str(), nullptr), text);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace orm::tests
