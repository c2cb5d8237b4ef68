// Order, equality, hashes and key sizes of cells.
#include <orm/sdk/value/cells.hpp>

#include <boost/test/unit_test.hpp>

#include <vector>

namespace orm::tests {
namespace {

using namespace sdk;

void check_ascending(const std::vector<orm_cell>& cells) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    for (std::size_t k = 0; k < cells.size(); ++k) {
      const int result = compare_cells(cells[i], cells[k]);
      BOOST_TEST((result < 0) == (i < k));
      BOOST_TEST((result > 0) == (i > k));
      BOOST_TEST(equal_cells(cells[i], cells[k]) == (i == k));
    }
  }
}

BOOST_AUTO_TEST_SUITE(cells)

BOOST_AUTO_TEST_CASE(order) {
  check_ascending({null_cell(), text_cell(""), text_cell("A"), text_cell("AA"), text_cell("a"), text_cell("\xc3\xa4"),
                   text_cell("\xf0\x9f\x98\x80")});
  check_ascending({null_cell(), bytes_cell({"\0", 1}), bytes_cell({"\0\0", 2}), bytes_cell("\x7f"), bytes_cell("\x80"),
                   bytes_cell("\xff")});
  check_ascending({null_cell(), decimal_cell("-10"), decimal_cell("-9.5"), decimal_cell("0"), decimal_cell("9"),
                   decimal_cell("10"), decimal_cell("10.5")});
  check_ascending({null_cell(), boolean_cell(false), boolean_cell(true)});
  check_ascending({null_cell(), integer_cell(INT64_MIN), integer_cell(-1), integer_cell(0), integer_cell(INT64_MAX)});
  check_ascending({null_cell(), double_cell(-1e300), double_cell(-5e-324), double_cell(0), double_cell(0.5)});
  check_ascending({null_cell(), datetime_cell(-1), datetime_cell(0), datetime_cell(1)});
}

BOOST_AUTO_TEST_CASE(equal_cells_have_equal_hashes) {
  const std::string left = "some text";
  const std::string right = left;
  BOOST_TEST(hash_cell(text_cell(left)) == hash_cell(text_cell(right)));
  BOOST_TEST(equal_cells(double_cell(-0.0), double_cell(0.0)));
  BOOST_TEST(hash_cell(double_cell(-0.0)) == hash_cell(double_cell(0.0)));
  const orm_cell pair[] = {text_cell("a"), integer_cell(1)};
  const orm_cell turned[] = {integer_cell(1), text_cell("a")};
  BOOST_TEST(hash_cells(pair) != hash_cells(turned));
  BOOST_TEST(hash_cells(pair) == combine_hashes(combine_hashes(0, hash_cell(pair[0])), hash_cell(pair[1])));
}

BOOST_AUTO_TEST_CASE(sizes_of_keys) {
  BOOST_TEST(key_bytes(text_cell("\xc3\xa4")) == 2);
  BOOST_TEST(key_bytes(bytes_cell("abc")) == 3);
  BOOST_TEST(key_bytes(decimal_cell("-12.5")) == 3);
  BOOST_TEST(key_bytes(integer_cell(12345)) == 0);
  BOOST_TEST(key_bytes(null_cell()) == 0);
}

BOOST_AUTO_TEST_CASE(types_of_fields) {
  BOOST_TEST(cell_type_of(ORM_FIELD_ENUM) == ORM_CELL_TEXT);
  BOOST_TEST(cell_type_of(ORM_FIELD_BIGINT) == ORM_CELL_INTEGER);
  BOOST_TEST(cell_type_of(ORM_FIELD_DATETIME) == ORM_CELL_DATETIME);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace orm::tests
