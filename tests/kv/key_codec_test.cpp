// Key texts: hostile bytes stay harmless, the order of values is the order of texts.
#include <boost/test/unit_test.hpp>

#include <orm/sdk/kv/key_codec.hpp>
#include <orm/sdk/value/decimal.hpp>

#include "host.hpp"

#include <limits>
#include <random>

namespace {

using namespace orm_test;
using orm::sdk::compare_cells;

std::string key_text(const orm_cell& cell) {
  std::string out;
  kv::append_key_text(cell, out);
  return out;
}

std::string component(const orm_cell& cell) {
  std::string out;
  kv::append_component(cell, out);
  return out;
}

int sign(int value) { return (value > 0) - (value < 0); }

// Every pair, alone and with something behind it, as in a compound index.
void check_order(const std::vector<orm_cell>& cells) {
  for (const orm_cell& left : cells) {
    for (const orm_cell& right : cells) {
      const int wanted = sign(compare_cells(left, right));
      const std::string a = component(left);
      const std::string b = component(right);
      BOOST_REQUIRE_MESSAGE(sign(a.compare(b)) == wanted, a << " and " << b);
      if (wanted != 0) BOOST_REQUIRE_EQUAL(sign((a + "=z ").compare(b + "=a ")), wanted);
      BOOST_REQUIRE_EQUAL(key_text(left) == key_text(right) && left.type == right.type, wanted == 0);
    }
  }
}

struct cells_of_texts {
  std::vector<std::string> texts;
  std::vector<orm_cell> cells(orm_cell_type type) const {
    std::vector<orm_cell> made{orm::sdk::null_cell()};
    for (const std::string& each : texts) made.push_back(orm::sdk::make_cell(type, std::string_view(each)));
    return made;
  }
};

BOOST_AUTO_TEST_SUITE(key_codec)

BOOST_AUTO_TEST_CASE(texts_are_readable_and_have_no_spaces) {
  BOOST_TEST(key_text(text("ada@acme.dev")) == "ada@acme.dev");
  BOOST_TEST(key_text(text("Ada Lovelace!")) == "Ada!20Lovelace!21");
  BOOST_TEST(key_text(text("a\n\tb")) == "a!0a!09b");
  BOOST_TEST(key_text(text("жук")) == "жук");
  BOOST_TEST(key_text(number(7)) == "a7");
  BOOST_TEST(key_text(number(42)) == "b42");
  BOOST_TEST(key_text(number(-2)) == "Z7");
  BOOST_TEST(key_text(orm::sdk::boolean_cell(true)) == "t");
  BOOST_TEST(key_text(instant(0)) == "1970-01-01T00:00:00.000000Z");
  BOOST_TEST(key_text(orm::sdk::bytes_cell(std::string_view("\0\xff", 2))) == "00ff");
  BOOST_TEST(component(orm::sdk::null_cell()) == "- ");
  BOOST_TEST(component(text("")) == "= ");
}

BOOST_AUTO_TEST_CASE(names_hide_what_separates_and_what_patterns_are_made_of) {
  std::string out;
  kv::append_name("a:b{c}*.d e", out);
  BOOST_TEST(out == "a!3ab!7bc!7d!2a!2ed!20e");
}

BOOST_AUTO_TEST_CASE(the_end_of_a_prefix) {
  BOOST_TEST(kv::after_prefix("ab") == "ac");
  BOOST_TEST(kv::after_prefix("a\xff\xff") == "b");
  BOOST_TEST(kv::after_prefix("\xff") == "");
}

BOOST_AUTO_TEST_CASE(integers_are_in_order) {
  std::vector<orm_cell> cells{orm::sdk::null_cell()};
  for (std::int64_t power = 1; power > 0 && power < std::numeric_limits<std::int64_t>::max() / 10; power *= 10) {
    for (const std::int64_t each : {power - 1, power, power + 1, -power - 1, -power, -power + 1}) {
      cells.push_back(number(each));
    }
  }
  cells.push_back(number(std::numeric_limits<std::int64_t>::max()));
  cells.push_back(number(std::numeric_limits<std::int64_t>::min()));
  check_order(cells);
}

BOOST_AUTO_TEST_CASE(doubles_are_in_order) {
  std::vector<orm_cell> cells{orm::sdk::null_cell()};
  using limits = std::numeric_limits<double>;
  for (const double each : {0.0, 1.0, 1.5, 1e-300, limits::denorm_min(), limits::max(), 3.25, 1e10}) {
    cells.push_back(orm::sdk::double_cell(each));
    cells.push_back(orm::sdk::double_cell(-each));
  }
  check_order(cells);
}

BOOST_AUTO_TEST_CASE(datetimes_are_in_order) {
  check_order({orm::sdk::null_cell(), instant(-62135596800000000), instant(-1), instant(0), instant(1),
               instant(1'700'000'000'000'000), instant(253402300799999999)});
}

BOOST_AUTO_TEST_CASE(random_texts_and_bytes_are_in_order) {
  std::mt19937 random(20260101);
  const std::string_view alphabet(" !\"ab:{}~\x7f\x01\t", 13);
  cells_of_texts made;
  for (int i = 0; i < 150; ++i) {
    std::string each;
    for (auto length = random() % 5; length > 0; --length) each += alphabet[random() % alphabet.size()];
    made.texts.push_back(each);
  }
  made.texts.insert(made.texts.end(), {"", "é", "日本", "日", "\xf0\x9f\x90\x9e"});
  check_order(made.cells(ORM_CELL_TEXT));
  check_order(made.cells(ORM_CELL_BYTES));
}

BOOST_AUTO_TEST_CASE(random_decimals_are_in_order) {
  std::mt19937 random(7);
  cells_of_texts made;
  for (int i = 0; i < 150; ++i) {
    std::string each = random() % 2 == 0 ? "-" : "";
    for (auto length = random() % 4 + 1; length > 0; --length) each += static_cast<char>('0' + random() % 10);
    if (random() % 2 == 0) each += "." + std::to_string(random() % 100);
    std::string normalised;
    BOOST_REQUIRE(orm::sdk::normalise_decimal(each, normalised) == orm::sdk::decimal_status::ok);
    made.texts.push_back(normalised);
  }
  check_order(made.cells(ORM_CELL_DECIMAL));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
